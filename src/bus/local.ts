// The bus of a single node: facts are received the moment they are published. Keeps nothing but names.

import type { Bus, BusState } from "../bus.ts";
import type { Fact } from "../fact.ts";

const DONE = Promise.resolve();

export class LocalBus implements Bus {
  readonly state: BusState = "up";
  readonly #names = new Map<string, string>();
  #receive: (fact: Fact) => void = () => {};

  attach(receive: (fact: Fact) => void): void {
    this.#receive = receive;
  }

  publish(fact: Fact): Promise<void> {
    this.#receive(fact);
    return DONE;
  }

  follow(): Promise<void> {
    return DONE; // all of them, always
  }

  claim(key: string, id: string): Promise<boolean> {
    const holder = this.#names.get(key);
    if (holder === undefined) this.#names.set(key, id);
    return Promise.resolve(holder === undefined || holder === id);
  }

  release(key: string, id: string): void {
    if (this.#names.get(key) === id) this.#names.delete(key);
  }
}
