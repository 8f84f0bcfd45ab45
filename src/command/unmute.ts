// /unmute: may talk again.

import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { LISTING_COST } from "../limits.ts";
import { lift } from "../penalty.ts";
import { printable } from "../sanitize.ts";

export const unmute: Command = {
  name: "unmute",
  args: [word("NAME|ADDRESS"), optional(word("games"))],
  role: "op",
  summary: "let somebody talk in this room again",
  details: "/unmute NAME games lets somebody play games again who was barred from them.",
  cost: LISTING_COST,
  run(context, [typed = "", what = ""]) {
    if (what !== "" && what.toLowerCase() !== "games") {
      throw new ChatError(
        "usage",
        `/unmute takes a name, and games or nothing, not "${printable(what)}"`,
      );
    }
    return lift(context, { kind: what === "" ? "mute" : "bar", typed });
  },
};
