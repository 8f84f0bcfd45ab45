// /resume: back after a lost connection.

import { type Command, secret, word } from "../command.ts";

export const resume: Command = {
  name: "resume",
  args: [secret(word("TOKEN"))],
  outside: true,
  summary: "come back after a lost connection, with the token of /token",
  details:
    "Your name, room, away text and ignored people are as they were; you see what you missed.",
  async run({ member, resumes, reply }, [token = ""]) {
    await resumes.resume(member, token);
    reply(`Welcome back, ${member.name}: you are in ${member.room}. /token shows your new token`);
  },
};
