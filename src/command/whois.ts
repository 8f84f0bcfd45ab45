// /whois: what may be known of somebody.

import { type Command, word } from "../command.ts";
import { duration } from "../duration.ts";

export const whois: Command = {
  name: "whois",
  args: [word("NAME")],
  summary: "tell where a person is and for how long",
  run({ chat, member, now, reply }, [name = ""]) {
    const found = chat.find(name);
    const { person } = found;
    const clients = chat.roster.clientsOf(person);
    const rooms = new Set(clients.flatMap(({ rooms }) => rooms));
    const seen = [...rooms].filter((room) => chat.rights.sees(member, room)).map((room) =>
      room.name
    );
    const where = seen.length === 0 ? "" : `in ${seen.join(", ")}, `;
    const since = Math.min(...clients.map((client) => client.since));
    const away = chat.roster.awayText(found);
    const state = away === null ? "" : `, away: ${away}`;
    reply(`${person.name} is ${where}connected for ${duration(now - since)}${state}`);
  },
};
