// /logout: a guest again.

import type { Command } from "../command.ts";

export const logout: Command = {
  name: "logout",
  args: [],
  role: "user",
  summary: "be a guest again, under another name",
  async run({ member, signIn, reply }) {
    if (await signIn.logOut(member)) reply(`You are logged out, and are ${member.name} now`);
  },
};
