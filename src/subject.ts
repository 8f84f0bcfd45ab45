// Whom an act is about: somebody who is here, or an account that is not, and whether the one who acts may
// touch them. Changes nothing.

import type { Accounts } from "./accounts.ts";
import type { Chat } from "./chat.ts";
import { ChatError } from "./errors.ts";
import type { Member } from "./member.ts";
import { parseName } from "./name.ts";
import type { Person } from "./person.ts";
import { atLeast, type Role } from "./role.ts";
import { targetOf } from "./room_rules.ts";
import type { Holder, Sanction } from "./room_settings.ts";
import type { Resident } from "./roster.ts";

export interface Subject {
  /** Without an id if nobody is on with that account. */
  readonly person: Person;
  /** All clients of theirs: none, one, or several of an account. */
  readonly clients: readonly Resident[];
}

export interface SubjectParts {
  readonly chat: Pick<Chat, "roster" | "find" | "rights">;
  readonly accounts: Pick<Accounts, "find">;
}

/** Whoever has that name, here or as an account. Rejects with ChatError "no-such-name" or "bad-name". */
export async function findSubject(
  name: string,
  { chat, accounts }: SubjectParts,
): Promise<Subject> {
  if (chat.roster.named(name)) return findHere(name, chat);
  const account = await accounts.find(parseName(name));
  return account ? { person: { id: "", ...account }, clients: [] } : findHere(name, chat);
}

/** Whoever has that name and is here. Throws ChatError "no-such-name". */
export function findHere(name: string, chat: SubjectParts["chat"]): Subject {
  const { person } = chat.find(name);
  return { person, clients: chat.roster.namesakes(name) };
}

/** The account of `subject`. Throws ChatError "refused" for a guest. `what`: "an op". */
export function holderOf({ person: { account, name } }: Subject, what: string): Holder {
  if (account !== undefined) return { account, name };
  throw new ChatError(
    "refused",
    `${name} is a guest: only registered users can be ${what}, so ask for a /register first`,
  );
}

/** Throws ChatError "not-allowed" unless `subject` is somebody else, of a lower role. `room`: "" is the server. */
export function checkRank(
  member: Member,
  { subject: { person }, room, chat }: {
    subject: Subject;
    room: string;
    chat: SubjectParts["chat"];
  },
): void {
  checkOther(member, person);
  const theirs = chat.rights.roleOf(person, room);
  if (!atLeast(theirs, chat.rights.roleOf(member.person, room))) return;
  const who = `${person.name} is ${NOUN[theirs]}`;
  const hint = theirs === "admin" ? "nobody acts on admins" : `ask ${ABOVE[theirs]}`;
  throw new ChatError("not-allowed", `${who}, as high as you or higher: ${hint}`);
}

/** Throws ChatError "not-allowed" if the member is that person. */
export function checkOther(member: Member, { id, account }: Person): void {
  const same = account === undefined ? id === member.id : account === member.person.account;
  if (same) throw new ChatError("not-allowed", "That is you: choose somebody else");
}

/** What a sanction of `subject` is to hit: the account, or else the address. */
export function sanctioned(
  { person, clients: [client] }: Subject,
): Pick<Sanction, "account" | "address"> {
  if (person.account !== undefined) return { account: person.account };
  return client ? { address: targetOf(client).address } : {};
}

const NOUN: Readonly<Record<Role, string>> = {
  guest: "a guest",
  user: "a registered user",
  op: "an op",
  owner: "the owner",
  admin: "an admin",
};

const ABOVE: Readonly<Record<Role, string>> = {
  guest: "an op",
  user: "an op",
  op: "the owner",
  owner: "an admin",
  admin: "nobody",
};
