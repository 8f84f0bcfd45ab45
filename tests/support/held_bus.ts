// A bus with a long way: while it is held, claims and facts wait, and go on one by one in the order that
// the test chooses. Shows races that a local bus is too quick for.

import type { Bus } from "../../src/bus.ts";
import { LocalBus } from "../../src/bus/local.ts";
import type { Fact } from "../../src/fact.ts";
import { promisesKept } from "./settle.ts";

interface Held {
  readonly what: "claim" | Fact["kind"];
  readonly go: () => void;
}

export class HeldBus implements Bus {
  held = false;
  readonly state = "up";
  readonly #bus = new LocalBus();
  #waiting: Held[] = [];

  /** What waits, in order. */
  get waiting(): string[] {
    return this.#waiting.map(({ what }) => what);
  }

  attach(receive: (fact: Fact) => void): void {
    this.#bus.attach(receive);
  }

  publish(fact: Fact): Promise<void> {
    return this.#hold(fact.kind, () => this.#bus.publish(fact));
  }

  follow(): Promise<void> {
    return this.#bus.follow();
  }

  claim(key: string, id: string): Promise<boolean> {
    return this.#hold("claim", () => this.#bus.claim(key, id));
  }

  release(key: string, id: string): void {
    this.#bus.release(key, id);
  }

  /** Lets the oldest one go that is `what`, and all happen that comes of it. */
  async let(what: Held["what"]): Promise<void> {
    const held = this.#waiting.find((other) => other.what === what);
    if (!held) throw new Error(`No ${what} waits, but ${this.waiting.join(", ")}`);
    this.#waiting = this.#waiting.filter((other) => other !== held);
    held.go();
    await promisesKept();
  }

  /** Holds nothing from now on. */
  async open(): Promise<void> {
    this.held = false;
    for (const { go } of this.#waiting.splice(0)) go();
    await promisesKept();
  }

  #hold<T>(what: Held["what"], run: () => Promise<T>): Promise<T> {
    if (!this.held) return run();
    return new Promise((resolve) => this.#waiting.push({ what, go: () => resolve(run()) }));
  }
}
