// /audit: who did what to keep order.

import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { AUDIT_SHOWN, LISTING_COST, MAX_AUDIT_SHOWN } from "../limits.ts";
import { printable } from "../sanitize.ts";
import { stamp } from "../stamp.ts";

export const audit: Command = {
  name: "audit",
  args: [optional(word("N"))],
  role: "admin",
  summary: "list what was done last to keep order, the newest last",
  cost: LISTING_COST,
  async run({ audit, reply }, [count]) {
    const latest = await audit.latest(count === undefined ? AUDIT_SHOWN : read(count));
    if (latest.length === 0) return reply("Nothing was done to keep order yet");
    for (const { at, by, room, what } of latest) {
      reply(`${stamp(at)} ${by} in ${room === "" ? "the whole server" : room}: ${what}`);
    }
  },
};

function read(count: string): number {
  const wanted = /^\d{1,3}$/.test(count) ? Number(count) : 0;
  if (wanted >= 1 && wanted <= MAX_AUDIT_SHOWN) return wanted;
  const range = `a number from 1 to ${MAX_AUDIT_SHOWN}`;
  throw new ChatError("usage", `/audit takes ${range}, not "${printable(count)}"`);
}
