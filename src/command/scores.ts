// /scores: one's own, or the best of a game.

import { type Command, optional, word } from "../command.ts";
import { LISTING_COST, SCORES_SHOWN } from "../limits.ts";
import type { Score } from "../scores.ts";

export const scores: Command = {
  name: "scores",
  args: [optional(word("GAME"))],
  summary: "show how often you have played and won, or the best of a game",
  details: "Those of registered users are kept; a guest's are there as long as the guest is.",
  cost: LISTING_COST,
  async run({ games, member, reply, scores }, [typed]) {
    if (typed !== undefined) {
      const { name } = games.find(typed);
      const rows = await scores.top(name, SCORES_SHOWN);
      if (rows.length === 0) return reply(`No registered user has played ${name} yet`);
      rows.forEach((row, i) => reply(`${i + 1}. ${row.name}: ${describe(row)}`));
      return;
    }
    const own = Object.entries(await scores.of(member));
    if (own.length === 0) return reply("You have not played to an end yet: see /games");
    for (const [game, score] of own) reply(`${game}: ${describe(score)}`);
  },
};

/** "played 7, won 3, best 12". */
function describe({ played, won, best }: Score): string {
  return `played ${played}, won ${won}${best === 0 ? "" : `, best ${best}`}`;
}
