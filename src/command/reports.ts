// /reports: what people have reported.

import type { Command } from "../command.ts";
import { LISTING_COST, REPORTS_SHOWN } from "../limits.ts";
import { stamp } from "../stamp.ts";

export const reports: Command = {
  name: "reports",
  args: [],
  role: "admin",
  summary: "list what people reported last, the newest last",
  cost: LISTING_COST,
  async run({ reports, reply }) {
    const latest = await reports.latest(REPORTS_SHOWN);
    if (latest.length === 0) return reply("Nobody has reported anything");
    for (const { at, by, name, room, why, lines } of latest) {
      reply(`${stamp(at)} ${by} reports ${name} in ${room}: ${why}`);
      for (const line of lines) reply(`> ${line}`);
    }
  },
};
