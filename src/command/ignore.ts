// /ignore: hides everything from somebody.

import { type Command, optional, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { MAX_IGNORED } from "../limits.ts";
import type { Member } from "../member.ts";

export const ignore: Command = {
  name: "ignore",
  args: [optional(word("NAME"))],
  summary: "hide everything from a person, or list whom you hide",
  details: "They stay hidden under another name, and when they come back under this one.",
  run({ chat, member, reply }, [name]) {
    if (name === undefined) return reply(list(member));
    const { person } = chat.find(name);
    if (chat.roster.clientsOf(member.person).some((client) => client.person.id === person.id)) {
      throw new ChatError("refused", "That is you: choose somebody else");
    }
    if (member.hidden.length >= MAX_IGNORED) {
      throw new ChatError("refused", `You hide ${MAX_IGNORED} people already: /unignore one first`);
    }
    member.hide(person);
    reply(`You no longer see anything from ${person.name}: /unignore ${person.name} ends that`);
  },
};

function list({ hidden }: Member): string {
  return hidden.length === 0 ? "You hide nobody" : `You hide ${hidden.join(", ")}`;
}
