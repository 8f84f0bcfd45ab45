// What a node reads back from the stream: each message of its subjects once and in order, whatever is lost,
// doubled or late on the way.

import { assertEquals, assertRejects } from "@std/assert";
import { PACE_BYTES, PACE_MS } from "../../src/limits.ts";
import { Feed } from "../../src/nats/feed.ts";
import { Layout } from "../../src/nats/layout.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { FakeStream } from "../support/fake_stream.ts";
import { promisesKept } from "../support/settle.ts";

const layout = new Layout("c");
const ALL = layout.everybody;
const TEA = layout.room("#tea");
const JAM = layout.room("#jam");

/** A feed of a stream, and the numbers of what it has taken. */
class Fed {
  readonly stream = new FakeStream();
  readonly clock = new FakeClock(0);
  readonly taken: number[] = [];
  readonly stored: number[] = [];
  readonly missed: string[] = [];
  readonly failures: unknown[] = [];
  readonly feed = new Feed({
    link: this.stream.link,
    layout,
    clock: this.clock,
    take: ({ seq }) => void this.taken.push(seq),
    stored: ({ seq }) => void this.stored.push(seq),
    missed: (subject) => void this.missed.push(subject),
    failed: (error) => void this.failures.push(error),
  });

  async started(): Promise<this> {
    await this.feed.start([ALL]);
    return this;
  }
}

Deno.test("Feed.start() takes what is stored from then on", async () => {
  const fed = new Fed();
  fed.stream.store(ALL);
  await fed.started();
  fed.stream.store(ALL);
  fed.stream.store(TEA);
  assertEquals(fed.taken, [2]);
});

Deno.test("Feed.follow() gives a subject's past, and begin() goes on without a gap or a double", async () => {
  const fed = await new Fed().started();
  for (let i = 0; i < 3; i++) fed.stream.store(TEA);
  const following = fed.feed.follow(TEA, 9);
  fed.stream.store(TEA); // while the past is read
  const past = await following;
  fed.stream.store(TEA);
  fed.feed.begin(TEA, past.at(-1)?.seq ?? 0);
  fed.stream.store(TEA);
  assertEquals([...past.map(({ seq }) => seq), ...fed.taken], [1, 2, 3, 4, 5, 6]);
  fed.feed.unfollow(TEA);
  fed.stream.store(TEA);
  assertEquals(fed.taken.at(-1), 6);
});

Deno.test("Feed reads what was lost before it takes what comes after, on any subject", async () => {
  const fed = await new Fed().started();
  fed.feed.begin(JAM, await fed.feed.follow(JAM, 9).then(() => 0));
  fed.stream.store(ALL);
  fed.stream.live = false;
  fed.stream.store(ALL);
  fed.stream.store(ALL);
  fed.stream.live = true;
  fed.stream.store(ALL); // tells that two are missing
  fed.stream.store(JAM);
  assertEquals(fed.taken, [1]);
  await promisesKept();
  assertEquals(fed.taken, [1, 2, 3, 4, 5]);
});

Deno.test("Feed goes on when what is missing has been removed since", async () => {
  const fed = await new Fed().started();
  fed.stream.store(ALL);
  fed.stream.live = false;
  fed.stream.store(ALL);
  fed.stream.live = true;
  const hideSecond = fed.stream.messages.length - 1;
  fed.stream.store(ALL, "", { removed: hideSecond });
  await promisesKept();
  assertEquals(fed.taken, [1, 3]);
});

Deno.test("Feed takes nothing twice", async () => {
  const fed = await new Fed().started();
  fed.stream.store(ALL);
  fed.stream.store(ALL);
  fed.stream.repeat(1);
  fed.stream.repeat(2);
  assertEquals(fed.taken, [1, 2]);
});

Deno.test("Feed.resume() takes what was stored in between, in order, and tells of what it does not follow", async () => {
  const fed = await new Fed().started();
  fed.stream.store(ALL);
  fed.feed.pause();
  fed.stream.store(ALL);
  fed.stream.store(TEA);
  fed.stream.live = false;
  fed.stream.store(ALL);
  fed.stream.live = true;
  assertEquals(fed.taken, [1]);
  await fed.feed.resume();
  fed.stream.store(ALL);
  assertEquals(fed.taken, [1, 2, 4, 5]);
  assertEquals(fed.stored, [2, 3, 4]);
  assertEquals(fed.missed, []);
});

Deno.test("Feed.resume() rejects while the stream cannot be read, and loses nothing", async () => {
  const fed = await new Fed().started();
  fed.feed.pause();
  fed.stream.store(ALL);
  fed.stream.broken = true;
  await assertRejects(() => fed.feed.resume(), Error, "no answer");
  fed.stream.store(ALL);
  fed.stream.broken = false;
  await fed.feed.resume();
  assertEquals(fed.taken, [1, 2]);
});

Deno.test("Feed says that a repair failed, and waits for resume()", async () => {
  const fed = await new Fed().started();
  fed.stream.store(ALL);
  fed.stream.live = false;
  fed.stream.store(ALL);
  fed.stream.live = true;
  fed.stream.broken = true;
  fed.stream.store(ALL);
  await promisesKept();
  assertEquals([fed.failures.length, fed.taken], [1, [1]]);
  fed.stream.broken = false;
  await fed.feed.resume();
  assertEquals(fed.taken, [1, 2, 3]);
});

Deno.test("Feed.resume() says so when the stream has forgotten what was missed", async () => {
  const fed = await new Fed().started();
  fed.stream.store(ALL);
  fed.feed.pause();
  for (let i = 0; i < 3; i++) fed.stream.store(ALL);
  fed.stream.messages.splice(0, 2);
  await fed.feed.resume();
  assertEquals(fed.missed, [ALL]);
  assertEquals(fed.taken, [1, 3, 4]);
});

Deno.test("Feed takes no more at a time than can be read, and all of it in the end", async () => {
  const fed = await new Fed().started();
  fed.feed.pause();
  const text = "x".repeat(PACE_BYTES / 4);
  for (let i = 0; i < 10; i++) fed.stream.store(ALL, text);
  const resumed = fed.feed.resume();
  await promisesKept();
  assertEquals(fed.taken.length, 4);
  fed.stream.store(ALL); // waits its turn
  for (let i = 0; i < 3; i++) fed.clock.advance(PACE_MS);
  await resumed;
  assertEquals(fed.taken, Array.from({ length: 11 }, (_, i) => i + 1));
});
