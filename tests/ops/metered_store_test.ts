// A store that is timed keeps the promises of every store, and tells what it took and what failed.

import { assertEquals, assertRejects } from "@std/assert";
import { MeteredStore } from "../../src/ops/metered_store.ts";
import { Metrics } from "../../src/ops/metrics.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { testStore } from "../support/store_contract.ts";
import { valueOf } from "./sample.ts";

testStore("MeteredStore", {
  durable: false,
  home: () =>
    Promise.resolve({
      open: (options) =>
        Promise.resolve(new MeteredStore(new MemoryStore(options), new Metrics(new FakeClock()))),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
});

Deno.test("MeteredStore counts each call and each failure by its name", async () => {
  const metrics = new Metrics(new FakeClock());
  const inner = new MemoryStore({ linesPerRoom: 10 });
  const store = new MeteredStore(inner, metrics);
  await store.read(["a"]);
  await store.read(["b"]);
  inner.read = () => Promise.reject(new Error("Disk full"));
  await assertRejects(() => store.read(["c"]), Error, "Disk full");
  const sample = await metrics.sample();
  assertEquals(valueOf(sample, "netchat_store_seconds_count", { call: "read" }), 3);
  assertEquals(valueOf(sample, "netchat_store_failures_total", { call: "read" }), 1);
  assertEquals(valueOf(sample, "netchat_store_failures_total", { call: "append" }), 0);
});

Deno.test("MeteredStore.fault tells why lines are not kept, until they are", async () => {
  const inner = new MemoryStore({ linesPerRoom: 10 });
  const store = new MeteredStore(inner, new Metrics(new FakeClock()));
  assertEquals(store.fault, null);
  const { append } = inner;
  inner.append = () => Promise.reject(new Error("Disk full"));
  await assertRejects(() => store.append([]));
  assertEquals(store.fault, "Error: Disk full");
  inner.append = append;
  await store.append([]);
  assertEquals(store.fault, null);
});
