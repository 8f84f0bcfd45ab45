// What happens in a chat, as data. Types only: who may cause an event is chat.ts, who receives it hub.ts,
// how it looks dialect/. Facts travel between nodes, so they are plain JSON; private ones go to one person.

/** Somebody, as events name them. The id is unique over all nodes and never reused; the name is not. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** Key of the account's name, for those who have proved that it is theirs. */
  readonly account?: string;
}

interface InRoom {
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

export interface Joined extends InRoom {
  readonly kind: "joined";
}

/** Left one room; `text` is a parting word or a reason, or "". */
export interface Left extends InRoom {
  readonly kind: "left";
  readonly text: string;
}

export interface TopicSet extends InRoom {
  readonly kind: "topic";
  /** "" clears it. */
  readonly text: string;
}

/** `by` carries the old name. */
export interface Renamed {
  readonly kind: "renamed";
  readonly at: number;
  readonly by: Person;
  readonly name: string;
}

/** Connected, before the first room. */
export interface Arrived {
  readonly kind: "arrived";
  readonly at: number;
  readonly by: Person;
}

/** Gone for good, from all rooms. */
export interface Departed {
  readonly kind: "departed";
  readonly at: number;
  readonly by: Person;
  readonly text: string;
}

/** `text` null: back again. */
export interface Away {
  readonly kind: "away";
  readonly by: Person;
  readonly text: string | null;
}

/** A private line. */
export interface Told {
  readonly kind: "told";
  readonly at: number;
  readonly by: Person;
  readonly to: Person;
  readonly text: string;
}

/** A room with a past has opened: the first who enters finds these lines there. */
export interface Opened {
  readonly kind: "opened";
  readonly room: string;
  /** Oldest first. */
  readonly lines: readonly Line[];
}

/** A line of a room's history. */
export type Line = Said | Acted;

/** What nodes tell each other, in one order. */
export type Fact =
  | Said
  | Acted
  | Opened
  | Joined
  | Left
  | TopicSet
  | Renamed
  | Arrived
  | Departed
  | Away
  | Told;

/** Arrivals and departures of a crowded room, summed up. Names are those that are spelled out. */
export interface Crowd {
  readonly kind: "crowd";
  readonly at: number;
  readonly joined: Summary;
  readonly left: Summary;
}

/** A few names and how many more there are. */
export interface Summary {
  readonly names: readonly string[];
  readonly others: number;
}

/** What a room's members see. */
export type RoomEvent = Line | Joined | Left | Renamed | TopicSet | Crowd;

/** What one person sees. */
export type PrivateEvent =
  /** Always the first. `motd` is the message of the day, or "". */
  | { readonly kind: "welcome"; readonly name: string; readonly motd: string }
  | Told
  /** The sender's copy of a private line. */
  | { readonly kind: "sent"; readonly at: number; readonly to: Person; readonly text: string }
  | {
    readonly kind: "entered";
    readonly room: string;
    readonly topic: string;
    readonly company: Summary;
    readonly recent: readonly Line[];
    /** The first room after connecting: a newcomer gets a hint. */
    readonly first: boolean;
  }
  | { readonly kind: "past"; readonly lines: readonly Line[] }
  | { readonly kind: "notice"; readonly text: string };

export type ChatEvent = RoomEvent | PrivateEvent;
