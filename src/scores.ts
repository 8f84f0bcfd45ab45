// How often people played, how often they won and their best, game by game: an account's in the store,
// a guest's as long as it is there. Written behind the game, which nobody's store holds up.

import { atMost } from "./at_most.ts";
import type { Clock } from "./clock.ts";
import { ChatError } from "./errors.ts";
import { SETTINGS_TRIES } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Member } from "./member.ts";
import type { Document, DocumentKey, Store } from "./store.ts";
import type { Result } from "./table_news.ts";

export interface ScoresParts {
  readonly store: Pick<Store, "read" | "list" | "commit">;
  readonly clock: Pick<Clock, "after">;
  readonly log: Log;
}

export interface Score {
  readonly played: number;
  readonly won: number;
  /** The most points of a game that was won; 0 if games have none, or none was won. */
  readonly best: number;
}

/** Game by game. */
export type ScoreSheet = Readonly<Record<string, Score>>;

/** As it is kept, under the account. */
export interface Kept {
  readonly name: string;
  readonly games: ScoreSheet;
}

export interface Row extends Score {
  readonly name: string;
}

const NONE: Score = { played: 0, won: 0, best: 0 };

export class Scores {
  /** What is saved at the end, for the log. */
  readonly name = "scores";
  readonly #parts: ScoresParts;
  readonly #guests = new WeakMap<Member, ScoreSheet>();
  /** By account: resolves when nothing is on its way to the store. */
  readonly #writing = new Map<string, Promise<void>>();

  constructor(parts: ScoresParts) {
    this.#parts = parts;
  }

  /** Returns at once; what the store does not take is lost, and logged. */
  add(account: string, result: Result): void {
    const before = this.#writing.get(account) ?? Promise.resolve();
    const writing = before.then(() => this.#keep(account, result)).catch((error) => {
      this.#parts.log.warn("score not kept", { error: String(error) });
    });
    this.#writing.set(account, writing);
    writing.then(() => {
      if (this.#writing.get(account) === writing) this.#writing.delete(account);
    });
  }

  addGuest(guest: Member, result: Result): void {
    this.#guests.set(guest, withResult(this.#guests.get(guest) ?? {}, result));
  }

  /** Somebody's own. Rejects with ChatError "refused" if the store fails. */
  async of(member: Member): Promise<ScoreSheet> {
    const { account } = member.person;
    if (account === undefined) return this.#guests.get(member) ?? {};
    await this.#writing.get(account);
    return (await this.#attempt(() => this.#read(account)))?.value.games ?? {};
  }

  /** The best of all accounts in a game, at most `count`. Rejects with ChatError "refused" if the store fails. */
  async top(game: string, count: number): Promise<Row[]> {
    await Promise.all(this.#writing.values());
    const all = await this.#attempt(() => this.#parts.store.list(["score"])) as Document<Kept>[];
    return all.flatMap(({ value: { name, games } }) => {
      const score = Object.hasOwn(games, game) ? games[game] : undefined;
      return score ? [{ name, ...score }] : [];
    }).sort((a, b) => b.won - a.won || b.best - a.best || a.played - b.played).slice(0, count);
  }

  /** Forgets an account that is no more. Rejects with ChatError "refused" if the store fails. */
  async clear(account: string): Promise<void> {
    await this.#writing.get(account);
    await this.#attempt(() => this.#parts.store.commit([{ key: keyOf(account), value: null }]));
  }

  /** Waits until all is written, for at most `ms` milliseconds; resolves to how many accounts' are not. */
  async save(ms: number): Promise<number> {
    const written = Promise.all(this.#writing.values());
    await atMost(written, { clock: this.#parts.clock, ms, late: null });
    return this.#writing.size;
  }

  async #keep(account: string, result: Result): Promise<void> {
    const { name } = result.person;
    const key = keyOf(account);
    for (let tries = 0; tries < SETTINGS_TRIES; tries++) { // other nodes have results of theirs
      const kept = await this.#read(account);
      const value: Kept = { name, games: withResult(kept?.value.games ?? {}, result) };
      const change = { key, value, ifVersion: kept?.version ?? null };
      if (await this.#parts.store.commit([change])) return;
    }
    throw new Error("Others change it all the time");
  }

  async #read(account: string): Promise<Document<Kept> | null> {
    return await this.#parts.store.read(keyOf(account)) as Document<Kept> | null;
  }

  async #attempt<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#parts.log.warn("scores not reached", { error: String(error) });
      throw new ChatError("refused", "Scores cannot be reached now: try again later");
    }
  }
}

function withResult(sheet: ScoreSheet, { game, won, points }: Result): ScoreSheet {
  const before = sheet[game] ?? NONE;
  const score = {
    played: before.played + 1,
    won: before.won + (won ? 1 : 0),
    best: Math.max(before.best, won ? points ?? 0 : 0),
  };
  return { ...sheet, [game]: score };
}

function keyOf(account: string): DocumentKey {
  return ["score", account];
}
