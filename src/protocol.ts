// The JSON that programs and the page speak with netchat, one object a line on TCP and one a message on a
// WebSocket: every message and request as a type, shared by the server and by clients. docs/protocol.md
// explains it. Types and names only; no code that runs.

/** Of the protocol. New fields and new types of message do not change it: clients skip what they do not know. */
export const PROTOCOL_VERSION = 1;

/** What a WebSocket client may ask for as its subprotocol, to be refused by servers that do not speak it. */
export const SUBPROTOCOL = "netchat.1";

export interface WirePerson {
  readonly name: string;
  /** Whether the name belongs to an account, and they are logged in. */
  readonly registered: boolean;
}

/** Somebody in a room's list of members. */
export interface WireMember extends WirePerson {
  readonly away: boolean;
}

/** A line of a room's history. Ids are unique, and sort as the lines were said. */
export interface WireLine {
  readonly type: "said" | "acted";
  readonly id: string;
  /** Milliseconds since 1970, as everywhere here. */
  readonly at: number;
  readonly room: string;
  readonly by: WirePerson;
  readonly text: string;
}

/** A few names and how many more there are. */
export interface WireSummary {
  readonly names: readonly string[];
  readonly others: number;
}

/** What one is in a room, the least first; the server checks rights, whatever a client shows. */
export type WireRole = "guest" | "user" | "op" | "owner" | "admin";

/** A room's rules, as everybody in it may know them. */
export interface WireRules {
  /** Names of accounts. */
  readonly owner: string | null;
  readonly ops: readonly string[];
  readonly topicLocked: boolean;
  /** Seconds between two lines of one person; 0: no rule. */
  readonly slow: number;
  readonly private: boolean;
}

/** A room in the list of rooms. */
export interface WireRoom {
  readonly room: string;
  readonly people: number;
  readonly topic: string;
  readonly private: boolean;
}

/** A command as /help knows it. */
export interface WireCommand {
  readonly name: string;
  readonly args: readonly WireArgument[];
  readonly summary: string;
  /** More, in whole sentences, or "". */
  readonly details: string;
  /** What one must be, in the room one is in. */
  readonly role: WireRole;
}

export interface WireArgument {
  readonly name: string;
  /** Whether it is all that remains of what is typed; if not, a word. */
  readonly rest: boolean;
  readonly optional: boolean;
}

/** What a client should know of the server it speaks with. */
export interface WireServer {
  readonly lobby: string;
  /** Longest line, in bytes of UTF-8. */
  readonly maxLine: number;
  /** Lines that each room keeps. */
  readonly history: number;
  /** Whether nobody comes in without an account. */
  readonly requireLogin: boolean;
  /** The TCP port where terminals come in; 0 if it is not known. */
  readonly chatPort: number;
}

/** A ban or a mute, as everybody may know it. */
export interface WireSanction {
  readonly name: string;
  readonly by: string;
  /** null: for good. */
  readonly until: number | null;
  readonly why: string;
}

export type WireChange =
  | { readonly what: "topic"; readonly text: string }
  | { readonly what: "topic-lock" | "private"; readonly on: boolean }
  | { readonly what: "slow"; readonly seconds: number }
  | {
    readonly what: "op" | "deop" | "owner" | "invite" | "unban" | "unmute" | "unbar";
    readonly name: string;
  }
  | { readonly what: "ban" | "mute" | "bar"; readonly sanction: WireSanction };

/** What clients may give a request, to know its answer by. */
export type Ref = string | number;

type InRoom = { readonly at: number; readonly room: string; readonly by: WirePerson };

/** A game that is played in a room. */
export interface WireTable {
  readonly room: string;
  /** Its number in the room. */
  readonly table: number;
  readonly game: string;
  /** The options it was started with, or "". */
  readonly mode: string;
  /** "open": it waits for players. */
  readonly phase: "open" | "running" | "over";
  /** Whether there is room for one more. */
  readonly joinable: boolean;
  /** By seat, from 0. */
  readonly players: readonly (WirePerson & { readonly state: "here" | "away" | "left" })[];
}

/** What the server says. */
export type ServerMessage =
  /** The first of all. `name` and `room` are "" before one is in. */
  | {
    readonly type: "hello";
    readonly version: number;
    readonly name: string;
    readonly room: string;
    readonly server: WireServer;
  }
  | { readonly type: "welcome"; readonly name: string; readonly motd: string }
  /** Who one is: after coming in, and whenever something of it has changed. */
  | {
    readonly type: "you";
    readonly name: string;
    readonly registered: boolean;
    readonly away: boolean;
    /** Whether one is an admin of the server. */
    readonly admin: boolean;
  }
  | {
    readonly type: "entered";
    readonly room: string;
    readonly topic: string;
    readonly company: WireSummary;
    readonly recent: readonly WireLine[];
    /** Whether lines are missing between the one that was `seen` last and the first of `recent`. */
    readonly gap: boolean;
    /** How many are in the room, and the first of them, oneself among those: all, if they are as many. */
    readonly people: number;
    readonly members: readonly WireMember[];
    readonly rules: WireRules;
    readonly role: WireRole;
  }
  /** One is out of a room, and gets nothing more of it. `by` did it, or null if it was oneself. */
  | {
    readonly type: "exited";
    readonly room: string;
    readonly by: WirePerson | null;
    readonly text: string;
  }
  | WireLine
  | (InRoom & { readonly type: "joined"; readonly away: boolean })
  | (InRoom & { readonly type: "left"; readonly text: string })
  | (InRoom & {
    readonly type: "kicked";
    readonly who: WirePerson;
    readonly text: string;
    /** Whether people need not be told, since "settled" has told of the ban that did it. */
    readonly quiet: boolean;
  })
  | (InRoom & { readonly type: "settled"; readonly change: WireChange })
  /** `by` is `name` now, and `registered` or not; one of the two may be as before. */
  | (InRoom & {
    readonly type: "renamed";
    readonly name: string;
    readonly registered: boolean;
  })
  /** `by` is away, or back. */
  | (InRoom & { readonly type: "away"; readonly away: boolean })
  | {
    readonly type: "crowd";
    readonly at: number;
    readonly room: string;
    readonly joined: WireSummary;
    readonly left: WireSummary;
    /** For the list of members: first take out who `went`, then put in who `came`. */
    readonly went: readonly string[];
    readonly came: readonly WireMember[];
    /** Whether those are all of them; if not, ask for the list with "who". */
    readonly whole: boolean;
    /** How many are in the room now. */
    readonly people: number;
  }
  /** The answer to "who". */
  | {
    readonly type: "members";
    readonly room: string;
    readonly people: number;
    readonly members: readonly WireMember[];
  }
  | {
    readonly type: "told";
    readonly id: string;
    readonly at: number;
    readonly by: WirePerson;
    readonly text: string;
  }
  | {
    readonly type: "sent";
    readonly id: string;
    readonly at: number;
    readonly to: WirePerson;
    readonly text: string;
  }
  /** Oldest first. `more`: whether there are older ones. */
  | { readonly type: "past"; readonly lines: readonly WireLine[]; readonly more: boolean }
  /** You play there, or watch: this happened, and so it stands. */
  | (WireTable & {
    readonly type: "table";
    readonly at: number;
    /** Yours; null if you watch. */
    readonly seat: number | null;
    /** The seats that may move now. */
    readonly turn: readonly number[];
    /** When the time for it is over. */
    readonly due: number;
    readonly text: readonly string[];
    /** As the game has it, see docs/protocol.md; null before it begins. */
    readonly view: unknown;
  })
  | (WireTable & {
    readonly type: "game";
    readonly at: number;
    readonly what: "started";
    readonly by: WirePerson;
  })
  | (WireTable & {
    readonly type: "game";
    readonly at: number;
    readonly what: "over";
    readonly text: string;
    readonly winners: readonly string[];
  })
  | (WireTable & {
    readonly type: "challenge";
    readonly at: number;
    readonly by: WirePerson;
    /** Until when it may be accepted. */
    readonly due: number;
  })
  | {
    readonly type: "games";
    readonly room: string;
    readonly games: readonly { readonly name: string; readonly summary: string }[];
    readonly tables: readonly WireTable[];
  }
  | {
    readonly type: "announced";
    readonly at: number;
    readonly by: WirePerson;
    readonly text: string;
  }
  /** The answer to "rooms", the fullest first; `others`: how many are not listed. */
  | { readonly type: "rooms"; readonly rooms: readonly WireRoom[]; readonly others: number }
  /** The answer to "help" without arguments: what one may do in the room that is meant. */
  | { readonly type: "commands"; readonly commands: readonly WireCommand[] }
  /** What to come back with, and how many milliseconds it is good for after a loss. */
  | { readonly type: "token"; readonly token: string; readonly ms: number }
  /** What logs in another client, once, and how many milliseconds it is good for. */
  | { readonly type: "code"; readonly code: string; readonly ms: number }
  | { readonly type: "notice"; readonly text: string }
  /** The last; `back`: whether to come back is worth a try, or what was meant was an end. */
  | { readonly type: "bye"; readonly text: string; readonly back: boolean }
  /** The request with this ref is done; `id` is that of what was said, or null. */
  | { readonly type: "done"; readonly ref: Ref; readonly id: string | null }
  /** A request was refused; `ref` null if it had none. */
  | {
    readonly type: "failed";
    readonly ref: Ref | null;
    readonly code: string;
    readonly text: string;
  };

/** What a client asks for. */
export type ClientRequest =
  & (
    | { readonly do: "say" | "act"; readonly text: string }
    /** Comes in as a guest, by that name if it is free. */
    | { readonly do: "enter"; readonly args?: readonly [name: string] }
    /** A line as it would be typed in a terminal: a command if it begins with a slash. */
    | { readonly do: "type"; readonly text: string }
    /** Any command by its name, without the slash. */
    | { readonly do: string; readonly args?: readonly string[] }
  )
  & {
    /** The room that is meant, of those one is in; it stays the one that is meant. */
    readonly room?: string;
    /** For rooms that the request enters: the id of the last line one has of each, so that all since is shown. */
    readonly seen?: Readonly<Record<string, string>>;
    readonly ref?: Ref;
  };
