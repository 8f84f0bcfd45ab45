// What a room finds when it opens again: the lines that were kept, also those said a moment ago, and nothing
// at all when the store fails, for a room without its past is better than none.

import { assertEquals } from "@std/assert";
import type { Line } from "../src/event.ts";
import { History } from "../src/history.ts";
import { HISTORY_BATCH_MS } from "../src/limits.ts";
import { MemoryStore } from "../src/store/memory.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { FakeLog } from "./support/fake_log.ts";
import { HeldStore } from "./support/held_store.ts";
import { promisesKept } from "./support/settle.ts";

const ROOM = "#tea";

function line(n: number, at: number, room = ROOM): Line {
  const by = { id: "c1", name: "anna" };
  return { kind: "said", id: String(n).padStart(6, "0"), at, room, by, text: `${n}` };
}

/** A store that can be held and failed, and gives back what was appended. */
class Archive extends HeldStore {
  readonly #kept = new MemoryStore({ linesPerRoom: 100 });
  /** What reading fails with; null: it works. */
  readFailure: unknown = null;
  reads = 0;

  override async append(lines: readonly Line[]): Promise<void> {
    await super.append(lines);
    await this.#kept.append(lines);
  }

  async lines(query: { room: string; last: number }): Promise<Line[]> {
    this.reads++;
    if (this.readFailure !== null) throw this.readFailure;
    return await this.#kept.lines(query);
  }
}

/** A history and all around it. */
function world({ keep = 100, store = new Archive() } = {}) {
  const clock = new FakeClock();
  const log = new FakeLog();
  const history = new History({ store, clock, log }, keep);
  const say = (n: number, room?: string) => history.add(line(n, clock.now(), room));
  return { clock, log, store, history, say };
}

Deno.test("History.recent() gives a room's latest lines, oldest first, and no other room's", async () => {
  const { history, say } = world({ keep: 3 });
  for (let n = 0; n < 5; n++) say(n);
  say(9, "#jam");
  const texts = async (room: string) => (await history.recent(room)).map(({ text }) => text);
  assertEquals(await texts(ROOM), ["2", "3", "4"]);
  assertEquals([await texts("#jam"), await texts("#none")], [["9"], []]);
});

Deno.test("History.recent() has what was said in a room that closed a moment ago", async () => {
  const { history, say, clock, store } = world();
  say(1);
  assertEquals(store.calls, 0);
  assertEquals(await history.recent(ROOM), [line(1, clock.now())]);
  assertEquals(clock.waiting, 0);
});

Deno.test("History.recent() waits a bounded time for lines that the store does not take", async () => {
  const { history, say, clock, store } = world();
  say(1);
  await history.flush(1000);
  store.held = true;
  say(2);
  const recent = history.recent(ROOM);
  await promisesKept();
  assertEquals(store.reads, 0);
  clock.advance(HISTORY_BATCH_MS);
  assertEquals((await recent).map(({ text }) => text), ["1"]);
  store.release();
});

Deno.test("History.recent() gives nothing when the store fails, and logs why", async () => {
  const { history, say, log, store } = world();
  say(1);
  store.readFailure = new Error("Disk on fire");
  assertEquals(await history.recent(ROOM), []);
  assertEquals(log.of("history not read"), [{ error: "Error: Disk on fire" }]);
  store.readFailure = null;
  assertEquals((await history.recent(ROOM)).length, 1);
});

Deno.test("History.recent() takes nobody who is here for who spoke before the process began", async () => {
  const { store, clock } = world();
  const before = [line(1, clock.now() - 2), line(2, clock.now() - 1)];
  await store.append(before);
  const { history, say } = world({ store });
  say(3);
  const people = (await history.recent(ROOM)).map(({ by }) => by);
  assertEquals(people.map(({ name }) => name), ["anna", "anna", "anna"]);
  assertEquals(new Set(people.map(({ id }) => id)).size, 3);
  assertEquals(people[2]?.id, "c1");
});

Deno.test("History that keeps no lines neither writes nor reads", async () => {
  const { history, say, store, clock } = world({ keep: 0 });
  say(1);
  assertEquals(await history.recent(ROOM), []);
  assertEquals(await history.flush(1000), 0);
  assertEquals([store.calls, store.reads, clock.waiting], [0, 0, 0]);
});

Deno.test("History.flush() writes at once what waits, and says how many lines are not kept", async () => {
  const { history, say, store, clock } = world();
  say(1);
  assertEquals([await history.flush(1000), store.texts], [0, ["1"]]);
  store.held = true;
  say(2);
  say(3);
  const flushed = history.flush(1000);
  clock.advance(1000);
  assertEquals(await flushed, 2);
  store.release();
  await promisesKept();
});
