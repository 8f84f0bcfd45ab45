// /unignore: shows somebody again.

import { type Command, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { printable } from "../sanitize.ts";

export const unignore: Command = {
  name: "unignore",
  args: [word("NAME")],
  summary: "show a person again",
  run({ member, reply }, [name = ""]) {
    const guess = nearest(name, member.hidden);
    if (!member.unhide(name)) {
      const hint = guess ? `did you mean ${guess}?` : "/ignore lists whom you hide";
      throw new ChatError("no-such-name", `You do not hide "${printable(name)}": ${hint}`);
    }
    reply(`You see ${name} again`);
  },
};
