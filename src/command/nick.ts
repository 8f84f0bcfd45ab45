// /nick: another name.

import { type Command, word } from "../command.ts";

export const nick: Command = {
  name: "nick",
  args: [word("NAME")],
  summary: "change your name",
  details: "1 to 24 letters of one script, digits, _ and -. A name is taken in any case.",
  async run({ chat, member, reply }, [name = ""]) {
    await chat.names.rename(member, name);
    reply(`You are now ${member.name}`);
  },
};
