// A time of day is the latest there was: today's, or yesterday's if it is still to come.

import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { parseTimeOfDay } from "../src/time_of_day.ts";

/** 14:03:20 wherever the test runs. */
const NOW = new Date(2026, 0, 1, 14, 3, 20, 5).getTime();

Deno.test("parseTimeOfDay() gives today's time, or yesterday's if that is still to come", () => {
  const cases: readonly [text: string, at: Date][] = [
    ["10:30", new Date(2026, 0, 1, 10, 30)],
    ["0:00", new Date(2026, 0, 1)],
    ["00:05", new Date(2026, 0, 1, 0, 5)],
    ["14:03", new Date(2026, 0, 1, 14, 3)],
    ["14:04", new Date(2025, 11, 31, 14, 4)],
    ["23:59", new Date(2025, 11, 31, 23, 59)],
  ];
  for (const [text, at] of cases) assertEquals(parseTimeOfDay(text, NOW), at.getTime(), text);
});

Deno.test("parseTimeOfDay() refuses what is no time, and says how to type one", () => {
  const texts = ["25:99", "24:00", "10:60", "10:5", "10", "1030", "10:30pm", "-1:30", " 10:30", ""];
  for (const text of [...texts, "010:30", "10:30:00", "١٠:٣٠", "1e1:30", "10.30"]) {
    const rule = "is no time: use hours and minutes, as in 10:30";
    const error = assertThrows(() => parseTimeOfDay(text, NOW), ChatError, `"${text}" ${rule}`);
    assertEquals(error.code, "usage");
  }
});
