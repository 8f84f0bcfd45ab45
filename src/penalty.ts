// Bans and mutes from a typed line to all that comes of them: whom they hit, the room's settings, and
// everybody who has to hear of it. The lists themselves are sanctions.ts.

import { parseAddress, shownAddress } from "./address.ts";
import type { Context } from "./command.ts";
import { ChatError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import type { Person } from "./person.ts";
import { atLeast } from "./role.ts";
import { describeChange, sentence } from "./room_change.ts";
import { targetOf, terms } from "./room_rules.ts";
import { NO_SETTINGS, type RoomSettings, type Sanction, sanctionOn } from "./room_settings.ts";
import type { Resident } from "./roster.ts";
import { parseTerms } from "./sanction_terms.ts";
import {
  listed,
  type SanctionKind,
  sanctionsOf,
  stateOf,
  withoutSanction,
  withSanction,
} from "./sanctions.ts";
import { printable } from "./sanitize.ts";
import { checkRank, findSubject, sanctioned, type Subject } from "./subject.ts";

/** What was typed after /ban or /mute. */
export interface Sentence {
  readonly kind: "ban" | "mute";
  /** A name or an address. */
  readonly typed: string;
  readonly words: readonly string[];
}

/** A sanction, where it holds ("": everywhere), and whose it is; an address is nobody's. */
interface Penalty {
  readonly kind: SanctionKind;
  readonly room: string;
  readonly sanction: Sanction;
  readonly subject: Subject | null;
}

/** Bans or mutes somebody. Rejects with ChatError, and nothing has happened. */
export async function impose(context: Context, typed: Sentence): Promise<void> {
  const { member, moderation, now, reply } = context;
  const penalty = await penaltyOf(context, typed);
  const { kind, room, sanction } = penalty;
  const change = { what: kind, sanction } as const;
  await moderation.act(member, { room, change, edit: (now) => withSanction(now, penalty) });
  if (kind === "ban") await keepOut(context, penalty);
  else tell(context, penalty);
  reply(`You ${describeChange(change, now)}${room === "" ? ", in the whole server" : ""}`);
}

/** Ends a ban or a mute. Rejects with ChatError. */
export async function lift(
  context: Context,
  { kind, typed, server = false }: { kind: SanctionKind; typed: string; server?: boolean },
): Promise<void> {
  const { chat, member, moderation, now, reply } = context;
  const room = placeOf(context, server);
  const sanction = listed(settingsOf(context, room), { kind, typed, now });
  if (!sanction) throw notListed(settingsOf(context, room), { kind, typed });
  const change = { what: `un${kind}`, name: sanction.name } as const;
  const edit = (settings: RoomSettings) => withoutSanction(settings, { kind, sanction, now });
  await moderation.act(member, { room, change, edit });
  const place = placeWords(kind, room);
  for (const person of peopleOf(hitBy(context, { room, sanction }))) {
    chat.note(person, `You are no longer ${place}`);
  }
  reply(`You ${describeChange(change, now)}${room === "" ? ", in the whole server" : ""}`);
}

/** The room that somebody keeps order in; "" if they say the whole server, which is for admins. */
export function placeOf({ chat, member }: Context, server: boolean): string {
  if (!server) return member.room;
  if (chat.rights.role(member) === "admin") return "";
  throw new ChatError("not-allowed", "The whole server is for its admins: leave out the server");
}

export function settingsOf({ chat: { roster } }: Context, room: string): RoomSettings {
  return room === "" ? roster.server : roster.rooms.get(room)?.settings ?? NO_SETTINGS;
}

async function penaltyOf(
  context: Context,
  { kind: typedKind, typed, words }: Sentence,
): Promise<Penalty> {
  const { member, now } = context;
  const scopes = typedKind === "mute" ? ["server", "games"] as const : ["server"] as const;
  const { span, scope, why } = parseTerms(words, scopes);
  if (scope === "server" && typedKind === "mute") {
    throw new ChatError("usage", "A mute is for one room: /ban NAME server is for all of them");
  }
  const kind = scope === "games" ? "bar" : typedKind;
  const room = placeOf(context, scope === "server");
  const at = { by: member.name, at: now, until: span === null ? null : now + span, why };
  const address = parseAddress(typed);
  if (address !== null) {
    return { kind, room, sanction: { name: shownAddress(address), address, ...at }, subject: null };
  }
  const subject = await findSubject(typed, context);
  checkMayHit(context, { subject, room });
  const { name } = subject.person;
  return { kind, room, sanction: { name, ...sanctioned(subject), ...at }, subject };
}

/** An owner stays an owner, and what they may do, as long as the room is theirs. */
function checkMayHit(
  context: Context,
  { subject, room }: { subject: Subject; room: string },
): void {
  const { chat, member } = context;
  checkRank(member, { subject, room, chat });
  if (chat.rights.roleOf(subject.person, room) !== "owner") return;
  const hint = `/transfer the room to somebody else first, or /ban ${subject.person.name} server`;
  throw new ChatError("refused", `${subject.person.name} owns ${room}: ${hint}`);
}

function tell(context: Context, { kind, room, sanction, subject }: Penalty): void {
  const { chat, now } = context;
  const people = subject ? subject.clients : hitBy(context, { room, sanction }).filter(isIn(room));
  for (const person of peopleOf(people)) {
    chat.note(person, `You are ${placeWords(kind, room)} ${terms(sanction, now)}`);
  }
}

/** Out of the server, out of the chat (which begins in the lobby), or out of the room. */
async function keepOut(context: Context, { room, sanction, subject }: Penalty): Promise<void> {
  const { chat, member, moderation, now } = context;
  const told = `You are banned from ${nameOf(room)} ${terms(sanction, now)}`;
  const hit = subject && room !== "" ? subject.clients : hitBy(context, { room, sanction });
  if (room === "" || room === chat.lobby) {
    for (const { person } of hit) await moderation.cut(person.id, told);
    return;
  }
  for (const who of peopleOf(hit)) {
    const inside = chat.roster.clientsOf(who).some(isIn(room));
    if (!inside && subject) chat.note(who, told);
    const why = `banned${sentence(sanction, now)}`;
    if (inside) await moderation.remove(member, { room, who, why });
  }
}

/** Everybody whom a sanction hits; those who keep order there are not hit. */
function hitBy(
  { chat, now }: Context,
  { room, sanction }: Pick<Penalty, "room" | "sanction">,
): Resident[] {
  return [...chat.roster.residents.values()].filter((resident) =>
    !atLeast(chat.rights.roleOf(resident.person, room), "op") &&
    sanctionOn(targetOf(resident), { list: [sanction], now }) !== undefined
  );
}

/** Those who have several clients once. */
function peopleOf(residents: readonly Resident[]): Person[] {
  return [
    ...new Map(residents.map(({ person }) => [person.account ?? person.id, person])).values(),
  ];
}

function isIn(room: string): (resident: Resident) => boolean {
  return ({ rooms }) => rooms.some(({ name }) => name === room);
}

/** "banned from #tea", "muted in #tea", "barred from games in #tea". */
function placeWords(kind: SanctionKind, room: string): string {
  return `${stateOf(kind)} ${kind === "ban" ? "from" : "in"} ${nameOf(room)}`;
}

function nameOf(room: string): string {
  return room === "" ? "this server" : room;
}

function notListed(
  settings: RoomSettings,
  { kind, typed }: { kind: SanctionKind; typed: string },
): ChatError {
  const guess = nearest(typed, sanctionsOf(settings, kind).map(({ name }) => name));
  const hint = guess ? `did you mean ${guess}?` : "/bans lists who is banned or muted";
  return new ChatError("refused", `"${printable(typed)}" is not ${stateOf(kind)}: ${hint}`);
}
