// What clients see, as data: what all of a room hear, and what one alone does. Types only: who receives an
// event is hub.ts, how it looks dialect/. What nodes tell each other is fact.ts; private events never travel.

import type { ErrorCode } from "./errors.ts";
import type { Announced, Joined, Kicked, Left, Renamed, Settled, Told } from "./fact.ts";
import type { InRoom, Line } from "./line.ts";
import type { Person } from "./person.ts";
import type { Ref, WireCommand, WireRole } from "./protocol.ts";
import type { RoomSettings } from "./room_settings.ts";
import type { GameNews, TableCard, TableShown } from "./table_event.ts";

export type ChatEvent = RoomEvent | PrivateEvent;

/** What a room's members see. */
export type RoomEvent =
  | Line
  | Joined
  | Left
  | Kicked
  | RenamedIn
  | AwayIn
  | Settled
  | Crowd
  | GameNews;

/** Arrivals and departures of a crowded room, summed up. Names are those that are spelled out. */
export interface Crowd {
  readonly kind: "crowd";
  readonly at: number;
  readonly room: string;
  readonly joined: Summary;
  readonly left: Summary;
  readonly balance: Balance;
}

/** What came of a crowd's coming and going: who is there now and was not, and the other way round. */
export interface Balance {
  readonly came: readonly Listed[];
  readonly went: readonly string[];
  /** Whether these are all. */
  readonly whole: boolean;
  /** How many are there now. */
  readonly people: number;
}

/** Somebody is called something else, or has logged in or out, as one of their rooms hears of it. */
export interface RenamedIn extends Renamed {
  readonly room: string;
}

/** Somebody is away, or back, as one of their rooms hears of it. */
export interface AwayIn extends InRoom {
  readonly kind: "away";
  readonly away: boolean;
}

/** Somebody in a list. */
export interface Listed {
  readonly person: Person;
  readonly away: boolean;
}

/** A room in a list. */
export interface ListedRoom {
  readonly name: string;
  readonly people: number;
  readonly settings: Pick<RoomSettings, "topic" | "private">;
}

/** A few names and how many more there are. */
export interface Summary {
  readonly names: readonly string[];
  readonly others: number;
}

/** What a program wants to know of a server. */
export interface ServerFacts {
  readonly lobby: string;
  /** Bytes. */
  readonly maxLine: number;
  /** Lines that each room keeps. */
  readonly history: number;
  readonly requireLogin: boolean;
  /** Where terminals come in; 0 if it is not known. */
  readonly chatPort: number;
}

/** What one person sees. */
export type PrivateEvent =
  /** Always the first. `motd` is the message of the day, or "". */
  | { readonly kind: "welcome"; readonly name: string; readonly motd: string }
  | Told
  /** The sender's copy of a private line. */
  | {
    readonly kind: "sent";
    readonly id: string;
    readonly at: number;
    readonly to: Person;
    readonly text: string;
  }
  /** Who one is now. */
  | {
    readonly kind: "you";
    readonly person: Person;
    readonly away: boolean;
    readonly admin: boolean;
  }
  | {
    readonly kind: "entered";
    readonly room: string;
    readonly topic: string;
    readonly company: Summary;
    readonly recent: readonly Line[];
    /** Whether lines are missing before those, of what somebody who comes back has missed. */
    readonly gap: boolean;
    /** How many are in the room, and the first of them. */
    readonly people: number;
    readonly members: readonly Listed[];
    readonly settings: RoomSettings;
    readonly role: WireRole;
    /** The first room after connecting: a newcomer gets a hint. */
    readonly first: boolean;
  }
  /** Out of a room; `by` null if by oneself. */
  | {
    readonly kind: "exited";
    readonly room: string;
    readonly by: Person | null;
    readonly text: string;
  }
  /** `more`: whether there are older ones. */
  | { readonly kind: "past"; readonly lines: readonly Line[]; readonly more: boolean }
  | {
    readonly kind: "members";
    readonly room: string;
    readonly people: number;
    readonly members: readonly Listed[];
  }
  /** `others`: how many are not listed. */
  | { readonly kind: "rooms"; readonly rooms: readonly ListedRoom[]; readonly others: number }
  /** What can be done. */
  | { readonly kind: "commands"; readonly commands: readonly WireCommand[] }
  /** What to come back with after a loss, and how long after it. */
  | { readonly kind: "token"; readonly token: string; readonly ms: number }
  /** What logs in another client, once, and how long. */
  | { readonly kind: "code"; readonly code: string; readonly ms: number }
  | TableShown
  /** Somebody asks to play. */
  | {
    readonly kind: "challenge";
    readonly at: number;
    readonly card: TableCard;
    readonly by: Person;
    readonly due: number;
  }
  /** What can be played, and what is being played in the room. */
  | {
    readonly kind: "games";
    readonly room: string;
    readonly games: readonly { readonly name: string; readonly summary: string }[];
    readonly tables: readonly TableCard[];
  }
  | Announced
  | { readonly kind: "notice"; readonly text: string }
  /** A request was refused. `ref`: what its sender knows it by, if anything. */
  | {
    readonly kind: "failed";
    readonly ref: Ref | null;
    readonly code: ErrorCode;
    readonly text: string;
  }
  /** `id` of the line that was said by it, or null. */
  | { readonly kind: "done"; readonly ref: Ref; readonly id: string | null }
  /** The first of a client that speaks JSON. `name` and `room` are "" before it is in. */
  | {
    readonly kind: "hello";
    readonly name: string;
    readonly room: string;
    readonly server: ServerFacts;
  }
  /** The last; `back`: whether to come back is worth a try. */
  | { readonly kind: "bye"; readonly text: string; readonly back: boolean };
