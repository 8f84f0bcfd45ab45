// /private: a room for those who are invited.

import { type Command, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { parseOnOff } from "../on_off.ts";
import { describeChange } from "../room_change.ts";

export const privateRoom: Command = {
  name: "private",
  args: [word("on|off")],
  role: "owner",
  summary: "hide this room and let in only whom an op invites, or open it again",
  details: "Who is inside stays. /invite NAME lets somebody in.",
  async run({ chat, member, moderation, now, reply }, [typed = ""]) {
    const { room } = member;
    const on = parseOnOff(typed);
    if (room === chat.lobby) {
      throw new ChatError(
        "refused",
        `${room} is open to all, as the chat begins here: /join a room`,
      );
    }
    const change = { what: "private", on } as const;
    await moderation.act(member, {
      room,
      change,
      edit(settings) {
        if (settings.private !== on) return { private: on };
        throw new ChatError("refused", `${room} is ${on ? "private" : "open to all"} already`);
      },
    });
    reply(`You ${describeChange(change, now)}`);
  },
};
