// /login: back to a registered name.

import { type Command, type Context, optional, rest, secret, word } from "../command.ts";
import { isCode } from "../login_codes.ts";
import { nameKey } from "../name.ts";
import { askPassword, typedPassword } from "../prompt.ts";

export const login: Command = {
  name: "login",
  args: [optional(word("NAME|CODE")), secret(optional(rest("PASSWORD")))],
  outside: true,
  summary: "take your registered name",
  details:
    "What you leave out is asked for on the next lines. /register keeps a name. A CODE of six digits " +
    "comes from /code or from the page, where you are logged in already.",
  run(context, [name, password]) {
    context.signIn.refuseIfLoggedIn(context.member);
    if (name === undefined) return askName(context);
    if (password === undefined && isOneTime(name, context)) return logInByCode(context, name);
    if (password === undefined) return askFor(context, name);
    return logIn(context, { name, password: typedPassword(context, password) });
  },
};

function askName(context: Context): void {
  const answer = (line: string) => askFor(context, line.trim());
  context.ask({ text: "Your name:", secret: false, answer });
}

function askFor(context: Context, name: string): void {
  const then = (password: string) => logIn(context, { name, password });
  askPassword(context, { text: "Your password:", then });
}

/** Six digits may be a name as well. */
function isOneTime(word: string, { chat }: Context): boolean {
  return isCode(word) && !chat.roster.isRegistered(nameKey(word));
}

async function logInByCode(context: Context, code: string): Promise<void> {
  await context.signIn.logInByCode(context.member, code);
  greet(context);
}

async function logIn(context: Context, who: { name: string; password: string }): Promise<void> {
  await context.signIn.logIn(context.member, who);
  greet(context);
}

function greet({ member, signIn, reply }: Context): void {
  const others = signIn.sessions(member).length - 1;
  const also = others > 0 ? `, with ${others} other client${others === 1 ? "" : "s"}` : "";
  reply(`You are logged in as ${member.name}${also}`);
}
