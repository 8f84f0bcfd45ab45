// /who: the people in a room.

import type { Chat } from "../chat.ts";
import { type Command, optional, word } from "../command.ts";
import { LISTING_COST, NAMES_IN_WHO } from "../limits.ts";
import type { Room } from "../roster.ts";

export const who: Command = {
  name: "who",
  args: [optional(word("ROOM"))],
  summary: "list who is in this room or another",
  cost: LISTING_COST,
  run({ chat, member, reply }, [name]) {
    const room = chat.findRoom(name ?? member.room);
    reply(`In ${room.name} (${room.heads}): ${list(room, chat)}`);
  },
};

function list({ people, heads }: Room, { roster }: Chat): string {
  const shown = new Map<string, string>();
  for (const resident of people.values()) {
    if (shown.size === NAMES_IN_WHO) break;
    const { name } = resident.person;
    shown.set(name, roster.awayText(resident) === null ? name : `${name} (away)`);
  }
  const names = [...shown.values()];
  const others = heads - names.length;
  names.sort((a, b) => a.localeCompare(b));
  if (others > 0) names.push(`and ${others} others`);
  return names.length === 0 ? "nobody" : names.join(", ");
}
