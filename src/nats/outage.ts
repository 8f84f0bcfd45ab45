// Whether NATS can be reached: when it was lost, how it is regained, and that people are told, once, if it takes
// longer than a moment. What is missed meanwhile is feed.ts's.

import { atMost } from "../at_most.ts";
import type { Clock } from "../clock.ts";
import { RESEND_MS } from "../limits.ts";
import type { Log } from "../log.ts";

export interface OutageParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Nothing is to be taken any more. */
  pause(): void;
  /** Takes what was missed, and goes on; rejects while NATS does not answer. */
  resume(): Promise<void>;
  /** People are to be told. */
  tell(up: boolean): void;
}

/** One that goes on. */
interface Current {
  readonly over: PromiseWithResolvers<void>;
  told: boolean;
}

export class Outage {
  readonly #parts: OutageParts;
  readonly #graceMs: number;
  #current: Current | null = null;
  /** When the last one was over, in milliseconds since 1970. */
  #backAt = 0;
  #wake = () => {};
  #closed = false;

  /** `graceMs`: how long people are not told. */
  constructor(parts: OutageParts, graceMs: number) {
    this.#parts = parts;
    this.#graceMs = graceMs;
  }

  get isOn(): boolean {
    return this.#current !== null;
  }

  /**
   * NATS has not answered what it was asked at `since`. Resolves when it answers again, and all that was stored
   * meanwhile is known. What was asked before the last outage was over is no news.
   */
  begin(error: unknown, since = Infinity): Promise<void> {
    if (this.#closed || since <= this.#backAt) return Promise.resolve();
    if (this.#current) return this.#current.over.promise;
    const current = { over: Promise.withResolvers<void>(), told: false };
    this.#current = current;
    this.#parts.pause();
    this.#parts.log.warn("link lost", { error: reasonOf(error) });
    const cancel = this.#parts.clock.after(this.#graceMs, () => {
      current.told = true;
      this.#parts.tell(false);
    });
    this.#regain(current).then(cancel);
    return current.over.promise;
  }

  /** The connection is there again: it is worth a try at once. */
  tryNow(): void {
    this.#wake();
  }

  /** Waits for its end, but not for long; resolves to whether there is none. */
  async isBrief(): Promise<boolean> {
    if (!this.#current) return true;
    const { promise } = this.#current.over;
    await atMost(promise, { clock: this.#parts.clock, ms: this.#graceMs, late: null });
    return !this.isOn;
  }

  /** Nothing is tried any more. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async #regain(current: Current): Promise<void> {
    const { clock, log } = this.#parts;
    while (!this.#closed) {
      const woken = new Promise<boolean>((resolve) => this.#wake = () => resolve(false));
      const resumed = this.#parts.resume().then(() => true, () => false);
      if (await Promise.race([resumed, woken])) break;
      await new Promise<void>((resolve) => void clock.after(RESEND_MS, resolve));
    }
    this.#current = null;
    this.#backAt = clock.now();
    current.over.resolve();
    if (this.#closed) return;
    log.info("link back", {});
    if (current.told) this.#parts.tell(true);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
