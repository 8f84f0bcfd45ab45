// /unmute: may talk again.

import { type Command, word } from "../command.ts";
import { LISTING_COST } from "../limits.ts";
import { lift } from "../penalty.ts";

export const unmute: Command = {
  name: "unmute",
  args: [word("NAME|ADDRESS")],
  role: "op",
  summary: "let somebody talk in this room again",
  cost: LISTING_COST,
  run(context, [typed = ""]) {
    return lift(context, { kind: "mute", typed });
  },
};
