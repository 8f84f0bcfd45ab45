// /whois: what may be known of somebody.

import { type Command, word } from "../command.ts";
import { duration } from "../duration.ts";

export const whois: Command = {
  name: "whois",
  args: [word("NAME")],
  summary: "tell where a person is and for how long",
  run({ chat, now, reply }, [name = ""]) {
    const found = chat.find(name);
    const { person } = found;
    const clients = chat.roster.clientsOf(person);
    const rooms = new Set(clients.flatMap((client) => client.rooms.map((room) => room.name)));
    const where = [...rooms].join(", ");
    const since = Math.min(...clients.map((client) => client.since));
    const away = chat.roster.awayText(found);
    const state = away === null ? "" : `, away: ${away}`;
    reply(`${person.name} is in ${where}, connected for ${duration(now - since)}${state}`);
  },
};
