// /report: somebody misbehaves, and those who keep order should know.

import { bounded } from "../bounded.ts";
import { type Command, type Context, rest, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { LISTING_COST, MAX_NOTE, REPORT_LINE_LENGTH, REPORT_LINES } from "../limits.ts";
import type { Line } from "../line.ts";
import { nameKey } from "../name.ts";
import type { Person } from "../person.ts";
import { atLeast } from "../role.ts";
import { printable } from "../sanitize.ts";
import { checkOther, findSubject } from "../subject.ts";

export const report: Command = {
  name: "report",
  args: [word("NAME"), rest("WHY")],
  summary: "tell those who keep order here that somebody misbehaves",
  details: "They get this room's last lines with it. The report is kept.",
  cost: LISTING_COST,
  async run(context, [typed = "", text = ""]) {
    const { chat, reports, member, now, reply } = context;
    const { room, name: by } = member;
    const why = bounded(text, { what: "reason", max: MAX_NOTE });
    const history = chat.rooms.find(room, member).history;
    const { name } = await whom(typed, { context, history });
    const lines = history.slice(-REPORT_LINES).map(quoted);
    const kept = await reports.add({ at: now, by, name, room, why, lines });
    const told = keepers(context, room);
    for (const person of told) {
      chat.note(person, `${by} reports ${name} in ${room}: ${why}`);
      for (const line of lines) chat.note(person, `> ${line}`);
    }
    reply(outcome({ name, kept, told: told.length > 0 }));
  },
};

/** Somebody who is here, an account, or who has just left: spam is often reported a moment too late. */
async function whom(
  typed: string,
  { context, history }: { context: Context; history: readonly Line[] },
): Promise<Person> {
  const gone = history.findLast(({ by }) => nameKey(by.name) === nameKey(typed))?.by;
  const here = context.chat.roster.named(typed)?.person;
  const person = here ?? gone ?? (await findSubject(typed, context)).person;
  checkOther(context.member, person);
  return person;
}

/** The ops, the owner and the admins who are on, each once, and not whoever reports. */
function keepers({ chat, member }: Context, room: string): Person[] {
  const found = new Map<string, Person>();
  for (const { person } of chat.roster.residents.values()) {
    const { account } = person;
    if (account === undefined || account === member.person.account) continue;
    if (atLeast(chat.rights.roleOf(person, room), "op")) found.set(account, person);
  }
  return [...found.values()];
}

function quoted({ kind, by, text }: Line): string {
  const said = printable(text, REPORT_LINE_LENGTH);
  return kind === "said" ? `${by.name}: ${said}` : `** ${by.name} ${said}`;
}

function outcome({ name, kept, told }: { name: string; kept: boolean; told: boolean }): string {
  if (told) return `You reported ${name}: those who keep order here know`;
  if (kept) {
    return `You reported ${name}: it is kept for those who keep order, who are not here now`;
  }
  throw new ChatError("refused", "Your report cannot be kept just now: try again in a moment");
}
