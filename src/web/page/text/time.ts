// Times and days in the reader's own zone and language.

import type { Settings } from "../settings.ts";

type Times = Settings["times"];

const HOURS: Readonly<Record<Times, Intl.DateTimeFormatOptions>> = {
  system: {},
  "12": { hour12: true },
  "24": { hourCycle: "h23" },
};

const formats = new Map<Times, Intl.DateTimeFormat>();

/** "14:03". */
export function timeOfDay(at: number, times: Times): string {
  let format = formats.get(times);
  if (!format) {
    const options = { hour: "2-digit", minute: "2-digit", ...HOURS[times] } as const;
    formats.set(times, format = new Intl.DateTimeFormat(undefined, options));
  }
  return format.format(at);
}

/** "Today", "Yesterday", "Monday, 3 March 2025". */
export function dayOf(at: number, now: number): string {
  const days = dayNumber(now) - dayNumber(at);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const year = new Date(at).getFullYear() === new Date(now).getFullYear()
    ? {}
    : { year: "numeric" as const };
  return new Date(at).toLocaleDateString(undefined, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...year,
  });
}

/** For the machine: <time datetime>. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}
