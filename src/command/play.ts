// /play: begins a game, alone, with whoever comes, or with somebody who is asked.

import { type Command, type Context, optional, rest, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { isRefusal } from "../game.ts";
import type { Person } from "../person.ts";
import { printable, sanitize } from "../sanitize.ts";
import { checkOther } from "../subject.ts";

export const play: Command = {
  name: "play",
  args: [word("GAME"), optional(rest("OPTIONS"))],
  summary: "begin a game here, as in /play hangman easy or /play connect-four @bob",
  details:
    "With a name after an @, that person is asked and may accept. In a game you type moves after a !, as in !e, or " +
    "as in !2:e if you are in several. /games GAME shows a game's rules.",
  async run(context, [typed = "", words = ""]) {
    const { games, member, ask } = context;
    const game = games.find(typed);
    const { options, rival } = read(words, context);
    const begin = (options: string) => games.play(member, { game: game.name, options, rival });
    const plan = game.plan(options);
    if (isRefusal(plan) || plan.ask === undefined) return await begin(options);
    // The answer is a secret, and is not shown as a line that was typed would be.
    const answer = (line: string) => begin(`${options} ${sanitize(line).trim()}`);
    ask({ text: plan.ask, secret: true, answer });
  },
};

/** Options, and at most one name with an "@". */
function read(text: string, context: Context): { options: string; rival: Person | null } {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const names = words.filter((word) => word.startsWith("@"));
  const [name] = names;
  if (names.length > 1) {
    throw new ChatError("usage", "Ask one person: others may come by themselves");
  }
  const options = words.filter((word) => !word.startsWith("@")).join(" ");
  return { options, rival: name === undefined ? null : rivalOf(name.slice(1), context) };
}

function rivalOf(name: string, { chat, member }: Context): Person {
  const { person } = chat.find(name);
  checkOther(member, person);
  const { room } = member;
  const isHere = chat.roster.clientsOf(person).some(({ rooms }) =>
    rooms.some(({ name }) => name === room)
  );
  if (isHere) return person;
  throw new ChatError("refused", `${printable(person.name)} is not in ${room}: ask who is here`);
}
