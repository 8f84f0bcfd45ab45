// Spans of time as people type them: every unit, both ends of the range, and all that is no span.

import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { MAX_SPAN_MS, MIN_SPAN_MS, parseTimeSpan } from "../src/time_span.ts";

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

Deno.test("parseTimeSpan() reads a number and a unit", () => {
  const cases: readonly [text: string, ms: number][] = [
    ["1s", MIN_SPAN_MS],
    ["90s", 90 * SECOND],
    ["1m", MINUTE],
    ["10m", 10 * MINUTE],
    ["010m", 10 * MINUTE],
    ["2h", 2 * HOUR],
    ["3d", 3 * DAY],
    ["1w", 7 * DAY],
    ["52w", 364 * DAY],
    ["365d", MAX_SPAN_MS],
    ["31536000s", MAX_SPAN_MS],
  ];
  for (const [text, ms] of cases) assertEquals(parseTimeSpan(text), ms, text);
});

Deno.test("parseTimeSpan() refuses all else in one line", () => {
  const rule = "use a number and s, m, h, d or w, as in 10m, from 1s to 365d";
  const cases: readonly [text: string, message: string][] = [
    ["", `"" is no span of time: ${rule}`],
    ["10", `"10" is no span of time: ${rule}`],
    ["m", `"m" is no span of time: ${rule}`],
    ["10M", `"10M" is no span of time: ${rule}`],
    ["10y", `"10y" is no span of time: ${rule}`],
    ["10min", `"10min" is no span of time: ${rule}`],
    ["10 m", `"10 m" is no span of time: ${rule}`],
    [" 10m", `" 10m" is no span of time: ${rule}`],
    ["1h30m", `"1h30m" is no span of time: ${rule}`],
    ["1.5h", `"1.5h" is no span of time: ${rule}`],
    ["-1h", `"-1h" is no span of time: ${rule}`],
    ["1e3s", `"1e3s" is no span of time: ${rule}`],
    ["٣d", `"٣d" is no span of time: ${rule}`],
    ["forever", `"forever" is no span of time: ${rule}`],
    ["0s", `"0s" is out of range: ${rule}`],
    ["366d", `"366d" is out of range: ${rule}`],
    ["53w", `"53w" is out of range: ${rule}`],
    ["31536001s", `"31536001s" is out of range: ${rule}`],
    ["9".repeat(400) + "s", `"${"9".repeat(39)}…" is out of range: ${rule}`],
    ["1\x1b[31mh\n", `"1h" is no span of time: ${rule}`],
  ];
  for (const [text, message] of cases) {
    const error = assertThrows(() => parseTimeSpan(text), ChatError);
    assertEquals([error.code, error.message], ["usage", message]);
  }
});
