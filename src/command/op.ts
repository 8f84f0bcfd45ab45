// /op: somebody who keeps order in a room.

import { type Command, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { MAX_OPS } from "../limits.ts";
import { describeChange } from "../room_change.ts";
import { checkRank, findSubject, holderOf } from "../subject.ts";

export const op: Command = {
  name: "op",
  args: [word("NAME")],
  role: "owner",
  summary: "let a registered user keep order in this room",
  details: "Ops kick, ban and mute, set a locked topic, and are not held back by these themselves.",
  async run(context, [typed = ""]) {
    const { chat, member, moderation, now, reply } = context;
    const { room } = member;
    const subject = await findSubject(typed, context);
    const holder = holderOf(subject, "an op");
    checkRank(member, { subject, room, chat });
    const change = { what: "op", name: holder.name } as const;
    await moderation.act(member, {
      room,
      change,
      edit({ ops }) {
        if (ops.some(({ account }) => account === holder.account)) {
          throw new ChatError("refused", `${holder.name} is an op of ${room} already`);
        }
        if (ops.length < MAX_OPS) return { ops: [...ops, holder] };
        throw new ChatError(
          "refused",
          `${room} has ${MAX_OPS} ops already: /deop one of them first`,
        );
      },
    });
    chat.note(subject.person, `You are an op of ${room} now, by ${member.name}: /help lists more`);
    reply(`You ${describeChange(change, now)}`);
  },
};
