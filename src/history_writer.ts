// Lines on their way into the store: gathered as they come, written in batches, held while the store fails.
// Nobody who speaks waits for it. Which lines a room keeps is for the store to say.

import type { Clock } from "./clock.ts";
import type { Fact } from "./fact.ts";
import {
  HISTORY_BATCH,
  HISTORY_BATCH_MS,
  HISTORY_QUEUE,
  HISTORY_RETRY_MAX_MS,
  HISTORY_RETRY_MIN_MS,
} from "./limits.ts";
import type { Line } from "./line.ts";
import type { Log } from "./log.ts";
import type { Store } from "./store.ts";

export interface HistoryWriterParts {
  readonly store: Pick<Store, "append">;
  readonly clock: Clock;
  readonly log: Log;
  /** Lines that a room keeps: of those that wait, older ones need not be written at all. */
  readonly linesPerRoom: number;
}

export interface HistoryStatus {
  /** Since when lines are behind, in milliseconds since 1970, and why; null when all is well. */
  readonly outage: { readonly since: number; readonly reason: string } | null;
  /** Lines that are not kept yet. */
  readonly waiting: number;
  /** Lines given up since the start, as too many were waiting. */
  readonly dropped: number;
}

interface Outage {
  readonly since: number;
  reason: string;
  dropped: number;
}

export class HistoryWriter {
  readonly #parts: HistoryWriterParts;
  /** Oldest first, without those being written. */
  readonly #waiting: Line[] = [];
  /** How many are being written; 0 when the store is at rest. */
  #writing = 0;
  #outage: Outage | null = null;
  #dropped = 0;
  /** How long to wait after the failure that was last; 0 after a success. */
  #backOff = 0;
  #cancelTimer: (() => void) | null = null;
  /** Of those who called flush(): told when nothing is left. */
  readonly #flushing = new Set<() => void>();

  constructor(parts: HistoryWriterParts) {
    this.#parts = parts;
  }

  get status(): HistoryStatus {
    const outage = this.#outage;
    return {
      outage: outage && { since: outage.since, reason: outage.reason },
      waiting: this.#writing + this.#waiting.length,
      dropped: this.#dropped,
    };
  }

  /** Takes a line into history; other facts are none of it. Returns at once, whatever the store does. */
  add(fact: Fact): void {
    if (fact.kind !== "said" && fact.kind !== "acted") return;
    this.#waiting.push(fact);
    if (this.#waiting.length % HISTORY_BATCH === 0) this.#forgetSuperseded();
    this.#dropBeyondLimit();
    this.#goOn();
  }

  /** Writes what waits without delay, for at most `ms` milliseconds; resolves to how many lines are not kept. */
  async flush(ms: number): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#parts.clock.after(ms, resolve);
    this.#flushing.add(resolve);
    this.#backOff = 0;
    this.#stopTimer();
    this.#goOn();
    await promise;
    this.#flushing.delete(resolve);
    cancel();
    return this.status.waiting;
  }

  /** Gives up those lines that wait, and returns how many; what is being written is written. */
  discard(isUnwanted: (line: Line) => boolean): number {
    const kept = this.#waiting.filter((line) => !isUnwanted(line));
    const discarded = this.#waiting.length - kept.length;
    if (discarded > 0) this.#waiting.splice(0, Infinity, ...kept);
    return discarded;
  }

  /** Sees to it that what waits is written in time. */
  #goOn(): void {
    if (this.#writing > 0) return; // then its end goes on
    if (this.#waiting.length === 0) return this.#tellFlushed();
    const full = this.#waiting.length >= HISTORY_BATCH || this.#flushing.size > 0;
    if (full && this.#backOff === 0) {
      this.#stopTimer();
      this.#write();
    } else this.#cancelTimer ??= this.#after(this.#backOff || HISTORY_BATCH_MS);
  }

  /** A room that talks faster than it keeps has most of its lines superseded before they are written. */
  #forgetSuperseded(): void {
    if (this.#waiting.length <= this.#parts.linesPerRoom) return; // then no room can have more
    const left = new Map<string, number>();
    const kept = this.#waiting.toReversed().filter(({ room }) => {
      const more = left.get(room) ?? this.#parts.linesPerRoom;
      left.set(room, more - 1);
      return more > 0;
    });
    if (kept.length < this.#waiting.length) this.#waiting.splice(0, Infinity, ...kept.reverse());
  }

  #after(ms: number): () => void {
    return this.#parts.clock.after(ms, () => {
      this.#cancelTimer = null;
      this.#write();
    });
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  async #write(): Promise<void> {
    this.#forgetSuperseded();
    const batch = this.#waiting.splice(0, HISTORY_BATCH);
    this.#writing = batch.length;
    try {
      await this.#parts.store.append(batch);
      this.#writing = 0;
      this.#succeeded();
    } catch (error) {
      this.#writing = 0;
      this.#waiting.unshift(...batch);
      this.#failed(error instanceof Error ? error.message : String(error));
    }
    this.#goOn();
  }

  /** Catching up belongs to the outage: it is over when no more waits than always may. */
  #succeeded(): void {
    this.#backOff = 0;
    if (!this.#outage || this.#waiting.length >= HISTORY_BATCH) return;
    const { since, dropped } = this.#outage;
    const seconds = Math.round((this.#parts.clock.now() - since) / 1000);
    this.#parts.log.info("history recovered", { seconds, dropped });
    this.#outage = null;
  }

  #failed(reason: string): void {
    this.#backOff = Math.min(this.#backOff * 2 || HISTORY_RETRY_MIN_MS, HISTORY_RETRY_MAX_MS);
    this.#inOutage(reason).reason = reason;
  }

  #inOutage(reason: string): Outage {
    if (this.#outage) return this.#outage;
    this.#parts.log.warn("history failed", { error: reason });
    return this.#outage = { since: this.#parts.clock.now(), reason, dropped: 0 };
  }

  #dropBeyondLimit(): void {
    const excess = this.#writing + this.#waiting.length - HISTORY_QUEUE;
    if (excess <= 0) return;
    this.#waiting.splice(0, excess);
    this.#dropped += excess;
    const outage = this.#inOutage("the store is slower than the chat");
    if (outage.dropped === 0) {
      this.#parts.log.warn("history lines dropped", { limit: HISTORY_QUEUE });
    }
    outage.dropped += excess;
  }

  #tellFlushed(): void {
    for (const tell of this.#flushing) tell();
  }
}
