// Spans of time in words, at every change of unit.

import { assertEquals } from "@std/assert";
import { duration } from "../src/duration.ts";

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

Deno.test("duration() says the two largest units, and no unit that is 0", () => {
  const cases: readonly [ms: number, words: string][] = [
    [0, "0 seconds"],
    [499, "0 seconds"],
    [500, "1 second"],
    [SECOND, "1 second"],
    [45 * SECOND, "45 seconds"],
    [MINUTE - 501, "59 seconds"],
    [MINUTE - 500, "1 minute"],
    [MINUTE, "1 minute"],
    [MINUTE + SECOND, "1 minute 1 second"],
    [2 * MINUTE + 2 * SECOND, "2 minutes 2 seconds"],
    [HOUR - SECOND, "59 minutes 59 seconds"],
    [HOUR, "1 hour"],
    [HOUR + SECOND, "1 hour"],
    [HOUR + MINUTE + SECOND, "1 hour 1 minute"],
    [DAY - SECOND, "23 hours 59 minutes"],
    [DAY, "1 day"],
    [DAY + 5 * MINUTE, "1 day"],
    [2 * DAY + 3 * HOUR + 59 * MINUTE, "2 days 3 hours"],
    [400 * DAY, "400 days"],
    [-1, "0 seconds"],
    [-1500, "0 seconds"],
    [-HOUR, "0 seconds"],
    [-DAY, "0 seconds"],
  ];
  for (const [ms, words] of cases) assertEquals(duration(ms), words, `${ms} ms`);
});
