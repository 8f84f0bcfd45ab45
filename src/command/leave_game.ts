// /leave-game: leave a game, or watch it no longer, or decline to play.

import { type Command, optional, word } from "../command.ts";

export const leaveGame: Command = {
  name: "leave-game",
  args: [optional(word("N"))],
  summary: "leave a game, or watch it no longer, or decline to play",
  run: ({ games, member }, [number]) => games.leave(member, number),
};
