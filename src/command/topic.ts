// /topic: what a room is about.

import { bounded } from "../bounded.ts";
import { type Command, optional, rest } from "../command.ts";
import { ChatError } from "../errors.ts";
import { MAX_TOPIC } from "../limits.ts";
import { atLeast } from "../role.ts";

export const topic: Command = {
  name: "topic",
  args: [optional(rest("TEXT"))],
  summary: "show this room's topic, or set it",
  details: "/topic - clears it. Where it is locked, ops set it.",
  async run({ chat, member, moderation, reply }, [text]) {
    const { name: room, settings } = chat.rooms.find(member.room, member);
    if (text === undefined) {
      return reply(settings.topic === "" ? `${room} has no topic` : `Topic: ${settings.topic}`);
    }
    if (settings.topicLocked && !atLeast(chat.rights.role(member), "op")) {
      throw new ChatError("not-allowed", `The topic of ${room} is for its ops to set`);
    }
    chat.rights.checkSpeech(member); // a topic is said to all, too
    const wanted = text === "-" ? "" : bounded(text, { what: "topic", max: MAX_TOPIC });
    const change = { what: "topic", text: wanted } as const;
    await moderation.act(member, { room, change, edit: () => ({ topic: wanted }) });
    reply(wanted === "" ? "You cleared the topic" : `You set the topic: ${wanted}`);
  },
};
