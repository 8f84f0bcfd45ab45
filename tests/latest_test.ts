// The latest of many are always the last that were added, however many that is.

import { assertEquals } from "@std/assert";
import { Latest } from "../src/latest.ts";

Deno.test("Latest.all are the last ones added, oldest first", () => {
  for (const keep of [0, 1, 2, 3, 10]) {
    const latest = new Latest<number>(keep);
    const added: number[] = [];
    for (let item = 0; item < 50; item++) {
      assertEquals(latest.all, keep === 0 ? [] : added.slice(-keep));
      latest.add(item);
      added.push(item);
    }
  }
});

Deno.test("Latest.all does not change with what comes later", () => {
  const latest = new Latest<string>(2);
  latest.add("a");
  const { all } = latest;
  latest.add("b");
  assertEquals([all, latest.all], [["a"], ["a", "b"]]);
});

Deno.test("Latest.keepOnly() forgets all others, and goes on from there", () => {
  const latest = new Latest<number>(3);
  for (const n of [1, 2, 3, 4, 5]) latest.add(n);
  latest.keepOnly((n) => n % 2 === 1);
  assertEquals(latest.all, [1, 3, 5]);
  latest.add(6);
  assertEquals(latest.all, [3, 5, 6]);
});
