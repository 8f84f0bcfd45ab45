// All lines of a room, a page at a time, so that no room is held in memory as a whole. What is done with them
// is for whoever reads.

import { HISTORY_PAGE } from "./limits.ts";
import type { Line } from "./line.ts";
import type { Store } from "./store.ts";

/** The latest page first, and in each the oldest line. A page may be erased before the next is asked for. */
export async function* pagesOf(
  store: Pick<Store, "lines">,
  room: string,
): AsyncGenerator<readonly Line[]> {
  const newest = { room, last: HISTORY_PAGE };
  let page = await store.lines(newest);
  for (let [oldest] = page; oldest; [oldest] = page) {
    yield page;
    page = await store.lines({ ...newest, before: oldest.id });
  }
}
