// The JSON that programs speak with netchat, one object a line: every message and request as a type, shared
// by the server and by clients. docs/protocol.md explains it. Types and names only; no code that runs.

/** Of the protocol. New fields and new types of message do not change it: clients skip what they do not know. */
export const PROTOCOL_VERSION = 1;

export interface WirePerson {
  readonly name: string;
  /** Whether the name belongs to an account, and they are logged in. */
  readonly registered: boolean;
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
  | {
    readonly type: "hello";
    readonly version: number;
    readonly name: string;
    readonly room: string;
  }
  | { readonly type: "welcome"; readonly name: string; readonly motd: string }
  | {
    readonly type: "entered";
    readonly room: string;
    readonly topic: string;
    readonly company: WireSummary;
    readonly recent: readonly WireLine[];
  }
  | WireLine
  | (InRoom & { readonly type: "joined" })
  | (InRoom & { readonly type: "left"; readonly text: string })
  | (InRoom & { readonly type: "kicked"; readonly who: WirePerson; readonly text: string })
  | (InRoom & { readonly type: "settled"; readonly change: WireChange })
  | {
    readonly type: "renamed";
    readonly at: number;
    readonly by: WirePerson;
    readonly name: string;
  }
  | {
    readonly type: "crowd";
    readonly at: number;
    readonly joined: WireSummary;
    readonly left: WireSummary;
  }
  | {
    readonly type: "told";
    readonly at: number;
    readonly by: WirePerson;
    readonly text: string;
  }
  | {
    readonly type: "sent";
    readonly at: number;
    readonly to: WirePerson;
    readonly text: string;
  }
  | { readonly type: "past"; readonly lines: readonly WireLine[] }
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
    /** As the game has it: see docs/games.md; null before it begins. */
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
  | { readonly type: "notice"; readonly text: string }
  /** The request with this ref is done. */
  | { readonly type: "done"; readonly ref: Ref }
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
    /** Any command by its name, without the slash. */
    | { readonly do: string; readonly args?: readonly string[] }
  )
  & {
    /** The room that is meant, of those one is in; it stays the one that is meant. */
    readonly room?: string;
    readonly ref?: Ref;
  };
