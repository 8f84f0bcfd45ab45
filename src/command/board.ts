// /board: show your game again.

import { type Command, optional, word } from "../command.ts";

export const board: Command = {
  name: "board",
  args: [optional(word("N"))],
  summary: "show your game again",
  run: ({ games, member }, [number]) => games.show(member, number),
};
