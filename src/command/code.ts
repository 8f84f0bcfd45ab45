// /code: a login for another terminal.

import type { Command } from "../command.ts";
import { duration } from "../duration.ts";
import { CODE_MS, LISTING_COST } from "../limits.ts";
import { nameKey } from "../name.ts";

export const code: Command = {
  name: "code",
  args: [],
  role: "user",
  summary: "show what logs you in elsewhere without your password",
  details:
    `Type /login and the six digits there within ${duration(CODE_MS)}. They are good once, and a ` +
    "new code ends the one before.",
  cost: LISTING_COST,
  async run({ chat, codes, member }) {
    const { account = "", name } = member.person;
    const isName = (digits: string) => chat.roster.isRegistered(nameKey(digits));
    const made = await codes.make({ account, name }, isName);
    chat.send(member, { kind: "code", code: made, ms: CODE_MS });
  },
};
