// /back: at the keyboard again.

import type { Command } from "../command.ts";

export const back: Command = {
  name: "back",
  args: [],
  summary: "say that you are no longer away",
  async run({ chat, member, reply }) {
    await chat.setAway(member, null);
    reply("Welcome back");
  },
};
