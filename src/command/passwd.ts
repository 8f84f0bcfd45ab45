// /passwd: another password.

import { type Command, type Context, optional, secret, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { askPassword, typedPassword } from "../prompt.ts";

export const passwd: Command = {
  name: "passwd",
  args: [secret(optional(word("OLD"))), secret(optional(word("NEW")))],
  role: "user",
  summary: "change your password",
  details: "Alone it asks for both on the next lines, where they may have spaces.",
  run(context, [old, fresh]) {
    if (old === undefined) return askOld(context);
    if (fresh === undefined) {
      throw new ChatError(
        "usage",
        "/passwd needs both passwords: type /passwd OLD NEW, or /passwd",
      );
    }
    return change(context, {
      old: typedPassword(context, old),
      fresh: typedPassword(context, fresh),
    });
  },
};

function askOld(context: Context): void {
  const then = (old: string) => askNew(context, old);
  askPassword(context, { text: "Your password as it is:", then });
}

function askNew(context: Context, old: string): void {
  const then = (fresh: string) => change(context, { old, fresh });
  askPassword(context, { text: "The new one, 8 to 256 characters:", then });
}

async function change(
  { member, signIn, reply }: Context,
  passwords: { old: string; fresh: string },
): Promise<void> {
  await signIn.changePassword(member, passwords);
  reply("Your password is changed");
}
