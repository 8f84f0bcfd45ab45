// /help: the table, or one command of it.

import { type Command, optional, signature, word } from "../command.ts";
import { LISTING_COST } from "../limits.ts";

export const help: Command = {
  name: "help",
  args: [optional(word("COMMAND"))],
  outside: true,
  summary: "list the commands, or explain one",
  cost: LISTING_COST,
  run({ commands, reply }, [name]) {
    if (name !== undefined) return explain(commands.find(name), reply);
    for (const command of commands.all) reply(`${signature(command)}: ${command.summary}`);
    reply('//text says "/text"');
  },
};

function explain(command: Command, reply: (text: string) => void): void {
  reply(`${signature(command)}: ${command.summary}`);
  if (command.details !== undefined) reply(command.details);
}
