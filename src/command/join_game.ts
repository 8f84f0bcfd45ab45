// /join-game: join a game of this room, or accept to play.

import { type Command, optional, word } from "../command.ts";

export const joinGame: Command = {
  name: "join-game",
  args: [optional(word("N"))],
  summary: "join a game of this room, or accept to play",
  run: ({ games, member }, [number]) => games.join(member, number),
};
