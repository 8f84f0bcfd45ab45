// Port: what connects this node with the others. Puts facts into one order, and guards names.
// The local bus is the whole story on one node; workers and NATS stand behind the same methods.

import { ChatError } from "./errors.ts";
import type { Fact } from "./fact.ts";
import type { Muster } from "./node_fact.ts";
import type { Person } from "./person.ts";

/**
 * "up": facts get their places. "away": this node is cut off; what is said waits, and what somebody would
 * have to wait for is refused. "full": so much waits that no more may.
 */
export type BusState = "up" | "away" | "full";

/** What is said to who asks, while it is away, for what needs a place in the order. */
export function cutOff(): ChatError {
  const why = "The link to the other servers is lost";
  return new ChatError("refused", `${why}: try again in a moment`);
}

/** What a bus may ask of the chat, which alone knows who is where. */
export interface Census {
  /** This node's people, as of all facts received so far. */
  present(): Pick<Muster, "people" | "rooms">;
  /** How many they are. */
  clients(): number;
  /** Rooms that somebody hears here, in them or from outside. */
  heard(): Iterable<string>;
  /** The ids of all clients that somebody is on with, on whichever node. */
  idsOf(person: Person): readonly string[];
}

export interface Bus {
  readonly state: BusState;
  /** Names the receiver of facts, and whom to ask. Called once, before anything is published. */
  attach(receive: (fact: Fact) => void, census?: Census): void;
  /**
   * Puts `fact` in its place in the order and hands it to every node's receiver, this node's too.
   * Resolves when this node has received it; nobody need wait for that. Rejects with ChatError "refused",
   * while this node is cut off, for what nobody may be left waiting for.
   */
  publish(fact: Fact): Promise<void>;
  /** This node hears what is said in a room, from when it resolves; whoever publishes "joined" need not ask. */
  follow(room: string): Promise<void>;
  /**
   * Takes the name with this key for `id`; false if somebody has it. Own names may be claimed again. Rejects
   * with ChatError "refused" while this node is cut off.
   */
  claim(key: string, id: string): Promise<boolean>;
  /** Gives the name back, if it is `id`'s. */
  release(key: string, id: string): void;
}
