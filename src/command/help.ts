// /help: the table, or one command of it.

import { audience, type Command, isFor, optional, signature, word } from "../command.ts";
import { LISTING_COST } from "../limits.ts";
import type { WireCommand } from "../protocol.ts";

export const help: Command = {
  name: "help",
  args: [optional(word("COMMAND"))],
  outside: true,
  summary: "list the commands, or explain one",
  cost: LISTING_COST,
  details: "The list has what you may use where you are; all others are explained too.",
  run(context, [name]) {
    const { chat, commands, member, reply } = context;
    if (name !== undefined) return explain(commands.find(name), reply);
    if (member.dialect.format === "json") {
      return chat.send(member, { kind: "commands", commands: commands.all.map(described) });
    }
    const own = commands.all.filter((command) => isFor(command, context));
    for (const command of own) reply(`${signature(command)}: ${command.summary}`);
    if (chat.isIn(member)) reply('//text says "/text"');
  },
};

/** For programs, which know when a command is of use. */
function described({ name, args, summary, details = "", role = "guest" }: Command): WireCommand {
  return { name, args, summary, details, role };
}

function explain(command: Command, reply: (text: string) => void): void {
  reply(`${signature(command)}: ${command.summary}`);
  if (command.details !== undefined) reply(command.details);
  if (command.role !== undefined) reply(`For ${audience(command)}.`);
}
