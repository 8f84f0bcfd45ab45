// How those were who lost their connection, in the store until they come back or it is too late: by the digest
// of their token, so that whoever reads the store cannot come back as them.

import { atMost } from "./at_most.ts";
import type { Clock } from "./clock.ts";
import { ChatError } from "./errors.ts";
import { MAX_RESUMES, RESUME_MS, STAYS_AT_ONCE } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Document, DocumentKey, Store } from "./store.ts";

export interface StaysParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, "read" | "list" | "commit">;
}

/** How somebody was when the connection was lost. */
export interface Stay {
  readonly name: string;
  readonly account?: string;
  readonly room: string;
  /** All of them; an older netchat kept the one. */
  readonly rooms?: readonly string[];
  readonly away: string | null;
  readonly hidden: readonly string[];
  /** What its seats at games are claimed by; those of an older netchat had none. */
  readonly seats?: string;
  /** Lines said after this may not have arrived, in milliseconds since 1970. */
  readonly since: number;
  /** When the token is worth nothing any more, in milliseconds since 1970. */
  readonly until: number;
}

export class Stays {
  readonly #parts: StaysParts;
  #kept = 0;
  /** Those that are to be written, behind those that are being written. */
  #waiting: { key: DocumentKey; value: Stay }[] = [];
  #writing: Promise<void> | null = null;
  /** How many are neither kept nor given up. */
  #unkept = 0;

  constructor(parts: StaysParts) {
    this.#parts = parts;
  }

  /** Drops what is out of date since before the start, and sees to the rest. */
  async clean(): Promise<void> {
    const now = this.#parts.clock.now();
    for (const { key, value } of await this.#parts.store.list(["resume"]) as Document<Stay>[]) {
      this.#dropAfter(value.until - now, key);
    }
  }

  /** Whether no more are taken. */
  get isFull(): boolean {
    return this.#kept + this.#unkept >= MAX_RESUMES;
  }

  /** Under the digest of a token, soon. Nobody waits for it: what is not kept, the log says. */
  keep(digest: string, stay: Stay): void {
    this.#waiting.push({ key: keyOf(digest), value: stay });
    this.#unkept++;
    this.#writing ??= this.#write();
  }

  /** Resolves when all are written, or after `ms` milliseconds, to how many are not kept. Never rejects. */
  async flush(ms: number): Promise<number> {
    if (this.#writing) await atMost(this.#writing, { clock: this.#parts.clock, ms, late: null });
    return this.#unkept;
  }

  /** null if there is none, or none any more. Throws ChatError "refused" if that cannot be found out. */
  read(digest: string): Promise<Document<Stay> | null> {
    const { store, clock } = this.#parts;
    return this.#attempt(async () => {
      const kept = await store.read(keyOf(digest)) as Document<Stay> | null;
      return kept && kept.value.until > clock.now() ? kept : null;
    });
  }

  /** Uses it up; false if somebody else was faster. */
  take({ key, version }: Document<Stay>): Promise<boolean> {
    const change = { key, value: null, ifVersion: version };
    return this.#attempt(() => this.#parts.store.commit([change]));
  }

  /** Some at a time: when the server goes down, everybody is gone at once. */
  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const stays = this.#waiting.splice(0, STAYS_AT_ONCE);
      try {
        await this.#parts.store.commit(stays);
        for (const { key } of stays) this.#dropAfter(RESUME_MS, key);
      } catch (error) {
        this.#parts.log.warn("stay not kept", { error: String(error), stays: stays.length });
      }
      this.#unkept -= stays.length;
    }
    this.#writing = null;
  }

  #dropAfter(ms: number, key: DocumentKey): void {
    const { store, clock } = this.#parts;
    this.#kept++;
    clock.after(Math.max(0, ms), () => {
      this.#kept--;
      store.commit([{ key, value: null }]).catch(() => {}); // the next start will
    });
  }

  async #attempt<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#parts.log.warn("stay not read", { error: String(error) });
      throw new ChatError("refused", "Tokens cannot be looked up: try again in a moment");
    }
  }
}

function keyOf(digest: string): DocumentKey {
  return ["resume", digest];
}
