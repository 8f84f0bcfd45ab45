// /kick: out of the room, and free to come back.

import { bounded } from "../bounded.ts";
import { type Command, optional, rest, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { MAX_NOTE } from "../limits.ts";
import { inBrackets } from "../room_change.ts";
import { checkRank, findHere } from "../subject.ts";

export const kick: Command = {
  name: "kick",
  args: [word("NAME"), optional(rest("WHY"))],
  role: "op",
  summary: "move a person out of this room",
  details:
    "They are in the lobby then, and may come back; out of the lobby, they are disconnected.",
  async run({ chat, member, moderation, reply }, [typed = "", text = ""]) {
    const { room } = member;
    const why = bounded(text, { what: "reason", max: MAX_NOTE });
    const subject = findHere(typed, chat);
    checkRank(member, { subject, room, chat });
    const { person: who, clients } = subject;
    if (!clients.some(({ rooms }) => rooms.some(({ name }) => name === room))) {
      throw new ChatError("refused", `${who.name} is not in ${room}: /who lists who is`);
    }
    await moderation.kick(member, { room, who, why });
    reply(`You kicked ${who.name}${inBrackets(why)}`);
  },
};
