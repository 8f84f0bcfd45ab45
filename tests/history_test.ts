// What a room finds when it opens again: the lines that were kept, also those said a moment ago, and nothing
// at all when the store fails, for a room without its past is better than none. What is found in them, and
// what is left when somebody is forgotten.

import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import type { Line } from "../src/line.ts";
import type { Person } from "../src/person.ts";
import { History } from "../src/history.ts";
import { HISTORY_BATCH_MS, HISTORY_FLUSH_MS, HISTORY_PAGE } from "../src/limits.ts";
import { KvStore } from "../src/store/kv.ts";
import { MemoryStore } from "../src/store/memory.ts";
import type { LineQuery } from "../src/store.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { FakeLog } from "./support/fake_log.ts";
import { HeldStore } from "./support/held_store.ts";
import { promisesKept } from "./support/settle.ts";

const ROOM = "#tea";

function line(n: number, at: number, room = ROOM): Line {
  const by = { id: "c1", name: "anna" };
  return { kind: "said", id: String(n).padStart(6, "0"), at, room, by, text: `${n}` };
}

/** The `n`th line, with this text and speaker. */
function words(n: number, text: string, by: Person = { id: "c1", name: "anna" }): Line {
  return { ...line(n, 0), text, by };
}

function textsOf(lines: readonly Line[]): string[] {
  return lines.map(({ text }) => text);
}

const annas: Person = { id: "c2", name: "Anna", account: "anna" };
const bobs: Person = { id: "c3", name: "bob", account: "bob" };

/** A store that can be held and failed, and gives back what was appended. */
class Archive extends HeldStore {
  readonly #kept: MemoryStore;
  /** What reading fails with; null: it works. */
  readFailure: unknown = null;
  reads = 0;

  constructor(linesPerRoom = 100) {
    super();
    this.#kept = new MemoryStore({ linesPerRoom });
  }

  override async append(lines: readonly Line[]): Promise<void> {
    await super.append(lines);
    await this.#kept.append(lines);
  }

  async lines(query: LineQuery): Promise<Line[]> {
    this.reads++;
    if (this.readFailure !== null) throw this.readFailure;
    return await this.#kept.lines(query);
  }

  async rooms(): Promise<string[]> {
    if (this.readFailure !== null) throw this.readFailure;
    return await this.#kept.rooms();
  }

  erase(room: string, ids: readonly string[]): Promise<void> {
    return this.#kept.erase(room, ids);
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

Deno.test("History.recent() still knows whose account said what before the process began", async () => {
  const { store, clock } = world();
  await store.append([{ ...line(1, clock.now() - 1), by: annas }]);
  const { history } = world({ store });
  const [before] = await history.recent(ROOM);
  assertEquals(before?.by, { id: "000001", name: "Anna", account: "anna" });
});

Deno.test("History that keeps no lines neither writes nor reads", async () => {
  const { history, say, store, clock } = world({ keep: 0 });
  say(1);
  assertEquals(await history.recent(ROOM), []);
  assertEquals(await history.search({ room: ROOM, word: "", limit: 9 }), []);
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

Deno.test("History.search() finds a room's lines with the word, in any case and form, oldest first", async () => {
  const { history } = world();
  const texts = ["Green TEA", "coffee", "ｔｅａ for two", "a steam train", "ÉTÉ", "t e a"];
  for (const [n, text] of texts.entries()) history.add(words(n, text));
  history.add({ ...words(9, "tea elsewhere"), room: "#jam" });
  const found = async (word: string) => {
    return textsOf(await history.search({ room: ROOM, word, limit: 100 }));
  };
  assertEquals(await found("tea"), ["Green TEA", "ｔｅａ for two", "a steam train"]);
  assertEquals(await found("Tea"), await found("tea"));
  assertEquals(await found("e\u0301te\u0301"), ["ÉTÉ"]);
  assertEquals(await found(".*"), []);
  assertEquals(await found(""), texts);
});

Deno.test("History.search() finds one speaker's lines, by whichever spelling of the name", async () => {
  const { history } = world();
  history.add(words(1, "tea", annas));
  history.add(words(2, "tea", bobs));
  history.add({ ...words(3, "makes tea", annas), kind: "acted" });
  const found = async (name: string) => {
    return textsOf(await history.search({ room: ROOM, word: "tea", name, limit: 100 }));
  };
  assertEquals(await found("ANNA"), ["tea", "makes tea"]);
  assertEquals([await found("bob"), await found("bo"), await found("")], [["tea"], [], []]);
});

Deno.test("History.search() gives the latest so many, of all that the room keeps and no more", async () => {
  const total = 3 * HISTORY_PAGE;
  const keep = total - 10;
  const { history, store } = world({ keep, store: new Archive(total) });
  const lines = Array.from({ length: total }, (_, n) => words(n, n % 7 === 0 ? "tea" : "jam"));
  await store.append(lines);
  const teas = lines.slice(-keep).filter(({ text }) => text === "tea").map(({ id }) => id);
  const found = async (limit: number) => {
    const lines = await history.search({ room: ROOM, word: "tea", limit });
    return lines.map(({ id }) => id);
  };
  assertEquals(await found(total), teas);
  for (const limit of [1, 2, 100, teas.length - 1]) {
    assertEquals(await found(limit), teas.slice(-limit));
  }
  assertEquals(await found(0), []);
});

Deno.test("History.search() reads no further back than it needs to", async () => {
  const { history, store } = world({ keep: 5000, store: new Archive(5000) });
  await store.append(Array.from({ length: 5000 }, (_, n) => words(n, "tea")));
  await history.search({ room: ROOM, word: "tea", limit: 10 });
  assertEquals(store.reads, 1);
});

Deno.test("History.search() has what was said a moment ago, and takes nobody for who spoke before", async () => {
  const { store, clock } = world();
  await store.append([{ ...line(1, clock.now() - 1), by: annas }]);
  const { history, say } = world({ store });
  say(11);
  const people = (await history.search({ room: ROOM, word: "1", limit: 9 })).map(({ by }) => by);
  assertEquals(people[0], { id: "000001", name: "Anna", account: "anna" });
  assertEquals(people[1]?.id, "c1");
});

Deno.test("History.search() says that it cannot when the store fails, and logs why", async () => {
  const { history, log, store } = world();
  store.readFailure = new Error("Disk on fire");
  const search = () => history.search({ room: ROOM, word: "tea", limit: 9 });
  const error = await assertRejects(search, ChatError, "cannot be searched now");
  assertEquals(error.code, "refused");
  assertEquals(log.of("history not read"), [{ error: "Error: Disk on fire" }]);
});

Deno.test("History.forget() erases an account's lines from every room, and nobody else's", async () => {
  const { history, store } = world();
  const guest = { id: "c4", name: "anna" };
  const all = ["#jam", ROOM, "#zoo"].flatMap((room, r) =>
    [annas, bobs, guest, { ...annas, id: "c9", name: "other" }].map((by, n) => ({
      ...words(10 * r + n, "hi", by),
      room,
    }))
  );
  for (const line of all) history.add(line);
  history.add({ ...words(50, "alone", annas), room: "#alone" });
  assertEquals(await history.forget("anna"), 7);
  assertEquals(await store.rooms(), ["#jam", ROOM, "#zoo"]);
  for (const room of await store.rooms()) {
    const left = all.filter((line) => line.room === room && line.by.account !== "anna");
    assertEquals(await store.lines({ room, last: 99 }), left);
  }
  assertEquals([await history.forget("anna"), await history.forget("nobody")], [0, 0]);
});

Deno.test("History.forget() goes through rooms of any length, a page at a time", async () => {
  const total = 3 * HISTORY_PAGE + 7;
  const { history, store } = world({ store: new Archive(total) });
  const lines = Array.from({ length: total }, (_, n) => words(n, "hi", n % 2 ? annas : bobs));
  await store.append(lines);
  assertEquals(await history.forget("anna"), Math.floor(total / 2));
  const left = lines.filter(({ by }) => by === bobs);
  assertEquals(await store.lines({ room: ROOM, last: total }), left);
  assertEquals(await history.forget("bob"), left.length);
  assertEquals(await store.rooms(), []);
});

Deno.test("History.forget() reaches lines that a room no longer shows and Deno KV still has", async () => {
  const kv = await Deno.openKv(":memory:");
  const store = new KvStore(kv, { linesPerRoom: 10, durable: false });
  const history = new History({ store, clock: new FakeClock(), log: new FakeLog() }, 10);
  await store.append([words(0, "hi", annas)]);
  await store.append(Array.from({ length: 50 }, (_, n) => words(n + 1, "hi", annas)));
  assertEquals(await history.forget("anna"), 51);
  assertEquals(await Array.fromAsync(kv.list({ prefix: [] })), []);
  await store.close();
});

Deno.test("History.forget() during an outage leaves nothing that would be kept later", async () => {
  const { history, store, clock } = world();
  store.failure = new Error("disk full");
  history.add(words(1, "hi", annas));
  history.add(words(2, "hi", bobs));
  const forgotten = history.forget("anna");
  await promisesKept();
  clock.advance(HISTORY_FLUSH_MS);
  assertEquals(await forgotten, 1);
  store.failure = null;
  assertEquals(await history.flush(1000), 0);
  assertEquals(await store.lines({ room: ROOM, last: 9 }), [words(2, "hi", bobs)]);
});

Deno.test("History.forget() rejects when the store cannot be read", async () => {
  const { history, store } = world();
  store.readFailure = new Error("Disk on fire");
  await assertRejects(() => history.forget("anna"), Error, "Disk on fire");
});
