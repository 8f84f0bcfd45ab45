// A time of day, as people type it: "10:30". Pure, but for the server's time zone.

import { ChatError } from "./errors.ts";
import { printable } from "./sanitize.ts";

/** When it was that time last, in milliseconds since 1970: today, or else yesterday. Throws ChatError "usage". */
export function parseTimeOfDay(text: string, now: number): number {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (!(Number(hours) < 24 && Number(minutes) < 60)) {
    const rule = "use hours and minutes, as in 10:30";
    throw new ChatError("usage", `"${printable(text)}" is no time: ${rule}`);
  }
  const then = new Date(now);
  then.setHours(Number(hours), Number(minutes), 0, 0);
  if (then.getTime() > now) then.setDate(then.getDate() - 1);
  return then.getTime();
}
