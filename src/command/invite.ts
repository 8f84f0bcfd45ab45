// /invite: a way into a private room.

import { type Command, type Context, word } from "../command.ts";
import { ChatError } from "../errors.ts";
import { MAX_INVITED } from "../limits.ts";
import { describeChange } from "../room_change.ts";
import { invitation } from "../room_rules.ts";
import { checkOther, findSubject, type Subject } from "../subject.ts";

export const invite: Command = {
  name: "invite",
  args: [word("NAME")],
  role: "op",
  summary: "let a person into this room while it is private, and tell them",
  details: "A registered user may come whenever they like, a guest until they disconnect.",
  async run(context, [typed = ""]) {
    const { chat, member, moderation, now, reply } = context;
    const { room } = member;
    const subject = await findSubject(typed, context);
    const { person } = subject;
    checkOther(member, person);
    if (subject.clients.some(({ rooms }) => rooms.some(({ name }) => name === room))) {
      throw new ChatError("refused", `${person.name} is in ${room} already`);
    }
    const change = { what: "invite", name: person.name } as const;
    const edit = ({ invited }: { invited: readonly string[] }) => {
      return { invited: withInvitation(invited, { subject, context }) };
    };
    await moderation.act(member, { room, change, edit });
    chat.note(person, `${member.name} invites you to ${room}: type /join ${room}`);
    reply(`You ${describeChange(change, now)}`);
  },
};

/** Without those of guests who are gone. Throws ChatError "refused" if there are too many. */
function withInvitation(
  invited: readonly string[],
  { subject: { person, clients }, context: { chat } }: { subject: Subject; context: Context },
): string[] {
  const mine = invitation(person, clients[0]?.since);
  const guests = [...chat.roster.residents.values()]
    .map(({ person: { id }, since }) => invitation({ id }, since));
  const here = new Set(guests);
  const kept = invited.filter((one) => one !== mine && (!one.includes(" ") || here.has(one)));
  if (kept.length < MAX_INVITED) return [...kept, mine];
  throw new ChatError(
    "refused",
    `${MAX_INVITED} people are invited already: /private off opens it`,
  );
}
