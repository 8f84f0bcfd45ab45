// /join: another room.

import { type Command, word } from "../command.ts";

export const join: Command = {
  name: "join",
  args: [word("ROOM")],
  summary: "go to another room, new or not",
  details: "# and 1 to 32 letters, digits, - and _; the # may be left out. /leave brings you back.",
  run({ chat, member }, [room = ""]) {
    return chat.move(member, room);
  },
};
