// /end-game: end a game that you started, or as an op any.

import { type Command, optional, word } from "../command.ts";

export const endGame: Command = {
  name: "end-game",
  args: [optional(word("N"))],
  summary: "end a game that you started, or as an op any",
  run: ({ games, member }, [number]) => games.end(member, number),
};
