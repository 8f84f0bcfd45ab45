// What happened, as the nodes tell each other, in one order: plain JSON. Types only: who may cause a fact is
// chat.ts, what comes of it delivery.ts. What clients see of it is event.ts; facts of nodes are node_fact.ts.

import type { Acted, InRoom, Line, Said } from "./line.ts";
import type { Followed, Linked, Muster, Ousted, Skipped } from "./node_fact.ts";
import type { Arrivee, Person } from "./person.ts";
import type { RoomChange, RoomSettings } from "./room_settings.ts";
import type { Table } from "./table.ts";

/** What nodes tell each other, in one order. */
export type Fact =
  | Said
  | Acted
  | Opened
  | Followed
  | Muster
  | Linked
  | Ousted
  | Skipped
  | Joined
  | Left
  | Kicked
  | Settled
  | Renamed
  | Arrived
  | Departed
  | Away
  | Told
  | Registration
  | Cut
  | Recalled
  | Forgotten
  | Announced
  | Noted
  | Played;

/** A private line. */
export interface Told {
  readonly kind: "told";
  /** As that of a line; no history has it. */
  readonly id: string;
  readonly at: number;
  readonly by: Person;
  readonly to: Person;
  readonly text: string;
}

export interface Joined extends InRoom {
  readonly kind: "joined";
  /** Whether they are away, as they may be who come from another room; set when the room hears of it. */
  readonly away?: boolean;
}

/** Left one room; `text` is a parting word or a reason, or "". */
export interface Left extends InRoom {
  readonly kind: "left";
  readonly text: string;
}

/** All clients of somebody moved out of a room, into the lobby; out of the lobby, they are ended. */
export interface Kicked extends InRoom {
  readonly kind: "kicked";
  readonly who: Person;
  /** Why, or "". */
  readonly text: string;
  /** Whether people in the room have been told in another way, as by a ban; programs keep lists by this. */
  readonly quiet?: boolean;
}

/** A room's rules are now these; `room` is "" for those of the whole server. */
export interface Settled extends InRoom {
  readonly kind: "settled";
  readonly settings: RoomSettings;
  readonly change: RoomChange;
}

/** `by` is who they were: another name, a login, a logout, or a login under the same name. */
export interface Renamed {
  readonly kind: "renamed";
  readonly at: number;
  readonly by: Person;
  readonly name: string;
  readonly account?: string;
}

/** `text` null: back again. */
export interface Away {
  readonly kind: "away";
  readonly by: Person;
  readonly text: string | null;
}

/** Connected, before the first room. */
export interface Arrived extends Arrivee {
  readonly kind: "arrived";
  readonly at: number;
}

/** Gone for good, from all rooms. */
export interface Departed {
  readonly kind: "departed";
  readonly at: number;
  readonly by: Person;
  readonly text: string;
  /** Whether they may come back: a lost connection keeps its seats for a while. */
  readonly returns?: boolean;
}

/** A name was registered, or is free again. */
export interface Registration {
  readonly kind: "registration";
  /** The name's key. */
  readonly key: string;
  readonly registered: boolean;
}

/** What an account has said is to be forgotten, in every room. */
export interface Forgotten {
  readonly kind: "forgotten";
  readonly account: string;
}

/** The connection with this id is to be ended, with a word to it. */
export interface Cut {
  readonly kind: "cut";
  readonly id: string;
  readonly text: string;
}

/** Whoever has the token with this digest comes back on another node: what still looks alive is to end. */
export interface Recalled {
  readonly kind: "recalled";
  readonly key: string;
}

/** From an admin to everybody. */
export interface Announced {
  readonly kind: "announced";
  readonly at: number;
  readonly by: Person;
  readonly text: string;
}

/** From the server to one person, wherever they are. */
export interface Noted {
  readonly kind: "noted";
  readonly to: Person;
  readonly text: string;
}

/** A room with a past has opened: the first who enters finds these lines there. */
export interface Opened {
  readonly kind: "opened";
  readonly room: string;
  /** Oldest first. */
  readonly lines: readonly Line[];
  readonly settings: RoomSettings;
  /** Games that were going on before a restart. */
  readonly tables?: readonly Table[];
  /** Whether these tables stand there whatever was known. */
  readonly anew?: boolean;
}

/** Somebody does something at a game's table, or time does, which is nobody. */
export interface Played {
  readonly kind: "played";
  readonly at: number;
  readonly room: string;
  readonly by: Person;
  readonly act: TableAct;
}

export type TableAct =
  | {
    readonly do: "play";
    readonly game: string;
    /** As the game's plan() takes them, and with what only the starter may know. */
    readonly options: string;
    readonly rival: Person | null;
    readonly seed: number;
  }
  | { readonly do: "join" | "leave" | "watch" | "end"; readonly table: number }
  | { readonly do: "move"; readonly table: number; readonly text: string }
  /** Seats that were somebody's before the connection was lost are `by`'s. */
  | { readonly do: "return"; readonly mark: string }
  /** Something is due. `node`: which node says so. */
  | { readonly do: "wait"; readonly node: string };
