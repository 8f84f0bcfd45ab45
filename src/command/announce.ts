// /announce: from an admin to everybody.

import { bounded } from "../bounded.ts";
import { type Command, rest } from "../command.ts";
import { MAX_TOPIC } from "../limits.ts";

export const announce: Command = {
  name: "announce",
  args: [rest("TEXT")],
  role: "admin",
  summary: "say something to everybody, in whatever room",
  run({ member, moderation }, [text = ""]) {
    const wanted = bounded(text, { what: "announcement", max: MAX_TOPIC });
    return moderation.announce(member, wanted);
  },
};
