// Entries are cut into as few operations as Deno KV's limits let be.

import { assert, assertEquals } from "@std/assert";
import { inRuns, KV_BATCH, shareOf } from "../../src/store/kv_runs.ts";

Deno.test("inRuns() fills each run before it begins the next, and keeps the order", () => {
  const items = [0.5, 0.5, 0.25, 0.25, 0.25, 0.5, 1, 2, 0.1];
  const runs = [...inRuns(items, (share) => share)];
  assertEquals(runs, [[0.5, 0.5], [0.25, 0.25, 0.25], [0.5], [1], [2], [0.1]]);
  assertEquals([...inRuns([], () => 1)], []);
});

Deno.test("shareOf() small entries lets a run have a full batch of them", () => {
  const items = Array.from({ length: 3 * KV_BATCH }, (_, i) => i);
  const runs = [...inRuns(items, () => shareOf(["line", "#lobby", "0mwsngzaj0000n1"], 1100))];
  assert(runs.length <= 4, `${runs.length} runs`);
  assertEquals(runs.flat(), items);
});

Deno.test("shareOf() goes by what an entry has most of", () => {
  assertEquals(shareOf(["a"]), 1 / KV_BATCH);
  assert(shareOf(["a"], 60_000) > 20 * shareOf(["a"]));
  assert(shareOf(["x".repeat(2000)]) > 20 * shareOf(["a"]));
  assert(shareOf(["é".repeat(500)]) >= shareOf(["e".repeat(500)]));
});
