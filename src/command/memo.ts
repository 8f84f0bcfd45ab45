// /memo: words for somebody who is not here.

import { bounded } from "../bounded.ts";
import { type Command, rest, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { MAX_MEMO } from "../limits.ts";
import { parseName } from "../name.ts";
import { printable } from "../sanitize.ts";

export const memo: Command = {
  name: "memo",
  args: [word("NAME"), rest("TEXT")],
  role: "user",
  summary: "leave words for a registered user, shown at their next login",
  details: "Whoever is here gets them at once, as with /msg.",
  async run({ chat, accounts, memos, member, reply }, [name = "", text = ""]) {
    const here = chat.roster.named(name);
    if (here) return chat.tell(member, { to: here, text });
    if (text.trim() === "") {
      throw new ChatError("usage", "Your memo has nothing on it that can be shown: use words");
    }
    bounded(text, { what: "memo", max: MAX_MEMO });
    const to = await accounts.find(parseName(name));
    if (!to) {
      const hint = "check the name, as only registered users get memos";
      throw new ChatError("no-such-name", `Nobody is registered as "${printable(name)}": ${hint}`);
    }
    await memos.leave(member.person, { to, text });
    reply(`${to.name} is not here now, and gets your memo at the next login`);
  },
};
