// Memos: words for registered users who are not here, kept in the store until they log in. Who may leave
// one, and whether somebody is here, is decided elsewhere.

import type { Chat } from "./chat.ts";
import type { Clock } from "./clock.ts";
import { duration } from "./duration.ts";
import { ChatError } from "./errors.ts";
import { MAX_MEMOS } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Member } from "./member.ts";
import type { Person } from "./person.ts";
import type { Holder } from "./room_settings.ts";
import type { Document, DocumentKey, Store } from "./store.ts";

export interface MemosParts {
  readonly store: Pick<Store, "list" | "commit">;
  readonly chat: Pick<Chat, "isIn" | "notice">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

/** As it is kept. */
export interface Note {
  /** The sender's name at that time. */
  readonly from: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

export type Memo = Document<Note>;

/** Each memo has one of so many places, so that two who write at once cannot exceed the bound. */
const SLOTS = Array.from({ length: MAX_MEMOS }, (_, i) => String(i).padStart(2, "0"));

export class Memos {
  readonly #parts: MemosParts;

  constructor(parts: MemosParts) {
    this.#parts = parts;
  }

  /** Resolves when it is kept. Rejects with ChatError "refused" if too many wait, or the store fails. */
  async leave(from: Person, { to, text }: { to: Holder; text: string }): Promise<void> {
    const value: Note = { from: from.name, at: this.#parts.clock.now(), text };
    const taken = new Set((await this.collect(to.account)).map(({ key }) => key[2]));
    for (const slot of SLOTS) {
      if (!taken.has(slot) && await this.#put(["memo", to.account, slot], value)) return;
    }
    const why = `${MAX_MEMOS} memos wait for ${to.name} already`;
    throw new ChatError("refused", `${why}: try again when they have been here`);
  }

  /** What waits for an account, oldest first. Rejects with ChatError "refused" if the store fails. */
  async collect(account: string): Promise<Memo[]> {
    const { store } = this.#parts;
    const memos = await this.#attempt(() => store.list(["memo", account])) as Memo[];
    return memos.sort((a, b) => a.value.at - b.value.at);
  }

  /** Those that were handed over wait no longer. Rejects with ChatError "refused" if the store fails. */
  async discard(memos: readonly Memo[]): Promise<void> {
    for (const { key, version: ifVersion } of memos) { // one by one: another client may have been quicker
      await this.#attempt(() => this.#parts.store.commit([{ key, value: null, ifVersion }]));
    }
  }

  /** Shows a client that has logged in what waits for it. Never rejects; what was not shown waits on. */
  async deliver(member: Member): Promise<void> {
    const { account } = member.person;
    if (account === undefined) return;
    try {
      const memos = await this.collect(account);
      if (memos.length === 0 || !this.#show(member, memos)) return;
      await this.discard(memos);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#parts.chat.notice(member, error.message);
    }
  }

  /** Deletes what waits for an account that is no more. Rejects with ChatError "refused" if the store fails. */
  async clear(account: string): Promise<void> {
    await this.discard(await this.collect(account));
  }

  /** Whether there was anybody to show it to. */
  #show(member: Member, memos: readonly Memo[]): boolean {
    const { chat, clock } = this.#parts;
    if (!chat.isIn(member)) return false;
    chat.notice(member, "While you were away:");
    for (const { value: { from, at, text } } of memos) {
      chat.notice(member, `[from ${from}, ${duration(clock.now() - at)} ago] ${text}`);
    }
    return true;
  }

  #put(key: DocumentKey, value: Note): Promise<boolean> {
    return this.#attempt(() => this.#parts.store.commit([{ key, value, ifVersion: null }]));
  }

  async #attempt<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#parts.log.warn("memos not reached", { error: String(error) });
      throw new ChatError("refused", "Memos cannot be reached now: try again later");
    }
  }
}
