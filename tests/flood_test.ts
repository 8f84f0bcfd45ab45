// The token bucket, with time as plain numbers: how much comes at once, how much after that, and how long
// the rest has to wait.

import { assert, assertEquals } from "@std/assert";
import { Flood, type FloodOptions } from "../src/flood.ts";
import { Random } from "./support/random.ts";

const START = Date.UTC(2026, 0, 1);

/** The waits that `takes` get: pairs of milliseconds since the start and cost. */
function waits(options: FloodOptions, takes: readonly (readonly [number, number])[]): number[] {
  const flood = new Flood(options, START);
  return takes.map(([at, cost]) => flood.take(cost, START + at));
}

/** That many lines at the same time. */
function burst(count: number, at = 0): [number, number][] {
  return Array.from({ length: count }, () => [at, 1]);
}

const none = (count: number): number[] => Array(count).fill(0);

Deno.test("Flood.take() lets a burst pass and makes each line after it wait longer", () => {
  assertEquals(waits({ burst: 20, rate: 5 }, burst(23)), [...none(20), 200, 400, 600]);
  assertEquals(waits({ burst: 1, rate: 10 }, burst(3)), [0, 100, 200]);
});

Deno.test("Flood.take() earns tokens as time goes by, up to the burst", () => {
  const options = { burst: 4, rate: 2 };
  assertEquals(waits(options, [...burst(4), [500, 1]]), none(5));
  assertEquals(waits(options, [...burst(4), [250, 1]]), [...none(4), 250]);
  assertEquals(waits(options, [...burst(4), ...burst(5, 3_600_000)]), [...none(8), 500]);
  assertEquals(waits(options, burst(5, 3_600_000)), [...none(4), 500]);
});

Deno.test("Flood.take() earns fractions of a token", () => {
  const options = { burst: 1, rate: 0.1 };
  assertEquals(waits(options, [[0, 1], [3000, 1], [10_000, 1]]), [0, 7000, 10_000]);
  const looks = Array.from({ length: 8 }, (_, at): [number, number] => [at * 125, 0]);
  assertEquals(waits({ burst: 1, rate: 1 }, [[0, 1], ...looks, [1000, 1]]).at(-1), 0);
});

Deno.test("Flood.take() charges the cost, even one above the burst", () => {
  assertEquals(waits({ burst: 6, rate: 3 }, [[0, 3], [0, 3], [0, 3]]), [0, 0, 1000]);
  assertEquals(waits({ burst: 1, rate: 5 }, [[0, 3], [400, 3]]), [400, 600]);
});

Deno.test("Flood.take() rounds waits up, so that they are always long enough", () => {
  assertEquals(waits({ burst: 1, rate: 3 }, burst(2)), [0, 334]);
});

Deno.test("Flood.take() never waits when the burst is 0", () => {
  assertEquals(waits({ burst: 0, rate: 0.1 }, burst(1000)), none(1000));
});

Deno.test("Flood.take() neither punishes nor rewards a clock that jumps back", () => {
  const back = waits({ burst: 2, rate: 1 }, [[0, 1], [0, 1], [-3_600_000, 1], [-3_600_000, 1]]);
  assertEquals(back, [0, 0, 1000, 2000]);
});

Deno.test("Flood.take() holds whoever waits as told to the rate", () => {
  const random = new Random(7);
  for (let round = 0; round < 50; round++) {
    const options = { burst: 1 + random.below(30), rate: 1 + random.below(20) };
    const flood = new Flood(options, START);
    let now = START;
    let cost = 0;
    while (cost < 500) {
      const price = random.pick([1, 1, 3]);
      now += flood.take(price, now);
      cost += price;
    }
    const allowed = options.burst + options.rate * (now - START) / 1000;
    assert(cost <= allowed + 1e-6, `${cost} in ${now - START} ms, allowed ${allowed}`);
    assert(cost >= allowed - options.rate - 3, `waited too long: ${cost} of ${allowed}`);
  }
});
