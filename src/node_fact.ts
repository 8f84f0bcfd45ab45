// Facts of the nodes themselves: who is on a node, which rooms it hears, whether it hears the others. Types
// only; the facts of people and rooms are fact.ts.

import type { Line } from "./line.ts";
import type { Arrivee } from "./person.ts";
import type { RoomSettings } from "./room_settings.ts";
import type { Table } from "./table.ts";

/** This node is cut off from the others, or is no longer. Never travels. */
export interface Linked {
  readonly kind: "linked";
  readonly up: boolean;
}

/** The people of a node are these and nobody else: it has come, it has come back, or, with nobody, it is gone. */
export interface Muster {
  readonly kind: "muster";
  readonly at: number;
  /** What the ids of its people begin with. */
  readonly node: string;
  readonly people: readonly Present[];
  /** What is known of rooms that they are in, but for those without rules and games. */
  readonly rooms: readonly Standing[];
  /** Whether it is for a node that knows nothing yet; others know better what is played. */
  readonly first: boolean;
}

/** Somebody as a node makes them known that was there before. */
export interface Present extends Arrivee {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly away: string | null;
  /** Names of rooms, in order of coming. */
  readonly rooms: readonly string[];
}

/** How it stands in a room. */
export interface Standing {
  readonly room: string;
  readonly settings: RoomSettings;
  readonly tables: readonly Table[];
}

/** The name of one of this node's clients is somebody else's now. Never travels. */
export interface Ousted {
  readonly kind: "ousted";
  readonly id: string;
  /** The name's key. */
  readonly key: string;
}

/** This node hears what is said in a room from here on; these lines came before. Never travels. */
export interface Followed {
  readonly kind: "followed";
  readonly room: string;
  /** Oldest first. */
  readonly lines: readonly Line[];
}

/** A room where some lines were said that nobody of this node hears any more. Never travels. */
export interface Skipped {
  readonly kind: "skipped";
  readonly room: string;
}
