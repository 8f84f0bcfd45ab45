// /motd: the message of the day.

import type { Command } from "../command.ts";

export const motd: Command = {
  name: "motd",
  args: [],
  summary: "show the message of the day",
  run({ chat, reply }) {
    reply(chat.motd === "" ? "There is no message of the day" : chat.motd);
  },
};
