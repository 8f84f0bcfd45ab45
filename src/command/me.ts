// /me: an action.

import { type Command, rest } from "../command.ts";

export const me: Command = {
  name: "me",
  args: [rest("TEXT")],
  summary: 'do something: "/me waves" shows as "** ann waves"',
  run({ chat, member }, [text = ""]) {
    chat.act(member, text);
  },
};
