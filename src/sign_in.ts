// Names change hands: a client registers, logs in, logs out. Joins the accounts in the store with the people
// in the chat. What may be a password and how it is checked is accounts.ts; what is typed command/.

import type { Accounts } from "./accounts.ts";
import { addressKey } from "./admission.ts";
import type { Bus } from "./bus.ts";
import type { Chat } from "./chat.ts";
import type { Clock } from "./clock.ts";
import { duration } from "./duration.ts";
import { ChatError, refuseIf } from "./errors.ts";
import { REGISTRANTS_KEPT, REGISTRATIONS_MS, REGISTRATIONS_PER_ADDRESS } from "./limits.ts";
import type { Log } from "./log.ts";
import type { LoginCodes } from "./login_codes.ts";
import type { Member } from "./member.ts";
import type { Memos } from "./memos.ts";
import { nameKey } from "./name.ts";
import type { Holder } from "./room_settings.ts";
import type { Resident } from "./roster.ts";
import type { Scores } from "./scores.ts";
import type { Seen } from "./seen.ts";
import { SlidingCounts } from "./sliding_counts.ts";

export interface SignInParts {
  readonly accounts: Accounts;
  readonly bus: Pick<Bus, "publish">;
  readonly chat: Chat;
  readonly codes: Pick<LoginCodes, "take">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly memos: Pick<Memos, "deliver" | "clear">;
  readonly seen: Pick<Seen, "clear">;
  readonly scores: Pick<Scores, "clear">;
}

export interface NameAndPassword {
  readonly name: string;
  readonly password: string;
}

/** Every method rejects with ChatError to refuse; nothing has changed then. */
export class SignIn {
  readonly #parts: SignInParts;
  /** By address: names are kept for ever, so that nobody may take very many. */
  readonly #registrations = new SlidingCounts({
    span: REGISTRATIONS_MS,
    maxKeys: REGISTRANTS_KEPT,
  });

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /** Throws ChatError "refused" for who is, before anything is asked. */
  refuseIfLoggedIn({ person }: Member): void {
    if (person.account === undefined) return;
    throw new ChatError("refused", `You are logged in as ${person.name} already: /logout first`);
  }

  /** Keeps a name for the client, who carries it from then on. */
  async register(member: Member, { name, password }: NameAndPassword): Promise<void> {
    const { bus, chat, log } = this.#parts;
    this.refuseIfLoggedIn(member);
    refuseIf(chat.rights.registrationFault(member.address));
    await chat.names.reserve(member, name);
    try {
      const holder = await this.#newAccount(member, { name, password });
      const fact = { kind: "registration", key: nameKey(holder.name), registered: true } as const;
      await bus.publish(fact);
      log.info("registered", { account: holder.name, address: member.address });
      await this.admit(member, holder);
    } finally {
      chat.names.dropReserved(member);
    }
  }

  async logIn(member: Member, { name, password }: NameAndPassword): Promise<void> {
    const { accounts, log } = this.#parts;
    this.refuseIfLoggedIn(member);
    const { address } = member;
    const holder = await accounts.logIn({ name, password, address });
    await this.admit(member, holder);
    log.info("logged in", { account: holder.name, address });
  }

  /** As who is logged in elsewhere, and got this code there. */
  async logInByCode(member: Member, code: string): Promise<void> {
    const { codes, log } = this.#parts;
    this.refuseIfLoggedIn(member);
    const { address } = member;
    const holder = await codes.take(code, address);
    await this.admit(member, holder);
    log.info("logged in", { account: holder.name, address, by: "code" });
  }

  /** The client has shown to be this account's: in the chat it changes its name, else it comes in with it. */
  async admit(member: Member, holder: Holder): Promise<void> {
    const { chat, memos } = this.#parts;
    if (member.gone) throw new ChatError("refused", "You left before you were logged in");
    await (chat.isIn(member) ? chat.names.identify(member, holder) : chat.enter(member, holder));
    memos.deliver(member); // nobody waits for it
  }

  /** The client is a guest again, or sent away where guests may not be. Resolves to whether it stays. */
  async logOut(member: Member): Promise<boolean> {
    accountOf(member);
    return await this.#beGuest(member, "You are logged out: goodbye");
  }

  async changePassword(
    member: Member,
    { old, fresh }: { old: string; fresh: string },
  ): Promise<void> {
    const { name } = accountOf(member);
    await this.#parts.accounts.changePassword(
      { name, password: old, address: member.address },
      fresh,
    );
  }

  /** Frees the name, once nobody carries it. Other clients of the account are sent away. Resolves as logOut(). */
  async unregister(member: Member, password: string): Promise<boolean> {
    const { accounts, bus, chat, log, memos, scores, seen } = this.#parts;
    const { account, name } = accountOf(member);
    if (chat.rights.role(member) === "admin") {
      const why = `"${name}" is an admin by --admin, as whoever took the name would be`;
      throw new ChatError("refused", `${why}: have it taken off there first`);
    }
    await accounts.remove({ name, password, address: member.address });
    log.info("unregistered", { account: name, address: member.address });
    const text = `The name "${name}" is not registered any more: goodbye`;
    for (const { person: { id } } of this.sessions(member)) {
      if (id !== member.id) bus.publish({ kind: "cut", id, text });
    }
    const stays = await this.#beGuest(member, text);
    await bus.publish({ kind: "registration", key: nameKey(name), registered: false });
    const leftovers = [memos, seen, scores].map((each) => each.clear(account));
    await Promise.allSettled(leftovers); // of no use, and logged
    return stays;
  }

  /** All clients of the client's account, in order of coming. */
  sessions(member: Member): readonly Resident[] {
    accountOf(member);
    return this.#parts.chat.roster.clientsOf(member.person).toSorted((a, b) => a.since - b.since);
  }

  /** Disconnects one of the account's clients, wherever it is. */
  end(member: Member, { person }: Resident): void {
    const text = `${member.name} ended this connection from another one`;
    this.#parts.bus.publish({ kind: "cut", id: person.id, text });
  }

  /** Throws ChatError "refused" if there were too many from there; this very machine has no limit. */
  async #newAccount({ address }: Member, who: NameAndPassword): Promise<Holder> {
    const { accounts, clock } = this.#parts;
    const key = addressKey(address);
    if (key === null) return await accounts.register(who);
    const now = clock.now();
    const wait = this.#registrations.wait(key, { limit: REGISTRATIONS_PER_ADDRESS, now });
    if (wait > 0) throw tooManyNames(wait);
    this.#registrations.add(key, now); // before it is kept, as others may come meanwhile
    try {
      return await accounts.register(who);
    } catch (error) {
      this.#registrations.takeBack(key);
      throw error;
    }
  }

  async #beGuest(member: Member, goodbye: string): Promise<boolean> {
    const { chat } = this.#parts;
    const stays = chat.takesGuests(member.address);
    if (stays) await chat.names.disown(member);
    else member.end(goodbye);
    return stays;
  }
}

function tooManyNames(ms: number): ChatError {
  const wait = duration(Math.ceil(ms / 1000) * 1000);
  const why = "Too many names were registered from your address";
  return new ChatError("refused", `${why}: try again in ${wait}`);
}

function accountOf({ person: { account, name } }: Member): Holder {
  if (account === undefined) throw new ChatError("refused", "You are not logged in: use /login");
  return { account, name };
}
