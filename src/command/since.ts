// /since: what was said from a time of day on.

import { type Command, word } from "../command.ts";
import { LISTING_COST } from "../limits.ts";
import { parseTimeOfDay } from "../time_of_day.ts";

export const since: Command = {
  name: "since",
  args: [word("TIME")],
  summary: "show this room's lines from that time on, as in 10:30",
  details: "By the server's clock. A time that is still to come today means yesterday's.",
  cost: LISTING_COST,
  run({ chat, member, now, reply }, [time = ""]) {
    const start = parseTimeOfDay(time, now);
    const lines = chat.rooms.find(member.room, member).history
      .filter(({ at, by }) => at >= start && !member.hides(by));
    if (lines.length === 0) return reply(`Nothing was said here since ${time}`);
    chat.send(member, { kind: "past", lines, more: false });
  },
};
