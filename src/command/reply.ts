// /reply: answers the last private line.

import { type Command, rest } from "../command.ts";
import { ChatError } from "../errors.ts";

export const reply: Command = {
  name: "reply",
  args: [rest("TEXT")],
  summary: "answer the last private line you got",
  run({ chat, member }, [text = ""]) {
    const teller = member.lastTeller;
    if (!teller) {
      throw new ChatError("refused", "Nobody has written to you yet: type /msg NAME TEXT");
    }
    const { residents } = chat.roster;
    const to = residents.get(teller.id) ?? chat.roster.clientsOf(teller)[0];
    if (!to) throw new ChatError("no-such-name", `${teller.name} is not here any more`);
    chat.tell(member, { to, text });
  },
};
