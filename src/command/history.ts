// /history: what was said before.

import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { LISTING_COST } from "../limits.ts";
import type { Line } from "../line.ts";
import { isLineId } from "../line_ids.ts";
import { printable } from "../sanitize.ts";

export const history: Command = {
  name: "history",
  args: [optional(word("N")), optional(word("ID"))],
  summary: "show this room's last N lines, or all that are kept",
  details: "Programs, which see the ids of lines, get those before the line with that ID.",
  cost: LISTING_COST,
  run({ chat, member, reply }, [count, before]) {
    const wanted = count === undefined ? Infinity : read(count);
    const { history } = chat.rooms.find(member.room, member);
    const kept = until(history, before).filter((line) => !member.hides(line.by));
    const isText = member.dialect.format === "text";
    if (kept.length === 0 && isText) return reply("Nothing has been said here yet");
    const lines = kept.slice(-wanted);
    chat.send(member, { kind: "past", lines, more: lines.length < kept.length });
  },
};

/** The lines before the one with this id, which may be gone. */
function until(lines: readonly Line[], before: string | undefined): readonly Line[] {
  if (before === undefined) return lines;
  if (!isLineId(before)) {
    throw new ChatError("usage", `"${printable(before)}" is no id of a line: leave it out`);
  }
  const at = lines.findIndex(({ id }) => id === before);
  return at < 0 ? lines.filter(({ id }) => id < before) : lines.slice(0, at);
}

function read(count: string): number {
  if (/^\d{1,6}$/.test(count) && Number(count) > 0) return Number(count);
  throw new ChatError("usage", `/history takes a number from 1, not "${printable(count)}"`);
}
