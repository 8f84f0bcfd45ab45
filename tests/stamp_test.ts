// Days and times in lists.

import { assertEquals } from "@std/assert";
import { stamp } from "../src/stamp.ts";

Deno.test("stamp() shows day and time in the server's time zone, each with two digits", () => {
  assertEquals(stamp(new Date(2026, 0, 2, 3, 4).getTime()), "2026-01-02 03:04");
  assertEquals(stamp(new Date(2026, 10, 30, 14, 59, 59).getTime()), "2026-11-30 14:59");
});
