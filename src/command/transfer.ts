// /transfer: another owner.

import { type Command, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { describeChange } from "../room_change.ts";
import type { Holder, RoomSettings } from "../room_settings.ts";
import { checkOther, findSubject, holderOf } from "../subject.ts";

export const transfer: Command = {
  name: "transfer",
  args: [word("NAME")],
  role: "owner",
  summary: "give this room to another registered user",
  details: "Whose it was is an op then.",
  async run(context, [typed = ""]) {
    const { chat, member, moderation, now, reply } = context;
    const { room } = member;
    const subject = await findSubject(typed, context);
    const holder = holderOf(subject, "an owner");
    checkOther(member, subject.person);
    const change = { what: "owner", name: holder.name } as const;
    await moderation.act(member, { room, change, edit: (now) => handedOver(now, holder) });
    chat.note(subject.person, `${room} is yours now, by ${member.name}: /help lists more there`);
    reply(`You ${describeChange(change, now)}`);
  },
};

/** Who owns a room is not banned from it either. */
function handedOver(settings: RoomSettings, owner: Holder): Partial<RoomSettings> {
  if (settings.owner?.account === owner.account) {
    throw new ChatError("refused", `${owner.name} owns this room already`);
  }
  const others = <T extends { account?: string }>(list: readonly T[]) =>
    list.filter(({ account }) => account !== owner.account);
  const ops = [...others(settings.ops), ...settings.owner ? [settings.owner] : []];
  return { owner, ops, bans: others(settings.bans), mutes: others(settings.mutes) };
}
