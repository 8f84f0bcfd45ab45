// /token: what one comes back with.

import type { Command } from "../command.ts";
import { duration } from "../duration.ts";
import { RESUME_MS } from "../limits.ts";

export const token: Command = {
  name: "token",
  args: [],
  summary: "show what to come back with if your connection is lost",
  details: `It is good for ${
    duration(RESUME_MS)
  } after the loss, and once. Whoever has it becomes you.`,
  run({ chat, member, resumes }) {
    chat.send(member, { kind: "token", token: resumes.tokenOf(member), ms: RESUME_MS });
  },
};
