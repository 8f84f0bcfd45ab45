// How long, as people type it: "90s", "10m", "2h", "3d", "1w". Pure. The way back, for reading, is duration.ts.

import { ChatError } from "./errors.ts";
import { printable } from "./sanitize.ts";

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const UNITS = new Map([
  ["s", SECOND],
  ["m", 60 * SECOND],
  ["h", 3600 * SECOND],
  ["d", DAY],
  ["w", 7 * DAY],
]);

/** Shortest and longest span, in milliseconds. */
export const MIN_SPAN_MS = SECOND;
export const MAX_SPAN_MS = 365 * DAY;

/** Milliseconds from MIN_SPAN_MS to MAX_SPAN_MS; else throws ChatError "usage". Small letters only: M might be months. */
export function parseTimeSpan(text: string): number {
  const [, count, unit = ""] = /^(\d+)([a-z])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS.get(unit) ?? NaN);
  if (ms >= MIN_SPAN_MS && ms <= MAX_SPAN_MS) return ms;
  const fault = Number.isNaN(ms) ? "no span of time" : "out of range";
  const rule = "use a number and s, m, h, d or w, as in 10m, from 1s to 365d";
  throw new ChatError("usage", `"${printable(text)}" is ${fault}: ${rule}`);
}
