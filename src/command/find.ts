// /find: lines of the past with a word in them.

import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { LISTING_COST } from "../limits.ts";
import type { Wanted } from "../past.ts";
import { printable } from "../sanitize.ts";

export const find: Command = {
  name: "find",
  args: [word("WORD"), optional(word("ROOM")), optional(word("NAME"))],
  summary: "find lines with a word, as in /find tea #lobby @ann",
  details: "The latest of them, of this room if none is given. A room has its #, a name its @.",
  cost: LISTING_COST,
  async run({ chat, past, member, reply }, [word = "", ...filters]) {
    const lines = await past.find(member, { word, ...read(filters) });
    if (lines.length === 0) return reply(`Nothing was found with "${printable(word)}"`);
    chat.send(member, { kind: "past", lines, more: false });
  },
};

/** "#tea" and "@ann", each once at most. */
function read(filters: readonly string[]): Omit<Wanted, "word"> {
  const found: { room?: string; name?: string } = {};
  for (const filter of filters) {
    const kind = filter.startsWith("#") ? "room" : filter.startsWith("@") ? "name" : undefined;
    if (kind === undefined) {
      const rule = "/find looks for one word; use #ROOM or @NAME after it";
      throw new ChatError("usage", `"${printable(filter)}" is neither room nor name: ${rule}`);
    }
    if (found[kind] !== undefined) {
      throw new ChatError("usage", `"${printable(filter)}" is one ${kind} too many: use one`);
    }
    found[kind] = kind === "name" ? filter.slice(1) : filter;
  }
  return found;
}
