// /uptime: how long the server has been up.

import type { Command } from "../command.ts";
import { duration } from "../duration.ts";

export const uptime: Command = {
  name: "uptime",
  args: [],
  summary: "tell how long the server has been up and how full it is",
  run({ chat, now, reply }) {
    const { residents, rooms } = chat.roster;
    reply(
      `Up for ${duration(now - chat.startedAt)}, people: ${residents.size}, rooms: ${rooms.size}`,
    );
  },
};
