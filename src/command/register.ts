// /register: a name becomes one's own.

import { LOG_IN_FIRST } from "../chat.ts";
import { type Command, type Context, optional, rest, secret } from "../command.ts";
import { ChatError } from "../errors.ts";
import { askPassword, typedPassword } from "../prompt.ts";

export const register: Command = {
  name: "register",
  args: [secret(optional(rest("PASSWORD")))],
  outside: true,
  summary: "keep the name you carry: nobody else gets it from then on",
  details:
    "8 to 256 characters. Without a password you are asked for it on the next line. Where a login is " +
    "required, the name comes first: /register NAME PASSWORD.",
  run(context, [text]) {
    if (!context.chat.isIn(context.member)) return registerOutside(context, text);
    context.signIn.refuseIfLoggedIn(context.member);
    const { name } = context.member;
    if (text !== undefined) return keep(context, { name, password: typedPassword(context, text) });
    const then = (password: string) => keep(context, { name, password });
    return askPassword(context, {
      text: `Choose a password for ${name}, 8 to 256 characters:`,
      then,
    });
  },
};

function registerOutside(context: Context, text = ""): Promise<void> {
  const [, name = "", password = ""] = /^(\S+)\s+(.+)$/s.exec(text) ?? [];
  if (name === "") throw new ChatError("usage", LOG_IN_FIRST);
  return keep(context, { name, password: typedPassword(context, password) });
}

async function keep(
  { member, signIn, reply }: Context,
  who: { name: string; password: string },
): Promise<void> {
  await signIn.register(member, who);
  reply(`${member.name} is yours now: /login ${member.name} brings you back to it`);
}
