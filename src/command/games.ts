// /games: what can be played, and what is being played here.

import { type Command, optional, word } from "../command.ts";
import { LISTING_COST } from "../limits.ts";
import { cardOf } from "../table_view.ts";

export const games: Command = {
  name: "games",
  args: [optional(word("GAME"))],
  summary: "list games and what is played here, or show a game's rules",
  cost: LISTING_COST,
  run({ chat, games, member, reply }, [name]) {
    if (name !== undefined) return reply(games.find(name).rules);
    const { room } = member;
    const kinds = [...chat.tables.games.values()].map(({ name, summary }) => ({ name, summary }));
    const tables = chat.tables.book.of(room).map(cardOf);
    chat.send(member, { kind: "games", room, games: kinds, tables });
  },
};
