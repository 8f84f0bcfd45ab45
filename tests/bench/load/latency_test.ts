// Percentiles from a histogram of fixed size, held against percentiles of the sorted values.

import { assert, assertEquals } from "@std/assert";
import { Latency } from "../../../bench/load/latency.ts";
import { Random } from "../../support/random.ts";

function latencyOf(values: readonly number[]): Latency {
  const latency = new Latency();
  for (const value of values) latency.record(value);
  return latency;
}

Deno.test("Latency.percentileMs() is exact for few microseconds", () => {
  const latency = latencyOf(Array.from({ length: 100 }, (_, i) => i + 1));
  assertEquals(latency.percentileMs(0.5), 0.05);
  assertEquals(latency.percentileMs(0.99), 0.099);
  assertEquals(latency.percentileMs(1), 0.1);
});

Deno.test("Latency.percentileMs() is at most 1.6 % above the truth, and never below", () => {
  const random = new Random(1);
  const values = Array.from({ length: 20_000 }, () => Math.floor(2 ** (random.next() * 27)));
  const latency = latencyOf(values);
  const sorted = values.toSorted((a, b) => a - b);
  for (const share of [0, 0.001, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1]) {
    const truth = (sorted[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0) / 1000;
    const found = latency.percentileMs(share);
    assert(found >= truth && found <= truth * (1 + 1 / 64), `${share}: ${found} for ${truth}`);
  }
});

Deno.test("Latency.maxMs is the largest value as it was, and no percentile is above it", () => {
  const latency = latencyOf([10, 123_457, 20]);
  assertEquals(latency.maxMs, 123.457);
  assertEquals(latency.percentileMs(1), 123.457);
});

Deno.test("Latency takes nothing, what is below zero, and what is beyond all bounds", () => {
  assertEquals(latencyOf([]).percentileMs(0.99), 0);
  assertEquals(latencyOf([-5, 0]).percentileMs(1), 0);
  assertEquals(latencyOf([2 ** 40]).maxMs, (2 ** 32 - 1) / 1000);
});
