// /unban: let in again.

import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { LISTING_COST } from "../limits.ts";
import { lift } from "../penalty.ts";
import { printable } from "../sanitize.ts";

export const unban: Command = {
  name: "unban",
  args: [word("NAME|ADDRESS"), optional(word("server"))],
  role: "op",
  summary: "let somebody into this room again",
  details: "As /bans lists them. Admins let into the whole server: /unban NAME server.",
  cost: LISTING_COST,
  run(context, [typed = "", where]) {
    return lift(context, { kind: "ban", typed, server: isServer(where) });
  },
};

function isServer(where: string | undefined): boolean {
  if (where === undefined || where.toLowerCase() === "server") return where !== undefined;
  throw new ChatError("usage", `After the name comes nothing or server, not "${printable(where)}"`);
}
