// Port: what connects this node with the others. Puts facts into one order, and guards names.
// The local bus is the whole story on one node; workers and NATS stand behind the same methods.

import type { Fact } from "./event.ts";

export interface Bus {
  /** Names the receiver of facts. Called once, before anything is published. */
  attach(receive: (fact: Fact) => void): void;
  /**
   * Puts `fact` in its place in the order and hands it to every node's receiver, this node's too.
   * Resolves when this node has received it; nobody need wait for that.
   */
  publish(fact: Fact): Promise<void>;
  /** Takes the name with this key for `id`; false if somebody has it. Own names may be claimed again. */
  claim(key: string, id: string): Promise<boolean>;
  /** Gives the name back, if it is `id`'s. */
  release(key: string, id: string): void;
}
