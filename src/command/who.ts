// /who: the people in a room.

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
    reply(`In ${room.name} (${room.people.size}): ${list(room)}`);
  },
};

function list(room: Room): string {
  const names: string[] = [];
  for (const { person, away } of room.people.values()) {
    if (names.length === NAMES_IN_WHO) break;
    names.push(away === null ? person.name : `${person.name} (away)`);
  }
  const others = room.people.size - names.length;
  names.sort((a, b) => a.localeCompare(b));
  if (others > 0) names.push(`and ${others} others`);
  return names.length === 0 ? "nobody" : names.join(", ");
}
