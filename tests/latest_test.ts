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
