// The store on Deno KV keeps the promises of every store, in memory and on disk, for two who share it; and
// it trims.

import { assert, assertEquals } from "@std/assert";
import { KvStore } from "../../src/store/kv.ts";
import { testStore } from "../support/store_contract.ts";
import { increment, type StoreHome, valueOf } from "../support/store_home.ts";
import { said } from "../support/store_lines_contract.ts";

testStore("KvStore in memory", {
  durable: false,
  home: () => Promise.resolve(homeAt(":memory:")),
});

testStore("KvStore on disk", {
  durable: true,
  home: async () => homeIn(await Deno.makeTempDir({ prefix: "netchat-store-" })),
});

function homeIn(folder: string): StoreHome {
  return homeAt(`${folder}/kv`, () => Deno.remove(folder, { recursive: true }));
}

function homeAt(path: string, remove = () => Promise.resolve()): StoreHome {
  const durable = path !== ":memory:";
  return {
    open: async (options) => new KvStore(await Deno.openKv(path), { ...options, durable }),
    [Symbol.asyncDispose]: remove,
  };
}

Deno.test("KvStore.commit() loses no update of those who share the database", async () => {
  await using home = homeIn(await Deno.makeTempDir({ prefix: "netchat-store-" }));
  const stores = [await home.open({ linesPerRoom: 0 }), await home.open({ linesPerRoom: 0 })];
  await Promise.all(stores.flatMap((store) => {
    return Array.from({ length: 20 }, () => increment(store, ["counter"]));
  }));
  for (const store of stores) assertEquals(await valueOf(store, ["counter"]), 40);
  for (const store of stores) await store.close();
});

Deno.test("KvStore.append() by those who share the database leaves the latest lines", async () => {
  await using home = homeIn(await Deno.makeTempDir({ prefix: "netchat-store-" }));
  const stores = [await home.open({ linesPerRoom: 50 }), await home.open({ linesPerRoom: 50 })];
  const lines = Array.from({ length: 600 }, (_, n) => said(n));
  await Promise.all(stores.map(async (store, i) => {
    for (let n = i; n < lines.length; n += 2) await store.append(lines.slice(n, n + 1));
  }));
  for (const store of stores) {
    assertEquals(await store.lines({ room: "#tea", last: 100 }), lines.slice(-50));
    await store.close();
  }
});

Deno.test("KvStore.append() leaves no more in the database than twice what a room keeps", async () => {
  const kv = await Deno.openKv(":memory:");
  const store = new KvStore(kv, { linesPerRoom: 150, durable: false });
  for (let n = 0; n < 1000; n++) {
    await store.append([said(n)]);
    if (n % 50 !== 0) continue;
    const entries = await entriesIn(kv);
    assert(entries >= Math.min(150, n + 1) && entries <= 300, `${entries} entries after ${n}`);
  }
  await store.close();
});

Deno.test("KvStore.append() deletes what another process left in a room", async () => {
  const kv = await Deno.openKv(":memory:");
  const before = new KvStore(kv, { linesPerRoom: 5000, durable: false });
  await before.append(Array.from({ length: 3000 }, (_, n) => said(n)));
  const after = new KvStore(kv, { linesPerRoom: 10, durable: false });
  await after.append([said(3000)]);
  assertEquals(await entriesIn(kv), 10);
  await after.close();
});

Deno.test("KvStore.rooms() jumps over the lines of a room", async () => {
  const kv = await Deno.openKv(":memory:");
  const store = new KvStore(kv, { linesPerRoom: 5000, durable: false });
  const rooms = ["#jam", "#tea"];
  await store.append(rooms.flatMap((room) => {
    return Array.from({ length: 2000 }, (_, n) => said(n, { room }));
  }));
  const list = kv.list.bind(kv);
  let read = 0;
  kv.list = (...args: Parameters<typeof list>) => {
    read += args[1]?.limit ?? Infinity;
    return list(...args);
  };
  assertEquals(await store.rooms(), rooms);
  assertEquals(read, rooms.length + 1);
  await store.close();
});

async function entriesIn(kv: Deno.Kv): Promise<number> {
  return (await Array.fromAsync(kv.list({ prefix: [] }, { batchSize: 500 }))).length;
}
