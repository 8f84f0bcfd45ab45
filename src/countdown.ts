// The time until the whole process goes down, as an admin ordered it: one a process, whatever its event loops.
// Says when; what is told to whom is drain.ts, and going down is for whoever waits for the end.

import type { Clock } from "./clock.ts";
import type { DrainNews, DrainOrder, DrainOrders } from "./drain.ts";
import { DRAIN_REMINDERS } from "./limits.ts";

export interface CountdownParts {
  readonly clock: Clock;
  /** Hears of everything, on each event loop. */
  readonly tell: (news: DrainNews) => void;
}

export class Countdown implements DrainOrders {
  readonly #parts: CountdownParts;
  readonly #over = Promise.withResolvers<DrainOrder>();
  /** Of the timers that are set. */
  #cancels: (() => void)[] = [];
  /** Milliseconds since 1970; null while nothing is to go down. */
  #endsAt: number | null = null;

  constructor(parts: CountdownParts) {
    this.#parts = parts;
  }

  /** Resolves to the order that it was when its time is over. */
  get over(): Promise<DrainOrder> {
    return this.#over.promise;
  }

  /** Seconds left; null while nothing is to go down. */
  get left(): number | null {
    if (this.#endsAt === null) return null;
    return Math.max(0, Math.ceil((this.#endsAt - this.#parts.clock.now()) / 1000));
  }

  /** Its time has come, or somebody does not wait for it. */
  end(): void {
    this.#cancelAll();
    this.#endsAt = this.#parts.clock.now();
  }

  /** The latest order counts: it sets the time anew, or ends it. */
  order(order: DrainOrder): void {
    this.#cancelAll();
    if (order.seconds === null) this.#callOff();
    else this.#begin(order, order.seconds);
  }

  #callOff(): void {
    if (this.#endsAt === null) return;
    this.#endsAt = null;
    this.#parts.tell({ kind: "called off" });
  }

  #begin(order: DrainOrder, seconds: number): void {
    this.#endsAt = this.#parts.clock.now() + seconds * 1000;
    if (seconds > 0) this.#parts.tell({ kind: "begun", seconds });
    for (const left of DRAIN_REMINDERS.filter((left) => left < seconds)) {
      this.#after(seconds - left, () => this.#parts.tell({ kind: "reminder", seconds: left }));
    }
    this.#after(seconds, () => this.#over.resolve(order));
  }

  #cancelAll(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels = [];
  }

  #after(seconds: number, run: () => void): void {
    this.#cancels.push(this.#parts.clock.after(seconds * 1000, run));
  }
}
