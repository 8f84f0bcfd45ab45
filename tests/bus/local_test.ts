// The bus of a single node keeps the promises of every bus. More than others can promise, a fact has
// been received when publish() returns.

import { assertEquals } from "@std/assert";
import { LocalBus } from "../../src/bus/local.ts";
import { testBus } from "../support/bus_contract.ts";

testBus(
  "LocalBus",
  () =>
    Promise.resolve({ nodes: [new LocalBus()], [Symbol.asyncDispose]: () => Promise.resolve() }),
);

Deno.test("LocalBus.publish() has been received when it returns", () => {
  const bus = new LocalBus();
  let received = 0;
  bus.attach(() => void received++);
  bus.publish({ kind: "away", by: { id: "1", name: "anna" }, text: null });
  assertEquals(received, 1);
});

Deno.test("LocalBus.publish() before anybody listens is harmless", async () => {
  await new LocalBus().publish({ kind: "away", by: { id: "1", name: "anna" }, text: null });
});
