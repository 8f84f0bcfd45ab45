// /deop: no longer somebody who keeps order.

import { type Command, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { describeChange } from "../room_change.ts";
import { checkRank, findSubject } from "../subject.ts";

export const deop: Command = {
  name: "deop",
  args: [word("NAME")],
  role: "owner",
  summary: "end a person's time as an op of this room",
  async run(context, [typed = ""]) {
    const { chat, member, moderation, now, reply } = context;
    const { room } = member;
    const subject = await findSubject(typed, context);
    checkRank(member, { subject, room, chat });
    const { name, account } = subject.person;
    const change = { what: "deop", name } as const;
    await moderation.act(member, {
      room,
      change,
      edit({ ops }) {
        const others = ops.filter((op) => op.account !== account);
        if (others.length < ops.length) return { ops: others };
        throw new ChatError("refused", `${name} is no op of ${room}`);
      },
    });
    chat.note(subject.person, `You are no longer an op of ${room}, by ${member.name}`);
    reply(`You ${describeChange(change, now)}`);
  },
};
