// /forget: erases one's own lines from every room's history.

import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { LISTING_COST } from "../limits.ts";
import { printable } from "../sanitize.ts";

export const forget: Command = {
  name: "forget",
  args: [optional(word("EVERYTHING"))],
  role: "user",
  summary: "erase all that you have said from the history of every room",
  details: "Only what you said while you were logged in is known to be yours.",
  cost: LISTING_COST,
  async run({ past, member, reply }, [what]) {
    const { account } = member.person;
    if (account === undefined) return; // the role has seen to that
    if (what === undefined) {
      reply("This erases all lines you said while logged in, in every room, for good");
      return reply("Type /forget everything to do so");
    }
    if (what.toLowerCase() !== "everything") {
      const rule = "type /forget everything to erase all your lines";
      throw new ChatError("usage", `"${printable(what)}" cannot be forgotten alone: ${rule}`);
    }
    const count = await past.forget(account);
    reply(count === 1 ? "1 line of yours is forgotten" : `${count} lines of yours are forgotten`);
  },
};
