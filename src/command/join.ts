// /join: another room.

import { type Command, word } from "../command.ts";

export const join: Command = {
  name: "join",
  args: [word("ROOM")],
  summary: "go to another room, new or not",
  details:
    "# and 1 to 32 letters, digits, - and _; the # may be left out. /leave brings you back. In JSON mode you " +
    "stay in the rooms before, too.",
  run({ chat, member }, [room = ""]) {
    return member.dialect.format === "json"
      ? chat.rooms.join(member, room)
      : chat.rooms.move(member, room);
  },
};
