// /slow: a pause between two lines of one person.

import { type Command, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { MAX_SLOW } from "../limits.ts";
import { describeChange } from "../room_change.ts";
import { printable } from "../sanitize.ts";

export const slow: Command = {
  name: "slow",
  args: [word("SECONDS")],
  role: "op",
  summary: "let everybody but ops say one line in so many seconds; 0 ends that",
  async run({ member, moderation, now, reply }, [typed = ""]) {
    const seconds = read(typed);
    const change = { what: "slow", seconds } as const;
    await moderation.act(member, { room: member.room, change, edit: () => ({ slow: seconds }) });
    reply(`You ${describeChange(change, now)}`);
  },
};

function read(typed: string): number {
  if (/^\d{1,4}$/.test(typed) && Number(typed) <= MAX_SLOW) return Number(typed);
  throw new ChatError(
    "usage",
    `/slow takes seconds from 0 to ${MAX_SLOW}, not "${printable(typed)}"`,
  );
}
