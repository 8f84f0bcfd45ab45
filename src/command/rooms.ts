// /rooms: where people are.

import type { Command } from "../command.ts";
import type { ListedRoom } from "../event.ts";
import { LISTING_COST, ROOMS_IN_LIST } from "../limits.ts";
import type { Room } from "../roster.ts";

export const rooms: Command = {
  name: "rooms",
  args: [],
  summary: "list the rooms, the fullest first",
  cost: LISTING_COST,
  run({ chat, member }) {
    const open = [...chat.roster.rooms.values()].filter((room) => chat.rights.sees(member, room));
    const all = open.sort((a, b) => b.heads - a.heads);
    const rooms = all.slice(0, ROOMS_IN_LIST).map(listed);
    chat.send(member, { kind: "rooms", rooms, others: all.length - rooms.length });
  },
};

function listed({ name, heads: people, settings }: Room): ListedRoom {
  return { name, people, settings };
}
