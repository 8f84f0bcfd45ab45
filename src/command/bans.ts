// /bans: who is kept out, and who is silent.

import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { BANS_IN_LIST, LISTING_COST } from "../limits.ts";
import { placeOf, settingsOf } from "../penalty.ts";
import { terms } from "../room_rules.ts";
import { inForce, type Sanction } from "../room_settings.ts";
import { sanctionsOf, stateOf } from "../sanctions.ts";
import { printable } from "../sanitize.ts";

const KINDS = ["ban", "mute", "bar"] as const;

export const bans: Command = {
  name: "bans",
  args: [optional(word("server"))],
  role: "op",
  summary: "list who is banned from this room or muted, by whom, for how long and why",
  details: "Admins see the bans of the whole server: /bans server.",
  cost: LISTING_COST,
  run(context, [where]) {
    const { now, reply } = context;
    if (where !== undefined && where.toLowerCase() !== "server") {
      throw new ChatError("usage", `/bans takes nothing or server, not "${printable(where)}"`);
    }
    const settings = settingsOf(context, placeOf(context, where !== undefined));
    const lines = KINDS.flatMap((kind) => listOf(sanctionsOf(settings, kind), stateOf(kind), now));
    if (lines.length === 0) return reply("Nobody is banned or muted");
    for (const line of lines) reply(line);
  },
};

/** "bob is banned by anna for 10 minutes: spam", the latest last. */
function listOf(list: readonly Sanction[], state: string, now: number): string[] {
  const current = list.filter((sanction) => inForce(sanction, now));
  const shown = current.slice(-BANS_IN_LIST).map((sanction) =>
    `${sanction.name} is ${state} ${terms(sanction, now)}`
  );
  const others = current.length - shown.length;
  return others === 0 ? shown : [`${others} others are ${state}`, ...shown];
}
