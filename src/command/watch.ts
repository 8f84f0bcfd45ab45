// /watch: see the moves of a game of this room.

import { type Command, optional, word } from "../command.ts";

export const watch: Command = {
  name: "watch",
  args: [optional(word("N"))],
  summary: "see the moves of a game of this room",
  run: ({ games, member }, [number]) => games.watch(member, number),
};
