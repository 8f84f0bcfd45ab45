// /who: the people in a room; for admins, everybody.

import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { LISTING_COST, NAMES_IN_WHO } from "../limits.ts";
import type { Resident } from "../roster.ts";

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
    const room = chat.rooms.find(name ?? member.room, member);
    const members = chat.roster.members(room, NAMES_IN_WHO);
    chat.send(member, { kind: "members", room: room.name, people: room.heads, members });
  },
};

function everybody(residents: ReadonlyMap<string, Resident>, reply: (text: string) => void): void {
  let shown = 0;
  for (const { person: { name, account }, rooms, address } of residents.values()) {
    if (shown++ === NAMES_IN_WHO) break;
    const guest = account === undefined ? " (guest)" : "";
    reply(`${name}${guest} in ${rooms.map((room) => room.name).join(", ")} from ${address}`);
  }
  if (residents.size > NAMES_IN_WHO) reply(`and ${residents.size - NAMES_IN_WHO} others`);
}
