// What happens in a chat, as data. Types only: who may cause an event is chat.ts, who receives it hub.ts,
// how it looks dialect/. Facts travel between nodes, so they are plain JSON; private ones go to one person.

import type { ErrorCode } from "./errors.ts";
import type { Ref, WireCommand, WireRole } from "./protocol.ts";

import type { RoomChange, RoomSettings } from "./room_settings.ts";
import type { Player, Table } from "./table.ts";

/** Somebody, as events name them. The id is unique over all nodes and never reused; the name is not. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** The id of the account that is logged in; guests have none. */
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
  /** Whether they are away, as they may be who come from another room; set when the room hears of it. */
  readonly away?: boolean;
}

/** Left one room; `text` is a parting word or a reason, or "". */
export interface Left extends InRoom {
  readonly kind: "left";
  readonly text: string;
}

/** A room's rules are now these; `room` is "" for those of the whole server. */
export interface Settled extends InRoom {
  readonly kind: "settled";
  readonly settings: RoomSettings;
  readonly change: RoomChange;
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

/** `by` is who they were: another name, a login, a logout, or a login under the same name. */
export interface Renamed {
  readonly kind: "renamed";
  readonly at: number;
  readonly by: Person;
  readonly name: string;
  readonly account?: string;
}

interface Arrivee {
  readonly by: Person;
  /** As the transport gives it; for bans and for admins. */
  readonly address: string;
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

/** `text` null: back again. */
export interface Away {
  readonly kind: "away";
  readonly by: Person;
  readonly text: string | null;
}

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

/** This node hears what is said in a room from here on; these lines came before. Never travels. */
export interface Followed {
  readonly kind: "followed";
  readonly room: string;
  /** Oldest first. */
  readonly lines: readonly Line[];
}

/** Somebody as a node makes them known that was there before. */
export interface Present extends Arrivee {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly away: string | null;
  /** Names of rooms, in order of coming. */
  readonly rooms: readonly string[];
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

/** How it stands in a room. */
export interface Standing {
  readonly room: string;
  readonly settings: RoomSettings;
  readonly tables: readonly Table[];
}

/** A room where some lines were said that nobody of this node hears any more. Never travels. */
export interface Skipped {
  readonly kind: "skipped";
  readonly room: string;
}

/** The name of one of this node's clients is somebody else's now. Never travels. */
export interface Ousted {
  readonly kind: "ousted";
  readonly id: string;
  /** The name's key. */
  readonly key: string;
}

/** This node is cut off from the others, or is no longer. Never travels. */
export interface Linked {
  readonly kind: "linked";
  readonly up: boolean;
}

/** A name was registered, or is free again. */
export interface Registration {
  readonly kind: "registration";
  /** The name's key. */
  readonly key: string;
  readonly registered: boolean;
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

/** What an account has said is to be forgotten, in every room. */
export interface Forgotten {
  readonly kind: "forgotten";
  readonly account: string;
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

/** A line of a room's history. */
export type Line = Said | Acted;

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

/** A few names and how many more there are. */
export interface Summary {
  readonly names: readonly string[];
  readonly others: number;
}

/** What all may know of a table. */
export interface TableCard {
  readonly room: string;
  readonly table: number;
  readonly game: string;
  readonly mode: string;
  readonly phase: Table["phase"];
  /** Whether one may join. */
  readonly joinable: boolean;
  /** By seat. */
  readonly players: readonly (Player & { readonly state: "here" | "away" | "left" })[];
}

/** One line for the whole room: a game begins, or is over. */
export type GameNews =
  & {
    readonly kind: "game";
    readonly at: number;
    readonly card: TableCard;
  }
  & (
    | { readonly what: "started"; readonly by: Person }
    | { readonly what: "over"; readonly text: string; readonly winners: readonly string[] }
  );

/** What those at a table see, each as their seat has it. */
export interface TableShown {
  readonly kind: "table";
  readonly at: number;
  readonly card: TableCard;
  /** Theirs; null for who watches. */
  readonly seat: number | null;
  /** The seats that may move now, and until when. */
  readonly turn: readonly number[];
  readonly due: number;
  /** What happened, in lines. */
  readonly text: readonly string[];
  /** How it stands: lines for terminals, and JSON for pages; nothing before it begins. */
  readonly board: readonly string[];
  readonly view: unknown;
}

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

export type ChatEvent = RoomEvent | PrivateEvent;
