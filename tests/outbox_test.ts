// A bounded queue before one socket: one write at a time, nothing lost from the middle, a slow reader
// cut with a reason. The sink here takes bytes when the test says so.

import { assert, assertEquals, assertLessOrEqual, assertStrictEquals } from "@std/assert";
import { Backlog } from "../src/backlog.ts";
import { type Loss, Outbox, type Sink } from "../src/outbox.ts";
import { WriteSlices } from "../src/write_slices.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { ManualTurns } from "./support/manual_turns.ts";
import { Random } from "./support/random.ts";
import { settle } from "./support/settle.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A socket that takes bytes on demand. */
class SlowSink implements Sink {
  /** What each write was called with. */
  readonly writes: Uint8Array[] = [];
  readonly #taken: number[] = [];
  #current: { resolve(count: number): void; reject(error: Error): void } | undefined;

  write(bytes: Uint8Array): Promise<number> {
    assertEquals(this.#current, undefined, "A second write while one is under way");
    this.writes.push(bytes);
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#current = { resolve, reject };
    return promise;
  }

  get writing(): boolean {
    return this.#current !== undefined;
  }

  /** All that was taken, as text. */
  get taken(): string {
    return decoder.decode(Uint8Array.from(this.#taken));
  }

  /** Takes the first `count` bytes of the write under way, or all of it. */
  take(count?: number): void {
    const bytes = this.writes.at(-1)?.subarray(0, count) ?? new Uint8Array();
    this.#taken.push(...bytes);
    this.#end().resolve(bytes.length);
  }

  break(): void {
    this.#end().reject(new Error("Broken pipe"));
  }

  #end() {
    const current = this.#current;
    assert(current, "No write is under way");
    this.#current = undefined;
    return current;
  }
}

function open({ limit = 100, backlog = new Backlog(1e6), turns = new ManualTurns() } = {}) {
  const clock = new FakeClock();
  const sink = new SlowSink();
  const losses: Loss[] = [];
  const slices = new WriteSlices(turns.atTurnEnd, 128);
  const owner = {
    wordsOnCut: (why: string) => `* You were disconnected: ${why}\n`,
    onLost: (why: Loss) => void losses.push(why),
  };
  const outbox = new Outbox(sink, { limit, shared: { backlog, slices, clock }, owner });
  return {
    ...{ outbox, sink, clock, losses, backlog, turns },
    settle: () => settle(turns),
    push: (text: string) => outbox.push(encoder.encode(text)),
  };
}

/** Whether a promise has been kept, once all has settled. */
async function isKept(promise: Promise<unknown>, turns?: ManualTurns): Promise<boolean> {
  let kept = false;
  promise.then(() => kept = true);
  await settle(turns);
  return kept;
}

Deno.test("Outbox.push() writes nothing before the turn ends, and then all of it at once", async () => {
  const { sink, push, settle } = open();
  for (const text of ["a\n", "b\n", "c\n"]) push(text);
  assertEquals(sink.writes.length, 0);
  await settle();
  assertEquals(sink.writes.map((bytes) => decoder.decode(bytes)), ["a\nb\nc\n"]);
});

Deno.test("Outbox.push() hands a single piece on as it is, so that it stays shared", async () => {
  const { outbox, sink, settle } = open();
  const shared = encoder.encode("hello\n");
  outbox.push(shared);
  await settle();
  assertStrictEquals(sink.writes[0], shared);
});

Deno.test("Outbox.push() takes text as well, and keeps its place among bytes", async () => {
  const { outbox, sink, settle } = open();
  for (const piece of ["grüße ", encoder.encode("an "), "💬\n"]) outbox.push(piece);
  assertEquals(outbox.unsent, encoder.encode("grüße an 💬\n").length);
  await settle();
  assertEquals(sink.writes.map((bytes) => decoder.decode(bytes)), ["grüße an 💬\n"]);
  sink.take();
  await settle();
  assertEquals([outbox.unsent, outbox.bytesOut], [0, encoder.encode("grüße an 💬\n").length]);
});

Deno.test("Outbox.push() counts two halves of a character as it writes them, in one turn or two", async () => {
  for (const pieces of [["\ud83d", "\udcac"], ["a\ud83d", "\udcac", "b"], ["💬", "\udcac"]]) {
    const { outbox, sink, backlog, settle } = open();
    for (const piece of pieces) outbox.push(piece);
    await settle();
    sink.take();
    await settle();
    assertEquals([outbox.unsent, backlog.total], [0, 0], JSON.stringify(pieces));
  }
});

Deno.test("Outbox keeps one write under way and joins what comes meanwhile", async () => {
  const { sink, push, settle } = open();
  for (const text of ["1", "2", "3"]) {
    push(text);
    await settle();
  }
  assertEquals(sink.writes.length, 1);
  sink.take();
  await settle();
  assertEquals(sink.writes.map((bytes) => decoder.decode(bytes)), ["1", "23"]);
});

Deno.test("Outbox writes again after a silence", async () => {
  const { sink, push, settle } = open();
  for (const text of ["one", "two", "three"]) {
    push(text);
    await settle();
    sink.take();
    await settle();
  }
  assertEquals(sink.taken, "onetwothree");
});

Deno.test("Outbox goes on after a partial write where it stopped, before anything newer", async () => {
  const { sink, push, settle } = open();
  push("abcdef");
  await settle();
  push("ghi");
  for (const count of [1, 2]) {
    sink.take(count);
    await settle();
  }
  assertEquals(decoder.decode(sink.writes.at(-1)), "def");
  sink.take();
  await settle();
  sink.take();
  assertEquals(sink.taken, "abcdefghi");
});

Deno.test("Outbox.unsent counts the write under way, and bytesOut what was written", async () => {
  const { outbox, sink, push, backlog, settle } = open();
  const counts = () => [outbox.unsent, outbox.bytesOut, backlog.total];
  push("12345");
  assertEquals(counts(), [5, 0, 5]);
  await settle();
  push("678");
  assertEquals(counts(), [8, 0, 8]);
  sink.take(2);
  await settle();
  assertEquals(counts(), [6, 2, 6]);
  sink.take();
  await settle();
  assertEquals(counts(), [3, 5, 3]);
  sink.take();
  await settle();
  assertEquals(counts(), [0, 8, 0]);
});

Deno.test("Outbox.push() takes bytes up to the limit and not one more", async (t) => {
  const cases = [
    { name: "one piece", pieces: [100], lost: false },
    { name: "one piece too large", pieces: [101], lost: true },
    { name: "several that just fit", pieces: [40, 40, 20], lost: false },
    { name: "several, the last too many", pieces: [40, 40, 21], lost: true },
  ];
  for (const { name, pieces, lost } of cases) {
    for (const underWay of [false, true]) {
      await t.step(`${name}${underWay ? ", the first under way" : ""}`, async () => {
        const { outbox, losses, settle } = open({ limit: 100 });
        for (const size of pieces) {
          outbox.push(new Uint8Array(size));
          if (underWay) await settle();
        }
        assertEquals(losses.length, lost ? 1 : 0);
      });
    }
  }
});

Deno.test("Outbox cuts a slow reader: what waits is dropped, and the last line says why", async () => {
  const { outbox, sink, push, losses, settle } = open({ limit: 30 });
  push("under way\n");
  await settle();
  push("this will be dropped");
  push("this is too much");
  push("and this comes after");
  const text = "more than 30 bytes were waiting for you";
  assertEquals(losses, ["slow reader"]);
  const done = outbox.finish(1000);
  sink.take();
  await settle();
  sink.take();
  await done;
  assertEquals(sink.taken, `under way\n\n* You were disconnected: ${text}\n`);
  assertEquals(outbox.unsent, 0);
});

Deno.test("Outbox.cut() with nothing under way still says why", async () => {
  const { outbox, sink, push, losses, settle } = open({ limit: 30 });
  push("dropped before its turn came");
  outbox.cut("no reason at all");
  await settle();
  sink.take();
  await settle();
  assertEquals(sink.taken, "\n* You were disconnected: no reason at all\n");
  assertEquals(losses.length, 1);
});

Deno.test("Outbox.cut() does nothing the second time, and ends one that is finishing", async () => {
  const { outbox, sink, push, losses, settle } = open();
  outbox.cut("once");
  outbox.cut("twice");
  assertEquals(losses, ["slow reader"]);
  const other = open();
  other.push("bye");
  const done = other.outbox.finish(1000);
  other.outbox.cut("too late");
  await done;
  await other.settle();
  assertEquals([other.sink.writes.length, other.losses.length, other.clock.waiting], [0, 0, 0]);
  push("ignored");
  await settle();
  sink.take();
  assertEquals(sink.taken, "\n* You were disconnected: once\n");
});

Deno.test("Outbox leaves others alone when one of them is cut or breaks", async () => {
  const turns = new ManualTurns();
  const backlog = new Backlog(1e6);
  const [slow, broken, well] = [1, 2, 3].map(() => open({ turns, backlog, limit: 50 }));
  assert(slow && broken && well);
  for (let i = 0; i < 20; i++) {
    for (const { push } of [slow, broken, well]) push(`line ${i}\n`);
    await settle(turns);
    if (i === 0) broken.sink.break();
    well.sink.take();
    await settle(turns);
  }
  assertEquals(well.sink.taken, Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join(""));
  assertEquals(slow.losses, ["slow reader"]);
  assertEquals(broken.losses, ["write failed"]);
  assertEquals(well.losses, []);
});

Deno.test("Outbox gives up when a write fails: once, and nothing is unsent after", async () => {
  const { outbox, sink, push, losses, backlog, settle } = open();
  push("lost");
  await settle();
  push("waiting");
  sink.break();
  await settle();
  assertEquals(losses, ["write failed"]);
  push("ignored");
  outbox.cut("ignored");
  await settle();
  assertEquals([outbox.unsent, backlog.total, sink.writes.length, losses.length], [0, 0, 1, 1]);
});

Deno.test("Outbox does not call it a loss when a write fails while it is finishing", async () => {
  const { outbox, sink, push, losses, clock, settle } = open();
  push("bye");
  const done = outbox.finish(1000);
  await settle();
  sink.break();
  await done;
  assertEquals([losses.length, outbox.unsent, clock.waiting], [0, 0, 0]);
});

Deno.test("Outbox.congested is above half the limit, and relief() waits until it is not", async () => {
  const { outbox, sink, turns, settle } = open({ limit: 100 });
  outbox.push(new Uint8Array(50));
  assertEquals(outbox.congested, false);
  assert(await isKept(outbox.relief()));
  await settle();
  outbox.push(new Uint8Array(1));
  assertEquals(outbox.congested, true);
  const relief = outbox.relief();
  assertEquals(await isKept(relief, turns), false);
  sink.take(1);
  assert(await isKept(relief, turns));
  assertEquals(outbox.congested, false);
});

Deno.test("Outbox.relief() ends when the reader is gone, whatever the way", async (t) => {
  const ways: Record<string, (box: ReturnType<typeof open>) => void> = {
    "a broken write": ({ sink }) => sink.break(),
    "cut, and the last words written": ({ outbox, sink, turns }) => {
      outbox.cut("slow");
      sink.take();
      settle(turns).then(() => sink.take());
    },
    "finish() out of time": ({ outbox, clock }) => {
      outbox.finish(1000);
      clock.advance(1000);
    },
  };
  for (const [name, end] of Object.entries(ways)) {
    await t.step(name, async () => {
      const box = open({ limit: 100 });
      box.outbox.push(new Uint8Array(80));
      await box.settle();
      const relief = box.outbox.relief();
      assertEquals(await isKept(relief, box.turns), false);
      end(box);
      await box.settle();
      assert(await isKept(relief, box.turns));
    });
  }
});

Deno.test("Outbox.finish() takes no more and resolves when all is written", async () => {
  const { outbox, sink, push, turns, clock, settle } = open();
  push("first ");
  await settle();
  push("last");
  const done = outbox.finish(1000);
  push("ignored");
  sink.take();
  assertEquals(await isKept(done, turns), false);
  sink.take(2);
  assertEquals(await isKept(done, turns), false);
  sink.take();
  assert(await isKept(done, turns));
  assertEquals(sink.taken, "first last");
  assertEquals(clock.waiting, 0);
});

Deno.test("Outbox.finish() has nothing to wait for when all is written, or the sink is broken", async () => {
  const { outbox, clock, turns, push, sink, settle } = open();
  assert(await isKept(outbox.finish(1000), turns));
  assert(await isKept(outbox.finish(1000), turns));
  const other = open();
  other.push("lost");
  await other.settle();
  other.sink.break();
  await other.settle();
  assert(await isKept(other.outbox.finish(1000), other.turns));
  assertEquals([clock.waiting, other.clock.waiting], [0, 0]);
  push("ignored");
  await settle();
  assertEquals(sink.writes.length, 0);
});

Deno.test("Outbox.finish() gives up after its time, and holds nothing then", async () => {
  const { outbox, sink, push, clock, turns, backlog, losses, settle } = open();
  push("never taken");
  await settle();
  push("nor this");
  const done = outbox.finish(1000);
  clock.advance(999);
  assertEquals(await isKept(done, turns), false);
  clock.advance(1);
  assert(await isKept(done, turns));
  assertEquals([outbox.unsent, backlog.total, losses.length], [0, 0, 0]);
  sink.take();
  await settle();
  assertEquals([sink.writes.length, outbox.unsent, backlog.total], [1, 0, 0]);
});

Deno.test("Outbox that is finished before its turn came writes nothing", async () => {
  const { outbox, sink, push, clock, settle } = open();
  push("too late");
  const done = outbox.finish(0);
  clock.advance(0);
  await done;
  await settle();
  assertEquals(sink.writes.length, 0);
});

Deno.test("Outbox alone is cut when it holds the most of too much over all", async (t) => {
  const text = "the server holds more than 1000 unsent bytes, and yours were the most";
  for (const underWay of [false, true]) {
    await t.step(underWay ? "under way" : "waiting", async () => {
      const turns = new ManualTurns();
      const backlog = new Backlog(1000);
      const [large, small] = [1, 2].map(() => open({ turns, backlog, limit: 900 }));
      assert(large && small);
      large.push("x".repeat(600));
      if (underWay) await settle(turns);
      small.push("y".repeat(401));
      assertEquals([large.losses, small.losses], [["slow reader"], []]);
      await settle(turns);
      if (underWay) large.sink.take();
      await settle(turns);
      large.sink.take();
      small.sink.take();
      assert(large.sink.taken.endsWith(`\n* You were disconnected: ${text}\n`));
      assertEquals(large.sink.taken.startsWith("x".repeat(600)), underWay);
      assertEquals(small.sink.taken, "y".repeat(401));
      await settle(turns);
      assertEquals(backlog.total, 0);
    });
  }
});

Deno.test("Outbox that is finishing gives way before others when there is too much over all", async () => {
  const turns = new ManualTurns();
  const backlog = new Backlog(1000);
  const [leaving, staying] = [1, 2].map(() => open({ turns, backlog, limit: 900 }));
  assert(leaving && staying);
  leaving.push("x".repeat(600));
  await settle(turns);
  const done = leaving.outbox.finish(5000);
  staying.push("y".repeat(401));
  assertEquals(staying.losses, []);
  assert(await isKept(done, turns));
  assertEquals([backlog.total, leaving.clock.waiting], [401, 0]);
});

Deno.test("Outbox that goes over the total itself is cut, and says so", async () => {
  const { outbox, sink, push, losses, backlog, settle } = open({ backlog: new Backlog(99) });
  push("x".repeat(100));
  assertEquals(losses.length, 1);
  await settle();
  assertEquals(sink.writes.length, 1);
  assertEquals(backlog.total, 0);
  sink.take();
  await settle();
  assertEquals([backlog.total, outbox.unsent], [0, 0]);
  assert(/^\n\* You were disconnected: .*\n$/.test(sink.taken));
});

Deno.test("Outbox gives a reader a prefix of whole pieces, whatever the sizes and the order", async () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = new Random(seed);
    const { outbox, sink, turns, losses, backlog } = open({ limit: 60 });
    const starts = new Set([0]); // where pieces begin in all that was pushed
    let pushed = "";
    for (let step = 0; step < 60; step++) {
      if (sink.writing && random.below(2) === 0) sink.take(1 + random.below(20));
      else if (random.below(3) === 0) await settle(turns);
      const text = "é".repeat(random.below(6)) + `${step}|`;
      if (losses.length > 0) continue;
      outbox.push(encoder.encode(text));
      if (losses.length > 0) continue;
      pushed += text;
      starts.add(pushed.length);
    }
    await settle(turns);
    while (sink.writing) {
      sink.take();
      await settle(turns);
    }
    const [before = "", why] = sink.taken.split("\n* You were disconnected: ");
    assert(pushed.startsWith(before), `Seed ${seed}`);
    assert(starts.has(before.length), `A torn piece, seed ${seed}`);
    assertEquals(why !== undefined, losses.length === 1, `Seed ${seed}`);
    if (why === undefined) assertEquals(before, pushed, `Seed ${seed}`);
    assertEquals([outbox.unsent, backlog.total], [0, 0], `Seed ${seed}`);
    assertLessOrEqual(losses.length, 1);
  }
});
