// Coming back after a lost connection: whoever holds the token finds name, room, away text and ignored people
// as they were, and the lines missed. What is kept, stays.ts keeps; a token works once.

import { createHash, randomBytes } from "node:crypto";
import type { Accounts } from "./accounts.ts";
import type { Bus } from "./bus.ts";
import type { Chat } from "./chat.ts";
import { CAME_BACK } from "./delivery.ts";
import { ChatError } from "./errors.ts";
import type { GameDesk } from "./game_desk.ts";
import { RECALL_LOOK_MS, RECALL_MS, RESUME_MS } from "./limits.ts";
import type { Member } from "./member.ts";
import type { Holder } from "./room_settings.ts";
import type { SignIn } from "./sign_in.ts";
import { type Stay, Stays, type StaysParts } from "./stays.ts";
import type { Document } from "./store.ts";

export interface ResumesParts extends StaysParts {
  readonly bus: Pick<Bus, "publish">;
  /** Whether there is no other node. */
  readonly alone: boolean;
  readonly accounts: Pick<Accounts, "find">;
  readonly chat: Chat;
  readonly games: Pick<GameDesk, "seatMark" | "reclaim">;
  readonly signIn: Pick<SignIn, "admit">;
}

/** Bytes of a token: nobody guesses 128 bits. */
const TOKEN_BYTES = 16;

export class Resumes {
  readonly #parts: ResumesParts;
  /** By the key of their token: those who have asked for it and are here. */
  readonly #present = new Map<string, Member>();
  readonly #stays: Stays;

  constructor(parts: ResumesParts) {
    this.#parts = parts;
    this.#stays = new Stays(parts);
  }

  /** Drops what is out of date since before the start, and sees to the rest. */
  clean(): Promise<void> {
    return this.#stays.clean();
  }

  /** Resolves when all stays are written, or after `ms` milliseconds, to how many are not kept. Never rejects. */
  flush(ms: number): Promise<number> {
    return this.#stays.flush(ms);
  }

  /** The client's token, the same each time; made when it is first asked for. */
  tokenOf(member: Member): string {
    if (member.token === "") {
      member.token = randomBytes(TOKEN_BYTES).toString("hex");
      member.tokenKey = digest(member.token);
      this.#present.set(member.tokenKey, member);
    }
    return member.token;
  }

  /** The connection is gone. `since`: when it was known to be well, or null if nobody is to come back. */
  gone(member: Member, since: number | null): void {
    if (member.token === "") return;
    const key = digest(member.token);
    this.#present.delete(key);
    if (since === null || !this.#parts.chat.isIn(member)) return;
    if (!this.#stays.isFull) this.#stays.keep(key, this.#stayOf(member, since));
  }

  /** Takes the client back to where the holder of `token` was. Throws ChatError "refused" for any other text. */
  async resume(member: Member, token: string): Promise<void> {
    const key = digest(token);
    const other = this.#present.get(key);
    if (other === member) throw new ChatError("refused", "That is the token of this connection");
    const kept = other ? null : await this.#stays.read(key) ?? await this.#recall(key);
    const stay = other ? this.#stayOf(other, other.heardAt) : kept?.value;
    if (!stay) throw useless();
    const holder = await this.#holderOf(member, stay); // a token that helps nobody now is not used up
    if (!kept) await this.#takeOver(key, other);
    else if (!await this.#stays.take(kept)) throw useless();
    await this.#restore(member, { stay, holder });
  }

  /** The same on another node, which is asked to let go of it. */
  async #recall(key: string): Promise<Document<Stay> | null> {
    const { bus, chat, clock, alone } = this.#parts;
    if (alone) return null;
    await bus.publish({ kind: "recalled", key });
    for (let waited = 0; waited < RECALL_MS; waited += RECALL_LOOK_MS) {
      await new Promise<void>((resolve) => clock.after(RECALL_LOOK_MS, resolve));
      const kept = await this.#stays.read(key);
      const isGone = kept &&
        (kept.value.account !== undefined || !chat.roster.named(kept.value.name));
      if (isGone) return kept;
    }
    return null;
  }

  /** The old connection may look alive for long after its cable was pulled. */
  async #takeOver(key: string, other: Member | undefined): Promise<void> {
    if (!other || this.#present.get(key) !== other) throw useless();
    this.gone(other, null);
    await this.#parts.chat.exit(other, "came back", { returns: true });
    other.end(CAME_BACK);
  }

  #stayOf(member: Member, since: number): Stay {
    const { chat, clock } = this.#parts;
    const { id: _, ...person } = member.person;
    return {
      ...person,
      room: member.room,
      rooms: chat.rooms.of(member),
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
    await (isProgram ? this.#restoreRooms(member, stay) : chat.rooms.catchUp(member, stay));
    if (stay.seats !== undefined) await this.#parts.games.reclaim(member, stay.seats);
  }

  /** What a program is shown from now on is what it has missed, also of rooms where it is already. */
  #beginAnew(member: Member, { since }: Stay): void {
    member.missed = { ...member.missed, since };
    this.#parts.chat.rooms.showAgain(member);
  }

  /** Programs were in several rooms. One that does not let the client in any more says why. */
  async #restoreRooms(member: Member, { room, rooms = [room] }: Stay): Promise<void> {
    const { chat } = this.#parts;
    for (const wanted of [...rooms.filter((other) => other !== room), room]) {
      await this.#tolerate(member, () => chat.rooms.enterAgain(member, wanted));
    }
    await chat.rooms.leaveAllBut(member, rooms);
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
      await this.#tolerate(member, () => chat.names.rename(member, name));
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

/** Whoever reads the store must not find tokens there. */
function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
