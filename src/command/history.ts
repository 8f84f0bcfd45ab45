// /history: what was said before.

import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { LISTING_COST } from "../limits.ts";
import { printable } from "../sanitize.ts";

export const history: Command = {
  name: "history",
  args: [optional(word("N"))],
  summary: "show this room's last N lines, or all that are kept",
  cost: LISTING_COST,
  run({ chat, member, reply }, [count]) {
    const wanted = count === undefined ? Infinity : read(count);
    const lines = chat.findRoom(member.room, member).history.filter((line) =>
      !member.hides(line.by)
    );
    if (lines.length === 0) return reply("Nothing has been said here yet");
    chat.send(member, { kind: "past", lines: lines.slice(-wanted) });
  },
};

function read(count: string): number {
  if (/^\d{1,6}$/.test(count) && Number(count) > 0) return Number(count);
  throw new ChatError("usage", `/history takes a number from 1, not "${printable(count)}"`);
}
