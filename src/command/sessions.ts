// /sessions: where one is logged in.

import { type Command, type Context, optional, word } from "../command.ts";
import { duration } from "../duration.ts";
import { ChatError } from "../errors.ts";
import { LISTING_COST } from "../limits.ts";
import { printable } from "../sanitize.ts";

export const sessions: Command = {
  name: "sessions",
  args: [optional(word("list|end")), optional(word("N"))],
  role: "user",
  summary: "list where you are logged in; /sessions end N disconnects one",
  cost: LISTING_COST,
  run(context, [verb, number]) {
    if (verb === undefined || verb.toLowerCase() === "list") return list(context);
    if (verb.toLowerCase() === "end" && number !== undefined) return end(context, number);
    throw new ChatError("usage", "Type /sessions for the list, or /sessions end N");
  },
};

function list({ member, signIn, now, reply }: Context): void {
  signIn.sessions(member).forEach(({ person, address, since }, index) => {
    const here = person.id === member.id ? " (this one)" : "";
    reply(`${index + 1}. from ${address}, for ${duration(now - since)}${here}`);
  });
}

function end({ member, signIn, reply }: Context, number: string): void {
  const session = signIn.sessions(member)[Number(number) - 1];
  if (!session) {
    const shown = printable(number);
    throw new ChatError("usage", `You have no session "${shown}": /sessions lists them`);
  }
  if (session.person.id === member.id) {
    throw new ChatError("usage", "That is this very session: type /quit to end it");
  }
  signIn.end(member, session);
  reply(`Session ${Number(number)} is ended`);
}
