// A map of bounded size: what is forgotten when it is full.

import { assertEquals } from "@std/assert";
import { RecentMap } from "../src/recent_map.ts";

function kept(map: RecentMap<number>, keys: string): string {
  return [...keys].filter((key) => map.get(key) !== undefined).join("");
}

Deno.test("RecentMap.set() forgets what was set longest ago, once it is full", () => {
  const map = new RecentMap<number>(3);
  for (const key of "abc") map.set(key, 1);
  assertEquals(kept(map, "abc"), "abc");
  map.set("d", 1);
  assertEquals(kept(map, "abcd"), "bcd");
  map.set("e", 1);
  assertEquals(kept(map, "abcde"), "cde");
});

Deno.test("RecentMap.set() refreshes a key and gives it the new value", () => {
  const map = new RecentMap<number>(2);
  map.set("a", 1);
  map.set("b", 1);
  map.set("a", 2);
  map.set("c", 1);
  assertEquals(kept(map, "abc"), "ac");
  assertEquals(map.get("a"), 2);
});

Deno.test("RecentMap.get() does not refresh a key", () => {
  const map = new RecentMap<number>(2);
  map.set("a", 1);
  map.set("b", 1);
  map.get("a");
  map.set("c", 1);
  assertEquals(kept(map, "abc"), "bc");
});

Deno.test("RecentMap.delete() makes room", () => {
  const map = new RecentMap<number>(2);
  for (const key of "ab") map.set(key, 1);
  map.delete("b");
  map.delete("nothing");
  map.set("c", 1);
  assertEquals(kept(map, "abc"), "ac");
});

Deno.test("RecentMap never holds more than it may", () => {
  const map = new RecentMap<number>(10);
  for (let key = 0; key < 1000; key++) {
    map.set(`${key}`, key);
    assertEquals(map.size, Math.min(10, key + 1));
  }
});
