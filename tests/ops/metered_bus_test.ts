// A bus that is timed keeps the promises of every bus, and takes the time of one fact in so many.

import { assertEquals } from "@std/assert";
import { LocalBus } from "../../src/bus/local.ts";
import { BUS_SAMPLE } from "../../src/limits.ts";
import { MeteredBus } from "../../src/ops/metered_bus.ts";
import { Metrics } from "../../src/ops/metrics.ts";
import { testBus } from "../support/bus_contract.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { valueOf } from "./sample.ts";

function metered() {
  const metrics = new Metrics(new FakeClock());
  return { metrics, bus: new MeteredBus(new LocalBus(), metrics) };
}

testBus(
  "MeteredBus",
  () => Promise.resolve({ nodes: [metered().bus], [Symbol.asyncDispose]: () => Promise.resolve() }),
);

Deno.test("MeteredBus.publish() times the first fact, and one in so many after", async () => {
  const { metrics, bus } = metered();
  const fact = { kind: "away", by: { id: "1", name: "anna" }, text: null } as const;
  const timed = async () => valueOf(await metrics.sample(), "netchat_bus_seconds_count");
  await bus.publish(fact);
  assertEquals(await timed(), 1);
  for (let i = 1; i < BUS_SAMPLE; i++) await bus.publish(fact);
  assertEquals(await timed(), 1);
  await bus.publish(fact);
  assertEquals(await timed(), 2);
});
