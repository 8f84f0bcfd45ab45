// Names for guests: random, never two at once, a number only when there is no other way.

import { assert, assertEquals, assertLess, assertNotEquals, assertThrows } from "@std/assert";
import { FIRST_NAMES } from "../src/first_names.ts";
import { GuestNames } from "../src/guest_names.ts";

const NAMES = ["marcus", "marie", "anna", "richard"];

/** Numbers from 0 to below 1, the same ones for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function take(guests: GuestNames, count: number): string[] {
  return Array.from({ length: count }, () => guests.take());
}

function numbered(number: number | ""): string[] {
  return NAMES.map((name) => `${name}${number}`).sort();
}

Deno.test("take() hands out all plain names before a number, and a whole round before the next", () => {
  const guests = new GuestNames(NAMES, seeded(1));
  assertEquals(take(guests, 4).sort(), numbered(""));
  assertEquals(take(guests, 4).sort(), numbered(2));
  assertEquals(take(guests, 4).sort(), numbered(3));
});

Deno.test("take() has another order for another run of random numbers", () => {
  const first = take(new GuestNames(FIRST_NAMES, seeded(1)), 20);
  assertEquals(take(new GuestNames(FIRST_NAMES, seeded(1)), 20), first);
  assertNotEquals(take(new GuestNames(FIRST_NAMES, seeded(2)), 20), first);
});

Deno.test("take() gives each name the same chance", () => {
  const random = seeded(3);
  const firsts = Array.from({ length: 4000 }, () => new GuestNames(NAMES, random).take());
  for (const name of NAMES) {
    const share = firsts.filter((first) => first === name).length / firsts.length;
    assertLess(Math.abs(share - 1 / NAMES.length), 0.04);
  }
});

Deno.test("take() works with the smallest and the largest random number", () => {
  for (const random of [() => 0, () => 1 - Number.EPSILON / 2]) {
    assertEquals(new Set(take(new GuestNames(NAMES, random), 12)).size, 12);
  }
});

Deno.test("give() brings a plain name back before any number", () => {
  const guests = new GuestNames(NAMES, seeded(4));
  take(guests, 10);
  guests.give("marie2");
  guests.give("anna");
  assertEquals(guests.take(), "anna");
  assertEquals(guests.take(), "marie2");
});

Deno.test("give() knows a name in another spelling", () => {
  const guests = new GuestNames(["anna"], seeded(5));
  guests.take();
  guests.give("Anna");
  assertEquals(guests.take(), "anna");
});

Deno.test("give() ignores unknown names and those that are not out", () => {
  const guests = new GuestNames(NAMES, seeded(6));
  for (
    const name of ["anna", "anna2", "anna1", "anna02", "anna99999999", "bob", "", "2", "__proto__"]
  ) {
    guests.give(name);
  }
  assertEquals(take(guests, 4).sort(), numbered(""));
  guests.give("anna");
  guests.give("anna");
  assertEquals(guests.take(), "anna");
  assertEquals(take(guests, 4).sort(), numbered(2));
});

Deno.test("take() does not offer a refused name again until it is given", () => {
  const guests = new GuestNames(["anna"], seeded(7));
  assertEquals(guests.take(), "anna"); // somebody is "anna" by /nick: refused
  assertEquals(guests.take(), "anna2");
  guests.give("anna"); // that person left
  assertEquals(guests.take(), "anna");
});

Deno.test("take() and give() in any order keep names apart and to the lowest round", () => {
  const random = seeded(8);
  const guests = new GuestNames(NAMES, random);
  const out = new Set<string>();
  for (let step = 0; step < 20_000; step++) {
    const growing = Math.floor(step / 500) % 2 === 0;
    if (random() < (growing ? 0.7 : 0.3)) {
      const name = guests.take();
      assert(!out.has(name), `${name} was out`);
      const round = Number(/\d*$/.exec(name)?.[0] || 1);
      for (let lower = 1; lower < round; lower++) {
        for (const other of numbered(lower === 1 ? "" : lower)) assert(out.has(other));
      }
      out.add(name);
    } else {
      const names = Array.from(out);
      const name = names[Math.floor(random() * names.length)] ?? "nobody";
      guests.give(name);
      out.delete(name);
    }
  }
  for (const name of out) guests.give(name);
  assertEquals(take(guests, 4).sort(), numbered(""));
});

Deno.test("take() is as quick with 10,000 names out as with none", () => {
  const guests = new GuestNames(FIRST_NAMES, seeded(9));
  const out = take(guests, 10_000);
  assertEquals(new Set(out).size, 10_000);
  const start = performance.now();
  for (let step = 0; step < 100_000; step++) {
    const at = (step * 7919) % out.length;
    guests.give(out[at] ?? "");
    out[at] = guests.take();
  }
  assertLess((performance.now() - start) / 100_000, 0.05); // milliseconds; about 0.0005 here
  assertEquals(new Set(out).size, 10_000);
});

Deno.test("new GuestNames() throws RangeError without names", () => {
  assertThrows(() => new GuestNames([], Math.random), RangeError, "No names");
});
