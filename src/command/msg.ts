// /msg: a private line.

import { type Command, rest, word } from "../command.ts";

export const msg: Command = {
  name: "msg",
  args: [word("NAME"), rest("TEXT")],
  summary: "say something to one person only, in whatever room",
  run({ chat, member }, [name = "", text = ""]) {
    chat.tell(member, { to: chat.find(name), text });
  },
};
