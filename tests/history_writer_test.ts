// Lines reach the store in batches and in order, nobody waits for it, and an outage loses the oldest lines
// of those that are too many, and says so.

import { assertEquals } from "@std/assert";
import type { Fact } from "../src/fact.ts";
import type { Line } from "../src/line.ts";
import { HistoryWriter } from "../src/history_writer.ts";
import {
  HISTORY_BATCH,
  HISTORY_BATCH_MS,
  HISTORY_QUEUE,
  HISTORY_RETRY_MAX_MS,
  HISTORY_RETRY_MIN_MS,
} from "../src/limits.ts";
import type { LogFields } from "../src/log.ts";
import { topicSet } from "./support/facts.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { HeldStore } from "./support/held_store.ts";
import { promisesKept } from "./support/settle.ts";

const anna = { id: "1", name: "anna" };

/** A writer and all around it; says lines whose texts are their numbers. */
class Desk {
  readonly clock = new FakeClock();
  readonly store = new HeldStore();
  /** What was logged: event, and fields when there are some. */
  readonly log: [string, LogFields | undefined][] = [];
  readonly writer: HistoryWriter;
  #said = 0;

  constructor(linesPerRoom = Infinity) {
    const note = (event: string, fields?: LogFields) => void this.log.push([event, fields]);
    const log = { debug: note, info: note, warn: note, error: note };
    this.writer = new HistoryWriter({ store: this.store, clock: this.clock, log, linesPerRoom });
  }

  say(count = 1): void {
    for (let i = 0; i < count; i++) this.writer.add(line(this.#said++));
  }

  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await promisesKept();
  }

  get events(): string[] {
    return this.log.map(([event]) => event);
  }
}

function line(n: number): Line {
  const id = String(n).padStart(6, "0");
  return { kind: "said", id, at: n, room: "#tea", by: anna, text: String(n) };
}

function texts(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, i) => String(from + i));
}

Deno.test("HistoryWriter writes what is said within a quarter of a second as one batch", async () => {
  const desk = new Desk();
  desk.say(3);
  await desk.pass(HISTORY_BATCH_MS - 1);
  desk.say();
  assertEquals(desk.store.calls, 0);
  await desk.pass(1);
  assertEquals(desk.store.batches.map((batch) => batch.length), [4]);
  assertEquals(desk.store.texts, texts(0, 4));
  assertEquals([desk.writer.status.waiting, desk.clock.waiting], [0, 0]);
});

Deno.test("HistoryWriter writes the line after a batch in the next one", async () => {
  const desk = new Desk();
  for (let i = 0; i < 3; i++) {
    desk.say();
    await desk.pass(HISTORY_BATCH_MS);
  }
  assertEquals(desk.store.batches.map((batch) => batch.length), [1, 1, 1]);
});

Deno.test("HistoryWriter writes a full batch at once", async () => {
  const desk = new Desk();
  desk.say(HISTORY_BATCH - 1);
  assertEquals(desk.store.calls, 0);
  desk.say();
  assertEquals(desk.store.calls, 1);
  await promisesKept();
  assertEquals([desk.writer.status.waiting, desk.clock.waiting], [0, 0]);
});

Deno.test("HistoryWriter takes lines and /me, and no other fact", async () => {
  const desk = new Desk();
  const facts: Fact[] = [
    { ...line(0), kind: "acted" },
    { kind: "told", id: "l1", at: 0, by: anna, to: anna, text: "psst" },
    { kind: "joined", at: 0, room: "#tea", by: anna },
    topicSet(anna, { text: "tea", room: "#tea" }),
    line(1),
  ];
  for (const fact of facts) desk.writer.add(fact);
  await desk.pass(HISTORY_BATCH_MS);
  assertEquals(desk.store.batches, [[{ ...line(0), kind: "acted" }, line(1)] as Line[]]);
});

Deno.test("HistoryWriter has one write under way, and then one for all that came meanwhile", async () => {
  const desk = new Desk();
  desk.store.held = true;
  desk.say(HISTORY_BATCH);
  desk.say(HISTORY_BATCH + 10);
  await desk.pass(10 * HISTORY_BATCH_MS);
  assertEquals([desk.store.calls, desk.writer.status.waiting], [1, 2 * HISTORY_BATCH + 10]);
  desk.store.held = false;
  desk.store.release();
  await promisesKept();
  assertEquals([desk.store.calls, desk.writer.status.waiting], [2, 10]);
  await desk.pass(HISTORY_BATCH_MS);
  assertEquals(desk.store.texts, texts(0, 2 * HISTORY_BATCH + 10));
});

Deno.test("HistoryWriter tries again after a failure, less and less often", async () => {
  const desk = new Desk();
  desk.store.failure = new Error("disk full");
  desk.say();
  await desk.pass(HISTORY_BATCH_MS);
  const waits: number[] = [];
  for (let wait = HISTORY_RETRY_MIN_MS; waits.length < 8; wait = Math.min(2 * wait, 10_000)) {
    waits.push(wait);
    const before = desk.store.calls;
    await desk.pass(wait - 1);
    assertEquals(desk.store.calls, before, `tried before ${wait} ms`);
    await desk.pass(1);
    assertEquals(desk.store.calls, before + 1, `did not try after ${wait} ms`);
  }
  assertEquals(waits.at(-1), HISTORY_RETRY_MAX_MS);
  desk.store.failure = null;
  await desk.pass(HISTORY_RETRY_MAX_MS);
  assertEquals(desk.store.texts, ["0"]);
});

Deno.test("HistoryWriter does not try more often because more is said", async () => {
  const desk = new Desk();
  desk.store.failure = new Error("disk full");
  desk.say(HISTORY_BATCH);
  await promisesKept();
  desk.say(3 * HISTORY_BATCH);
  await desk.pass(HISTORY_RETRY_MIN_MS - 1);
  assertEquals(desk.store.calls, 1);
  await desk.pass(1);
  assertEquals(desk.store.calls, 2);
});

Deno.test("HistoryWriter keeps what waits in order over an outage, and starts afresh after it", async () => {
  const desk = new Desk();
  desk.say();
  desk.store.failure = new Error("disk full");
  await desk.pass(HISTORY_BATCH_MS);
  desk.say(2 * HISTORY_BATCH);
  await desk.pass(HISTORY_RETRY_MIN_MS);
  desk.store.failure = null;
  await desk.pass(2 * HISTORY_RETRY_MIN_MS);
  desk.say();
  await desk.pass(HISTORY_BATCH_MS);
  assertEquals(desk.store.texts, texts(0, 2 * HISTORY_BATCH + 2));
  desk.store.failure = new Error("again");
  desk.say();
  await desk.pass(HISTORY_BATCH_MS);
  desk.store.failure = null;
  await desk.pass(HISTORY_RETRY_MIN_MS);
  assertEquals(desk.store.texts.length, 2 * HISTORY_BATCH + 3);
});

Deno.test("HistoryWriter.status says since when history is behind, and why", async () => {
  const desk = new Desk();
  assertEquals(desk.writer.status, { outage: null, waiting: 0, dropped: 0 });
  desk.say(2);
  desk.store.failure = new Error("disk full");
  await desk.pass(HISTORY_BATCH_MS);
  const since = desk.clock.now();
  assertEquals(desk.writer.status, {
    outage: { since, reason: "disk full" },
    waiting: 2,
    dropped: 0,
  });
  desk.store.failure = "read-only";
  await desk.pass(HISTORY_RETRY_MIN_MS);
  assertEquals(desk.writer.status.outage, { since, reason: "read-only" });
  desk.store.failure = null;
  await desk.pass(2 * HISTORY_RETRY_MIN_MS);
  assertEquals(desk.writer.status, { outage: null, waiting: 0, dropped: 0 });
});

Deno.test("HistoryWriter logs an outage once, and its end", async () => {
  const desk = new Desk();
  desk.store.failure = new Error("disk full");
  desk.say();
  await desk.pass(HISTORY_BATCH_MS);
  for (let i = 0; i < 5; i++) await desk.pass(HISTORY_RETRY_MAX_MS);
  assertEquals(desk.log, [["history failed", { error: "disk full" }]]);
  desk.store.failure = null;
  await desk.pass(HISTORY_RETRY_MAX_MS);
  assertEquals(desk.log.slice(1), [["history recovered", { seconds: 60, dropped: 0 }]]);
  desk.store.failure = new Error("again");
  desk.say();
  await desk.pass(HISTORY_BATCH_MS);
  assertEquals(desk.events, ["history failed", "history recovered", "history failed"]);
});

Deno.test("HistoryWriter drops the oldest lines when too many wait, counts them, and says so once", async () => {
  const desk = new Desk();
  desk.store.failure = new Error("disk full");
  desk.say(HISTORY_QUEUE);
  await promisesKept();
  assertEquals(desk.writer.status.dropped, 0);
  desk.say(25);
  assertEquals(desk.writer.status.waiting, HISTORY_QUEUE);
  assertEquals(desk.writer.status.dropped, 25);
  desk.store.failure = null;
  await desk.pass(HISTORY_RETRY_MIN_MS);
  assertEquals(desk.store.texts, texts(25, HISTORY_QUEUE + 25));
  assertEquals(desk.log, [
    ["history failed", { error: "disk full" }],
    ["history lines dropped", { limit: HISTORY_QUEUE }],
    ["history recovered", { seconds: 0, dropped: 25 }],
  ]);
  assertEquals(desk.writer.status, { outage: null, waiting: 0, dropped: 25 });
});

Deno.test("HistoryWriter bounds what waits for a store that does not answer", async () => {
  const desk = new Desk();
  desk.store.held = true;
  desk.say(HISTORY_BATCH + HISTORY_QUEUE);
  assertEquals(desk.writer.status.waiting, HISTORY_QUEUE);
  assertEquals(desk.writer.status.dropped, HISTORY_BATCH);
  assertEquals(desk.writer.status.outage?.reason, "the store is slower than the chat");
  assertEquals(desk.events, ["history failed", "history lines dropped"]);
  desk.store.held = false;
  desk.store.release();
  await promisesKept();
  const kept = [
    ...texts(0, HISTORY_BATCH),
    ...texts(2 * HISTORY_BATCH, HISTORY_BATCH + HISTORY_QUEUE),
  ];
  assertEquals(desk.store.texts, kept);
  assertEquals(desk.events.at(-1), "history recovered");
});

Deno.test("HistoryWriter counts an outage as over when it has caught up, and not before", async () => {
  const desk = new Desk();
  desk.store.failure = new Error("disk full");
  desk.say(HISTORY_QUEUE);
  await promisesKept();
  desk.store.failure = null;
  desk.store.held = true;
  await desk.pass(HISTORY_RETRY_MIN_MS);
  const left = HISTORY_QUEUE / HISTORY_BATCH;
  for (let batch = 1; batch <= left; batch++) {
    assertEquals(desk.writer.status.outage?.reason, "disk full", `at batch ${batch}`);
    desk.say(batch === 1 ? 5 : 0);
    desk.store.release();
    await promisesKept();
  }
  assertEquals(desk.writer.status.outage, null);
  assertEquals(desk.events, ["history failed", "history lines dropped", "history recovered"]);
});

Deno.test("HistoryWriter.flush() writes all at once and resolves when it is kept", async () => {
  const desk = new Desk();
  desk.store.held = true;
  desk.say(HISTORY_BATCH + 20);
  const flushed = desk.writer.flush(5000);
  desk.say(3);
  desk.store.held = false;
  desk.store.release();
  assertEquals(await flushed, 0);
  assertEquals(desk.store.texts, texts(0, HISTORY_BATCH + 23));
  assertEquals(desk.clock.waiting, 0);
  assertEquals(await desk.writer.flush(5000), 0);
});

Deno.test("HistoryWriter.flush() does not wait for the next try, and says what it could not keep", async () => {
  const desk = new Desk();
  desk.store.failure = new Error("disk full");
  desk.say(7);
  await desk.pass(HISTORY_BATCH_MS);
  for (let i = 0; i < 9; i++) await desk.pass(HISTORY_RETRY_MAX_MS);
  const before = desk.store.calls;
  const flushed = desk.writer.flush(1000);
  await promisesKept();
  assertEquals(desk.store.calls, before + 1);
  await desk.pass(HISTORY_RETRY_MIN_MS);
  assertEquals(desk.store.calls, before + 2);
  await desk.pass(1000 - HISTORY_RETRY_MIN_MS);
  assertEquals(await flushed, 7);
});

Deno.test("HistoryWriter.flush() ends in time when the store does not answer", async () => {
  const desk = new Desk();
  desk.store.held = true;
  desk.say(2);
  const flushed = desk.writer.flush(1000);
  await desk.pass(1000);
  assertEquals(await flushed, 2);
  desk.store.release();
  await promisesKept();
  assertEquals(desk.store.texts, texts(0, 2));
  desk.say();
  assertEquals(desk.store.calls, 1, "no longer in a hurry");
});

Deno.test("HistoryWriter.discard() gives up lines that wait, and not those being written", async () => {
  const desk = new Desk();
  desk.store.held = true;
  desk.say(HISTORY_BATCH);
  desk.say(10);
  assertEquals(desk.writer.discard(({ text }) => Number(text) % 2 === 0), 5);
  assertEquals(desk.writer.discard(() => false), 0);
  assertEquals(desk.writer.status.waiting, HISTORY_BATCH + 5);
  desk.store.held = false;
  desk.store.release();
  await promisesKept();
  await desk.pass(HISTORY_BATCH_MS);
  const odd = texts(HISTORY_BATCH, HISTORY_BATCH + 10).filter((text) => Number(text) % 2 === 1);
  assertEquals(desk.store.texts, [...texts(0, HISTORY_BATCH), ...odd]);
});

Deno.test("HistoryWriter does not write lines that later ones of their room have superseded", async () => {
  const desk = new Desk(10);
  desk.say(5 * HISTORY_BATCH);
  await promisesKept();
  assertEquals(desk.store.calls, 0);
  await desk.pass(HISTORY_BATCH_MS);
  assertEquals(desk.store.texts, texts(5 * HISTORY_BATCH - 10, 5 * HISTORY_BATCH));
});
