// A room's rules as data: whose it is, who keeps order, who is kept out or silent. Pure: nothing here knows
// a connection, a store or the time of day. Who may change them is role.ts; what is shown of it dialect/.

/** An account, by its id and by its name as it was spelled. */
export interface Holder {
  readonly account: string;
  readonly name: string;
}

/** Somebody is kept out, or silent. It hits the account, or guests from the address where there is none. */
export interface Sanction {
  /** Who is meant, as people know them: a name or an address. */
  readonly name: string;
  readonly account?: string;
  /** An addressKey(), or the address of this very machine. */
  readonly address?: string;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds since 1970; null: for good. */
  readonly until: number | null;
  /** Or "". */
  readonly why: string;
}

export interface RoomSettings {
  /** Grows with every change: of two settings of a room, the one with more is newer. */
  readonly revision: number;
  /** The registered user who made it; null: nobody's. */
  readonly owner: Holder | null;
  readonly ops: readonly Holder[];
  readonly topic: string;
  /** Whether only ops set the topic. */
  readonly topicLocked: boolean;
  /** Seconds between two lines of one person; 0: as they like. */
  readonly slow: number;
  /** Whether only ops and those invited come in, and nobody else sees it. */
  readonly private: boolean;
  /** As invitation() names them. */
  readonly invited: readonly string[];
  readonly bans: readonly Sanction[];
  readonly mutes: readonly Sanction[];
  /** Who may not play games there. */
  readonly barred: readonly Sanction[];
}

/** What was done to a room's settings, as its people are told. */
export type RoomChange =
  /** "" clears it. */
  | { readonly what: "topic"; readonly text: string }
  | { readonly what: "topic-lock" | "private"; readonly on: boolean }
  | { readonly what: "slow"; readonly seconds: number }
  | { readonly what: "op" | "deop" | "owner" | "invite"; readonly name: string }
  | { readonly what: "ban" | "mute" | "bar"; readonly sanction: Sanction }
  | { readonly what: "unban" | "unmute" | "unbar"; readonly name: string };

/** Those of a room that nobody has changed. */
export const NO_SETTINGS: RoomSettings = {
  revision: 0,
  owner: null,
  ops: [],
  topic: "",
  topicLocked: false,
  slow: 0,
  private: false,
  invited: [],
  bans: [],
  mutes: [],
  barred: [],
};

/** Somebody as a sanction may hit them. */
export interface Target {
  readonly account?: string | undefined;
  /** An addressKey(), or the address of this very machine. */
  readonly address: string;
}

/** The sanction of `list` that is in force for `target` at `now`. */
export function sanctionOn(
  target: Target,
  { list, now }: { list: readonly Sanction[]; now: number },
): Sanction | undefined {
  return list.find((sanction) => inForce(sanction, now) && hits(sanction, target));
}

export function inForce({ until }: Sanction, now: number): boolean {
  return until === null || now < until;
}

function hits(sanction: Sanction, { account, address }: Target): boolean {
  if (sanction.account !== undefined) return sanction.account === account;
  return account === undefined && sanction.address === address;
}
