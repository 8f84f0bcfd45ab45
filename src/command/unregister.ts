// /unregister: gives a name back.

import { type Command, type Context, optional, rest, secret } from "../command.ts";
import { askPassword, typedPassword } from "../prompt.ts";

export const unregister: Command = {
  name: "unregister",
  args: [secret(optional(rest("PASSWORD")))],
  role: "user",
  summary: "give your name back; your rooms are nobody's then",
  details: "Your lines stay in history: /forget erases them, before. There is no way back.",
  run(context, [password]) {
    if (password !== undefined) return giveBack(context, typedPassword(context, password));
    const then = (password: string) => giveBack(context, password);
    return askPassword(context, {
      text: `Your password, to give ${context.member.name} back:`,
      then,
    });
  },
};

async function giveBack({ member, signIn, reply }: Context, password: string): Promise<void> {
  const { name } = member;
  const stays = await signIn.unregister(member, password);
  if (stays) reply(`${name} is not registered any more, and you are ${member.name} now`);
}
