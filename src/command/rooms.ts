// /rooms: where people are.

import type { Command } from "../command.ts";
import { LISTING_COST, ROOMS_IN_LIST } from "../limits.ts";
import type { Room } from "../roster.ts";

export const rooms: Command = {
  name: "rooms",
  args: [],
  summary: "list the rooms, the fullest first",
  cost: LISTING_COST,
  run({ chat, member, reply }) {
    const open = [...chat.roster.rooms.values()].filter((room) => chat.rights.sees(member, room));
    const all = open.sort((a, b) => b.heads - a.heads);
    for (const room of all.slice(0, ROOMS_IN_LIST)) reply(describe(room));
    if (all.length > ROOMS_IN_LIST) reply(`and ${all.length - ROOMS_IN_LIST} more`);
  },
};

function describe({ name, heads, settings: { topic } }: Room): string {
  return `${name} (${heads})${topic === "" ? "" : `: ${topic}`}`;
}
