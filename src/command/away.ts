// /away: not at the keyboard.

import { bounded } from "../bounded.ts";
import { type Command, optional, rest } from "../command.ts";
import { MAX_NOTE } from "../limits.ts";

export const away: Command = {
  name: "away",
  args: [optional(rest("TEXT"))],
  summary: "say that you are away; who writes to you gets the text",
  async run({ chat, member, reply }, [text = "away"]) {
    await chat.setAway(member, bounded(text, { what: "away text", max: MAX_NOTE }));
    reply("You are away: /back when you return");
  },
};
