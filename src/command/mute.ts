// /mute: here, and silent; or here, and no player.

import { type Command, optional, rest, word } from "../command.ts";
import { LISTING_COST } from "../limits.ts";
import { impose } from "../penalty.ts";

export const mute: Command = {
  name: "mute",
  args: [word("NAME|ADDRESS"), optional(word("TIME")), optional(rest("WHY"))],
  role: "op",
  summary: "silence somebody in this room, for good or for a time",
  details:
    "TIME is a number and s, m, h, d or w, as in 10m. /mute NAME games bars from games alone. Guests are silenced by their address, with all " +
    "guests from there.",
  cost: LISTING_COST,
  run(context, [typed = "", ...words]) {
    return impose(context, { kind: "mute", typed, words });
  },
};
