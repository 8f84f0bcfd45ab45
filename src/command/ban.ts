// /ban: out of the room, and kept out.

import { type Command, optional, rest, word } from "../command.ts";
import { LISTING_COST } from "../limits.ts";
import { impose } from "../penalty.ts";

export const ban: Command = {
  name: "ban",
  args: [word("NAME|ADDRESS"), optional(word("TIME")), optional(rest("WHY"))],
  role: "op",
  summary: "keep somebody out of this room, for good or for a time",
  details:
    "TIME is a number and s, m, h, d or w, as in 10m. Guests are kept out by their address, with all " +
    "guests from there. Admins keep out of the whole server: /ban NAME TIME server WHY.",
  cost: LISTING_COST,
  run(context, [typed = "", ...words]) {
    return impose(context, { kind: "ban", typed, words });
  },
};
