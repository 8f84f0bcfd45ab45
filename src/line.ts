// What is said in a room, as rooms show it and their history keeps it. Types only.

import type { Person } from "./person.ts";

/** What happens in a room, by somebody. */
export interface InRoom {
  /** Milliseconds since 1970, by the clock of the node where it happened. */
  readonly at: number;
  /** The room's name, with its "#". */
  readonly room: string;
  readonly by: Person;
}

export interface Said extends InRoom {
  readonly kind: "said";
  /** Unique over all nodes; later lines of a node have greater ids, compared as text. */
  readonly id: string;
  readonly text: string;
}

/** "/me waves". */
export interface Acted extends InRoom {
  readonly kind: "acted";
  readonly id: string;
  readonly text: string;
}

/** A line of a room's history. */
export type Line = Said | Acted;
