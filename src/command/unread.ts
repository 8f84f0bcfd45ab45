// /unread: what was said while one was not there.

import type { Command } from "../command.ts";
import { LISTING_COST } from "../limits.ts";

export const unread: Command = {
  name: "unread",
  args: [],
  role: "user",
  summary: "show what was said here between your last visit and this one",
  cost: LISTING_COST,
  async run({ chat, unread, member, reply }) {
    const lines = await unread.lines(member, chat.rooms.find(member.room, member));
    if (lines === null) {
      return reply("It is not known when you were here last: /history shows what was said");
    }
    if (lines.length === 0) return reply("Nothing was said here while you were away");
    chat.send(member, { kind: "past", lines, more: false });
  },
};
