// Where an account was last: written behind whoever leaves, one write at a time, of so many rooms.

import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { ROOMS_SEEN } from "../src/limits.ts";
import { Seen } from "../src/seen.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { FakeLog } from "./support/fake_log.ts";
import { promisesKept } from "./support/settle.ts";
import { TroubledStore } from "./support/troubled_store.ts";

function world(store = new TroubledStore()) {
  const clock = new FakeClock();
  const log = new FakeLog();
  const seen = new Seen({ store, clock, log });
  const left = (room: string, line: string) => seen.left("a1", { room, line });
  const last = (room: string) => seen.last("a1", room);
  return { store, clock, log, seen, left, last };
}

Deno.test("Seen.last() gives the last line of a room when the account left it", async () => {
  const { seen, left, last } = world();
  left("#tea", "7");
  left("#jam", "");
  seen.left("a2", { room: "#tea", line: "9" });
  assertEquals([await last("#tea"), await last("#jam"), await last("#zoo")], ["7", "", null]);
  assertEquals([await seen.last("a2", "#tea"), await seen.last("a3", "#tea")], ["9", null]);
  left("#tea", "8");
  assertEquals(await last("#tea"), "8");
});

Deno.test("Seen.left() returns at once, and gathers what comes while the store is slow", async () => {
  const { store, left, last } = world();
  store.held = true;
  left("#tea", "1");
  await promisesKept();
  for (let n = 2; n < 100; n++) left("#tea", `${n}`);
  left("#jam", "5");
  assertEquals(store.commits, 1);
  store.release();
  assertEquals([await last("#tea"), await last("#jam"), store.commits], ["99", "5", 2]);
});

Deno.test("Seen keeps so many rooms of an account, and drops the one left longest ago", async () => {
  const { left, last } = world();
  for (let n = 0; n < ROOMS_SEEN; n++) left(`#r${n}`, `${n}`);
  assertEquals(await last("#r0"), "0");
  left("#r0", "again");
  left("#new", "1");
  assertEquals([await last("#r0"), await last("#r1"), await last("#r2")], ["again", null, "2"]);
});

Deno.test("Seen bounds what waits for a slow store, too", async () => {
  const { store, left, last } = world();
  store.held = true;
  left("#first", "1");
  await promisesKept();
  for (let n = 0; n <= ROOMS_SEEN; n++) left(`#r${n}`, `${n}`);
  store.release();
  assertEquals([await last("#first"), await last("#r0"), await last("#r1")], [null, null, "1"]);
});

Deno.test("Seen of two servers keeps what both say of an account", async () => {
  const store = new TroubledStore();
  const [one, other] = [world(store), world(store)];
  for (let n = 0; n < 10; n++) (n % 2 ? one : other).left(`#r${n}`, `${n}`);
  await Promise.all([one.seen.flush(1000), other.seen.flush(1000)]);
  for (let n = 0; n < 10; n++) assertEquals(await one.last(`#r${n}`), `${n}`);
});

Deno.test("Seen.left() logs what the store does not take, and goes on", async () => {
  const { store, log, seen, left, last } = world();
  store.failing = true;
  left("#tea", "1");
  await seen.flush(1000);
  assertEquals(log.of("last seen not kept"), [{ error: "Error: Disk on fire" }]);
  const error = await assertRejects(() => last("#tea"), ChatError, "cannot be looked up now");
  assertEquals(error.code, "refused");
  await assertRejects(() => seen.clear("a1"), ChatError, "cannot be erased now");
  store.failing = false;
  left("#tea", "2");
  assertEquals(await last("#tea"), "2");
});

Deno.test("Seen.clear() forgets one account", async () => {
  const { seen, left, last } = world();
  left("#tea", "1");
  seen.left("a2", { room: "#tea", line: "9" });
  await seen.clear("a1");
  assertEquals([await last("#tea"), await seen.last("a2", "#tea")], [null, "9"]);
});

Deno.test("Seen.flush() waits for what is being written, but no longer than it may", async () => {
  const { store, clock, seen, left, last } = world();
  store.held = true;
  left("#tea", "1");
  await promisesKept();
  let flushed = false;
  const flush = seen.flush(1000).then((left) => {
    flushed = true;
    return left;
  });
  await promisesKept();
  clock.advance(999);
  await promisesKept();
  assertEquals(flushed, false);
  clock.advance(1);
  assertEquals(await flush, 1);
  const again = seen.flush(1000);
  store.release();
  assertEquals(await again, 0);
  assertEquals([await last("#tea"), clock.waiting], ["1", 0]);
});
