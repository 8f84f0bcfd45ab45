// What the port of games itself brings: chance that is the same everywhere, and refusals that are told apart.

import { assert, assertEquals } from "@std/assert";
import { chance, isRefusal, refuse } from "../src/game.ts";

Deno.test("chance() is the same for the same seed, within its limit, and even", () => {
  const counts = new Map<number, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const number = chance(seed, 6);
    assertEquals(chance(seed, 6), number);
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  assertEquals([...counts.keys()].sort(), [0, 1, 2, 3, 4, 5]);
  for (const count of counts.values()) assert(count > 850 && count < 1150, `${count} of 6000`);
  for (const seed of [0, 2 ** 32 - 1, -1]) assertEquals(chance(seed, 1), 0);
});

Deno.test("isRefusal() tells a refusal from a step and from a plan", () => {
  assert(isRefusal(refuse("No")));
  assert(!isRefusal({ state: {}, show: [] }));
});
