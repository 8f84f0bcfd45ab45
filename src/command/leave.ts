// /leave: back to the lobby.

import type { Command } from "../command.ts";
import { ChatError } from "../errors.ts";

export const leave: Command = {
  name: "leave",
  args: [],
  summary: "go back to the lobby",
  run({ chat, member }) {
    if (member.dialect.format === "json") return chat.rooms.leave(member);
    if (member.room !== chat.lobby) return chat.rooms.move(member, chat.lobby);
    throw new ChatError(
      "refused",
      `You are in ${chat.lobby} already: type /quit to leave the chat`,
    );
  },
};
