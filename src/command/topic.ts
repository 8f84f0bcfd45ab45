// /topic: what a room is about.

import { type Command, optional, rest } from "../command.ts";
import { bounded } from "../bounded.ts";
import { MAX_TOPIC } from "../limits.ts";

export const topic: Command = {
  name: "topic",
  args: [optional(rest("TEXT"))],
  summary: "show this room's topic, or set it",
  details: "/topic - clears it.",
  async run({ chat, member, reply }, [text]) {
    const room = chat.findRoom(member.room);
    if (text === undefined) {
      return reply(room.topic === "" ? `${room.name} has no topic` : `Topic: ${room.topic}`);
    }
    const wanted = text === "-" ? "" : bounded(text, { what: "topic", max: MAX_TOPIC });
    await chat.setTopic(member, wanted);
    reply(wanted === "" ? "You cleared the topic" : `You set the topic: ${wanted}`);
  },
};
