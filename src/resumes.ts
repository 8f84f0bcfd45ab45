// Coming back after a lost connection: whoever holds the token finds name, room, away text and ignored people
// as they were, and the lines missed. What is kept outlives a restart; a token works once.

import { createHash, randomBytes } from "node:crypto";
import type { Accounts } from "./accounts.ts";
import type { Chat } from "./chat.ts";
import type { Clock } from "./clock.ts";
import { ChatError } from "./errors.ts";
import type { GameDesk } from "./game_desk.ts";
import { MAX_RESUMES, RESUME_MS } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Member } from "./member.ts";
import type { Holder } from "./room_settings.ts";
import type { SignIn } from "./sign_in.ts";
import type { Document, DocumentKey, Store } from "./store.ts";

export interface ResumesParts {
  readonly accounts: Pick<Accounts, "find">;
  readonly chat: Chat;
  readonly clock: Clock;
  readonly games: Pick<GameDesk, "seatMark" | "reclaim">;
  readonly log: Log;
  readonly signIn: Pick<SignIn, "admit">;
  readonly store: Pick<Store, "read" | "list" | "commit">;
}

/** How somebody was when the connection was lost. */
interface Stay {
  readonly name: string;
  readonly account?: string;
  readonly room: string;
  /** All of them. */
  readonly rooms: readonly string[];
  readonly away: string | null;
  readonly hidden: readonly string[];
  /** What its seats at games are claimed by; those of an older netchat had none. */
  readonly seats?: string;
  /** Lines said after this may not have arrived, in milliseconds since 1970. */
  readonly since: number;
  /** When the token is worth nothing any more, in milliseconds since 1970. */
  readonly until: number;
}

/** Bytes of a token: nobody guesses 128 bits. */
const TOKEN_BYTES = 16;

export class Resumes {
  readonly #parts: ResumesParts;
  /** By the key of their token: those who have asked for it and are here. */
  readonly #present = new Map<string, Member>();
  #kept = 0;

  constructor(parts: ResumesParts) {
    this.#parts = parts;
  }

  /** The client's token, the same each time; made when it is first asked for. */
  tokenOf(member: Member): string {
    if (member.token === "") {
      member.token = randomBytes(TOKEN_BYTES).toString("hex");
      this.#present.set(digest(member.token), member);
    }
    return member.token;
  }

  /** The connection is gone. `since`: when it was known to be well, or null if nobody is to come back. */
  gone(member: Member, since: number | null): void {
    if (member.token === "") return;
    const key = digest(member.token);
    this.#present.delete(key);
    if (since === null || this.#kept >= MAX_RESUMES || !this.#parts.chat.isIn(member)) return;
    const { log } = this.#parts;
    const lost = (error: unknown) => log.warn("stay not kept", { error: String(error) });
    this.#keep(documentKey(key), this.#stayOf(member, since)).catch(lost);
  }

  /** Takes the client back to where the holder of `token` was. Throws ChatError "refused" for any other text. */
  async resume(member: Member, token: string): Promise<void> {
    const key = digest(token);
    const other = this.#present.get(key);
    if (other === member) throw new ChatError("refused", "That is the token of this connection");
    const kept = other ? null : await this.#read(key);
    const stay = other ? this.#stayOf(other, other.heardAt) : kept?.value;
    if (!stay) throw useless();
    const holder = await this.#holderOf(member, stay); // a token that helps nobody now is not used up
    await (kept ? this.#take(kept) : this.#takeOver(key, other));
    await this.#restore(member, { stay, holder });
  }

  /** Drops what is out of date since before the start, and sees to the rest. */
  async clean(): Promise<void> {
    const now = this.#parts.clock.now();
    for (const { key, value } of await this.#parts.store.list(["resume"]) as Document<Stay>[]) {
      this.#dropAfter(value.until - now, key);
    }
  }

  /** The old connection may look alive for long after its cable was pulled. */
  async #takeOver(key: string, other: Member | undefined): Promise<void> {
    if (!other || this.#present.get(key) !== other) throw useless();
    this.gone(other, null);
    await this.#parts.chat.exit(other, "came back", { returns: true });
    other.end("You came back on another connection: goodbye");
  }

  async #keep(key: DocumentKey, stay: Stay): Promise<void> {
    await this.#parts.store.commit([{ key, value: stay }]);
    this.#dropAfter(RESUME_MS, key);
  }

  #dropAfter(ms: number, key: DocumentKey): void {
    const { store, clock } = this.#parts;
    this.#kept++;
    clock.after(Math.max(0, ms), () => {
      this.#kept--;
      store.commit([{ key, value: null }]).catch(() => {}); // the next start will
    });
  }

  #read(token: string): Promise<Document<Stay> | null> {
    const { store, clock } = this.#parts;
    return this.#attempt(async () => {
      const kept = await store.read(documentKey(token)) as Document<Stay> | null;
      return kept && kept.value.until > clock.now() ? kept : null;
    });
  }

  async #take({ key, version }: Document<Stay>): Promise<void> {
    const change = { key, value: null, ifVersion: version };
    if (!await this.#attempt(() => this.#parts.store.commit([change]))) throw useless();
  }

  async #attempt<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#parts.log.warn("stay not read", { error: String(error) });
      throw new ChatError("refused", "Tokens cannot be looked up: try again in a moment");
    }
  }

  #stayOf(member: Member, since: number): Stay {
    const { chat, clock } = this.#parts;
    const { id: _, ...person } = member.person;
    return {
      ...person,
      room: member.room,
      rooms: chat.roomsOf(member),
      away: chat.roster.residents.get(member.id)?.away ?? null,
      hidden: member.hidden,
      seats: this.#parts.games.seatMark(member),
      since,
      until: clock.now() + RESUME_MS,
    };
  }

  async #restore(
    member: Member,
    { stay, holder }: { stay: Stay; holder: Holder | null },
  ): Promise<void> {
    const { chat, signIn } = this.#parts;
    for (const name of stay.hidden) member.hide({ id: "", name });
    const isProgram = member.dialect.format === "json";
    if (isProgram) this.#beginAnew(member, stay);
    if (!holder) await this.#restoreName(member, stay);
    else if (member.person.account !== holder.account) await signIn.admit(member, holder);
    if (stay.away !== null) await chat.setAway(member, stay.away);
    await (isProgram ? this.#restoreRooms(member, stay) : chat.catchUp(member, stay));
    if (stay.seats !== undefined) await this.#parts.games.reclaim(member, stay.seats);
  }

  /** What a program is shown from now on is what it has missed, also of rooms where it is already. */
  #beginAnew(member: Member, { since }: Stay): void {
    member.missed = { ...member.missed, since };
    this.#parts.chat.showAgain(member);
  }

  /** Programs were in several rooms. One that does not let the client in any more says why. */
  async #restoreRooms(member: Member, { room, rooms }: Stay): Promise<void> {
    const { chat } = this.#parts;
    for (const wanted of [...rooms.filter((other) => other !== room), room]) {
      await this.#tolerate(member, () => chat.enterAgain(member, wanted));
    }
    await chat.leaveAllBut(member, rooms);
  }

  /** Whose account to come back to; null for a guest. Throws ChatError "refused" if there is no way back. */
  async #holderOf(member: Member, { name, account }: Stay): Promise<Holder | null> {
    const { accounts, chat } = this.#parts;
    if (account === undefined) {
      if (chat.isIn(member) || chat.takesGuests(member.address)) return null;
      throw new ChatError("refused", "Guests do not come in: /login first");
    }
    const holder = await accounts.find(name);
    if (holder?.account !== account) throw new ChatError("refused", "That account is no more");
    return holder;
  }

  /** A guest's name may have gone to somebody else; then the client keeps the one it has. */
  async #restoreName(member: Member, { name }: Stay): Promise<void> {
    const { chat } = this.#parts;
    if (!chat.isIn(member)) {
      await this.#tolerate(member, () => chat.enterAs(member, name));
      if (!chat.isIn(member)) await chat.enterAs(member);
    } else if (member.name !== name) {
      await this.#tolerate(member, () => chat.rename(member, name));
    }
  }

  /** What cannot be as it was is said, and the rest goes on. */
  async #tolerate(member: Member, restore: () => Promise<void>): Promise<void> {
    try {
      await restore();
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#parts.chat.notice(member, error.message);
    }
  }
}

function useless(): ChatError {
  const how = "/login, or stay as you are";
  return new ChatError("refused", `That token is wrong, used or out of date: ${how}`);
}

function documentKey(digest: string): DocumentKey {
  return ["resume", digest];
}

/** Whoever reads the store must not find tokens there. */
function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
