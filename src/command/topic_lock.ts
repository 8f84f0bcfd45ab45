// /topic-lock: who may set the topic.

import { type Command, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { parseOnOff } from "../on_off.ts";
import { describeChange } from "../room_change.ts";

export const topicLock: Command = {
  name: "topic-lock",
  args: [word("on|off")],
  role: "op",
  summary: "let only ops set the topic, or everybody",
  async run({ member, moderation, now, reply }, [typed = ""]) {
    const on = parseOnOff(typed);
    const change = { what: "topic-lock", on } as const;
    await moderation.act(member, {
      room: member.room,
      change,
      edit({ topicLocked }) {
        if (topicLocked !== on) return { topicLocked: on };
        throw new ChatError("refused", `The topic is ${on ? "locked" : "everybody's"} already`);
      },
    });
    reply(`You ${describeChange(change, now)}`);
  },
};
