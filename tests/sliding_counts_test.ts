// Sliding windows: what still counts, how long until there is room again, and what is forgotten.

import { assertEquals } from "@std/assert";
import { SlidingCounts } from "../src/sliding_counts.ts";

const START = Date.UTC(2026, 0, 1);

/** Counts over 100 ms with something at each of `times`, in milliseconds since the start. */
function counts(times: readonly number[], maxKeys = 10): SlidingCounts {
  const counts = new SlidingCounts({ span: 100, maxKeys });
  for (const at of times) counts.add("a", START + at);
  return counts;
}

Deno.test("SlidingCounts.recent() has what happened within the span, oldest first", () => {
  const cases: readonly [at: number, recent: number[]][] = [
    [40, [0, 30, 30, 40]],
    [99, [0, 30, 30, 40]],
    [100, [30, 30, 40]],
    [129, [30, 30, 40]],
    [130, [40]],
    [140, []],
  ];
  const window = counts([0, 30, 30, 40]);
  for (const [at, recent] of cases) {
    assertEquals(window.recent("a", START + at).map((time) => time - START), recent, `${at}`);
  }
  assertEquals(window.recent("b", START), []);
});

Deno.test("SlidingCounts.wait() says when there are fewer than the limit again", () => {
  const cases: readonly [limit: number, at: number, wait: number][] = [
    [4, 40, 0],
    [3, 40, 60],
    [3, 99, 1],
    [3, 100, 0],
    [2, 40, 80],
    [1, 40, 100],
    [1, 139, 1],
    [1, 140, 0],
  ];
  const window = counts([0, 20, 40]);
  for (const [limit, at, wait] of cases) {
    assertEquals(window.wait("a", { limit, now: START + at }), wait, `${limit} at ${at}`);
  }
});

Deno.test("SlidingCounts.wait() is never longer than the span, even when the clock jumps back", () => {
  const window = counts([0]);
  assertEquals(window.wait("a", { limit: 1, now: START - 3_600_000 }), 100);
});

Deno.test("SlidingCounts.takeBack() undoes the latest, and does nothing to a key it does not know", () => {
  const window = counts([0, 20, 40]);
  window.takeBack("a");
  window.takeBack("b");
  assertEquals(window.recent("a", START + 40), [START, START + 20]);
  for (let more = 0; more < 3; more++) window.takeBack("a");
  assertEquals(window.recent("a", START + 40), []);
});

Deno.test("SlidingCounts.clear() forgets one key", () => {
  const window = counts([0, 20]);
  window.add("b", START);
  window.clear("a");
  assertEquals(window.recent("a", START), []);
  assertEquals(window.recent("b", START), [START]);
});

Deno.test("SlidingCounts remembers so many keys, those that nothing happened to for longest the least", () => {
  const window = counts([0], 2);
  window.add("b", START + 1);
  window.add("a", START + 2);
  window.add("c", START + 3);
  assertEquals(window.recent("a", START + 3), [START, START + 2]);
  assertEquals(window.recent("b", START + 3), []);
  assertEquals(window.recent("c", START + 3), [START + 3]);
});
