// /mode: text for people, JSON for programs.

import { type Command, word } from "../command.ts";
import type { Format } from "../dialect.ts";
import { ChatError } from "../errors.ts";
import { printable } from "../sanitize.ts";

export const mode: Command = {
  name: "mode",
  args: [word("text|json")],
  summary: "speak text, or JSON as programs do",
  details: "In JSON everything is one object a line, both ways: docs/protocol.md has all of them.",
  async run({ chat, member, dialects, server, reply }, [wanted = ""]) {
    const format = read(wanted);
    if (format === member.dialect.format) return;
    member.dialect = dialects[format];
    if (format === "text") {
      const several = (chat.roster.residents.get(member.id)?.rooms.length ?? 0) > 1;
      await chat.rooms.leaveOthers(member); // lines of text do not say in which room they are
      const where = several ? `, and are in ${member.room} alone of your rooms` : "";
      return reply(`You speak text again${where}`);
    }
    chat.send(member, { kind: "hello", name: member.name, room: member.room, server });
  },
};

function read(wanted: string): Format {
  const format = wanted.toLowerCase();
  if (format === "text" || format === "json") return format;
  throw new ChatError("usage", `A mode is text or json, not "${printable(wanted)}"`);
}
