// What somebody has missed of a room, by the last line they have. Pure.

import type { Line } from "./line.ts";

/** What somebody who comes has to be shown; `gap`: whether some before those are gone. */
export interface LinesMissed {
  readonly lines: readonly Line[];
  readonly gap: boolean;
}

/** All lines after the one with this id. If that is gone, ids tell what is later, and whether they are all. */
export function linesAfter(seen: string, history: readonly Line[]): LinesMissed {
  const at = history.findIndex(({ id }) => id === seen);
  if (at >= 0) return { lines: history.slice(at + 1), gap: false };
  const oldest = history[0]?.id;
  const gap = oldest === undefined || seen < oldest;
  return { lines: history.filter(({ id }) => id > seen), gap };
}
