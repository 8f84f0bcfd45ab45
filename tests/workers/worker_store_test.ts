// A worker's store keeps the promises of the store that it reaches, errors included, and all workers have the
// same one.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { KvStore } from "../../src/store/kv.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store.ts";
import { promisesKept } from "../support/settle.ts";
import { testStore } from "../support/store_contract.ts";
import { increment, type StoreHome, valueOf } from "../support/store_home.ts";
import { said } from "../support/store_lines_contract.ts";
import { behindPorts, joinStore } from "../support/worker_stores.ts";

testStore("WorkerStore before a MemoryStore", {
  durable: false,
  home: () => homeOf((options) => Promise.resolve(new MemoryStore(options))),
});

// That a disk keeps it all is for KvStore's own tests to show.
testStore("WorkerStore before a KvStore", {
  durable: false,
  home: () =>
    homeOf(async (options) =>
      new KvStore(await Deno.openKv(":memory:"), { ...options, durable: false })
    ),
});

function homeOf(open: StoreHome["open"]): Promise<StoreHome> {
  return Promise.resolve(behindPorts({ open, [Symbol.asyncDispose]: () => Promise.resolve() }));
}

Deno.test("WorkerStore shows each worker what the others wrote", async () => {
  const real = new MemoryStore({ linesPerRoom: 100 });
  using one = joinStore(real);
  using two = joinStore(real);
  await one.store.append([said(0), said(2)]);
  await two.store.append([said(1)]);
  for (const { store } of [one, two]) {
    assertEquals(await store.lines({ room: "#tea", last: 9 }), [said(0), said(1), said(2)]);
    assertEquals(await store.rooms(), ["#tea"]);
  }
  await two.store.erase("#tea", [said(0).id]);
  assertEquals(await one.store.lines({ room: "#tea", last: 9 }), [said(1), said(2)]);
});

Deno.test("WorkerStore.commit() by several workers loses no update", async () => {
  const real = new MemoryStore({ linesPerRoom: 0 });
  using one = joinStore(real);
  using two = joinStore(real);
  await Promise.all([one, two].flatMap(({ store }) => {
    return Array.from({ length: 20 }, () => increment(store, ["counter"]));
  }));
  for (const { store } of [one, two]) assertEquals(await valueOf(store, ["counter"]), 40);
});

/** A store of which every read fails with `failure`. */
function failingWith(failure: unknown): Store {
  const store = new MemoryStore({ linesPerRoom: 100 });
  return Object.assign(store, { read: () => Promise.reject(failure) });
}

Deno.test("WorkerStore rejects as the store does: the port's errors by kind, others by what they say", async () => {
  class DiskError extends Error {}
  const failures = [
    [new RangeError("too long"), RangeError, "too long"],
    [new TypeError("no JSON"), TypeError, "no JSON"],
    [new DiskError("née 🐙"), Error, "née 🐙"],
    ["words alone", Error, "words alone"],
    [undefined, Error, "undefined"],
  ] as const;
  for (const [failure, kind, message] of failures) {
    using joined = joinStore(failingWith(failure));
    const error = await assertRejects(() => joined.store.read(["a"]));
    assert(error instanceof Error);
    assertEquals([error.constructor, error.message], [kind, message]);
    assertEquals(await joined.store.rooms(), []);
  }
});

Deno.test("WorkerStore rejects what cannot be sent, and goes on", async () => {
  using joined = joinStore(new MemoryStore({ linesPerRoom: 100 }));
  const value = { nested: () => 1 };
  await assertRejects(() => joined.store.commit([{ key: ["a"], value }]), TypeError, "Not plain");
  await joined.store.close();
  assertEquals(await joined.store.read(["a"]), null);
});

Deno.test("WorkerStore.close() waits for what it asked for, failed or not, and leaves the store open", async () => {
  const held = Promise.withResolvers<string[]>();
  const real = failingWith(new Error("disk on fire"));
  using joined = joinStore(Object.assign(real, { rooms: () => held.promise }));
  const asked = [joined.store.rooms(), joined.store.read(["a"])];
  let closed = false;
  const closing = joined.store.close().then(() => closed = true);
  await assertRejects(() => asked[1] ?? Promise.resolve(), Error, "disk on fire");
  await promisesKept();
  assert(!closed);
  held.resolve(["#tea"]);
  await closing;
  assertEquals(await asked[0], ["#tea"]);
  using other = joinStore(real);
  assertEquals(await other.store.lines({ room: "#tea", last: 1 }), []);
});
