// /quit: goodbye.

import { bounded } from "../bounded.ts";
import { type Command, optional, rest } from "../command.ts";
import { MAX_NOTE } from "../limits.ts";

export const quit: Command = {
  name: "quit",
  args: [optional(rest("TEXT"))],
  outside: true,
  summary: "leave the chat, with a parting word if you like",
  run({ chat, member, quit }, [text = ""]) {
    const word = bounded(text, { what: "parting word", max: MAX_NOTE });
    quit(chat.rights.isHeard(member) ? word : ""); // who may not speak may still go
  },
};
