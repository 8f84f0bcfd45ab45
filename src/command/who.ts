// /who: the people in a room; for admins, everybody.

import type { Chat } from "../chat.ts";
import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { LISTING_COST, NAMES_IN_WHO } from "../limits.ts";
import type { Resident, Room } from "../roster.ts";

export const who: Command = {
  name: "who",
  args: [optional(word("ROOM"))],
  summary: "list who is in this room or another",
  details: "/who all lists everybody with room and address, for the server's admins.",
  cost: LISTING_COST,
  run({ chat, member, reply }, [name]) {
    if (name?.toLowerCase() === "all") {
      if (chat.rights.role(member) === "admin") return everybody(chat.roster.residents, reply);
      throw new ChatError(
        "not-allowed",
        "/who all is for the server's admins: /who #all is a room",
      );
    }
    const room = chat.findRoom(name ?? member.room, member);
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

function everybody(residents: ReadonlyMap<string, Resident>, reply: (text: string) => void): void {
  let shown = 0;
  for (const { person: { name, account }, rooms, address } of residents.values()) {
    if (shown++ === NAMES_IN_WHO) break;
    const guest = account === undefined ? " (guest)" : "";
    reply(`${name}${guest} in ${rooms.map((room) => room.name).join(", ")} from ${address}`);
  }
  if (residents.size > NAMES_IN_WHO) reply(`and ${residents.size - NAMES_IN_WHO} others`);
}
