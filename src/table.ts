// A table where a game is played, as plain JSON: who sits there, how far they are, when something is due.
// Pure questions about it; what happens at tables is tables.ts.

/** Somebody at a table, as events name them. */
export interface Player {
  readonly id: string;
  readonly name: string;
  readonly account?: string;
}

export interface Seat {
  person: Player;
  /** How the seat is claimed after a lost connection: see seatMark(). */
  readonly mark: string;
  /** Since when nobody is there who sits here; null if somebody is. Milliseconds since 1970. */
  away: number | null;
  /** Given up for good; the seat's number goes to nobody else. */
  left: boolean;
}

export interface Table {
  /** No other table of the room has it at the same time. */
  readonly number: number;
  readonly room: string;
  /** The name of the game. */
  readonly game: string;
  readonly mode: string;
  readonly seats: Seat[];
  /** Ids of the clients that watch. */
  watchers: string[];
  /** "open": not enough have come yet. */
  phase: "open" | "running" | "over";
  /** The only one who may join while it is open; null: everybody. */
  rival: Player | null;
  /** With how many it begins, and how many may play; whether one may come when it has begun. */
  readonly min: number;
  readonly max: number;
  readonly late: boolean;
  /** Time for a move, in milliseconds. */
  readonly timeMs: number;
  /** What the starter chose, and where chance comes from; both of no use once it runs. */
  secret: string;
  readonly seed: number;
  /** What the game made of it; null before it runs. Plain JSON. */
  state: unknown;
  /** When the turn is over, or the wait for others; milliseconds since 1970. */
  due: number;
}

/** What a seat of somebody is claimed by: ids of clients begin anew with each process. `since`: when they came. */
export function seatMark({ id, account }: Omit<Player, "name">, since: number): string {
  return account ?? `${id} ${since}`;
}

/** Whether the two are the same client, or clients of the same account. */
export function isSame(a: Player, b: Player): boolean {
  if (a.account !== undefined || b.account !== undefined) return a.account === b.account;
  return a.id === b.id;
}

/** The number of the seat where somebody sits; -1 if there is none. */
export function seatOf({ seats }: Table, person: Player): number {
  return seats.findIndex((seat) => !seat.left && isSame(seat.person, person));
}

/** Those who play, or wait for it. */
export function players({ seats }: Table): Seat[] {
  return seats.filter(({ left }) => !left);
}

/** By seat. */
export function namesAt({ seats }: Table): string[] {
  return seats.map(({ person }) => person.name);
}

/** "connect-four (2)": how a table is spoken of. */
export function titleOf({ game, number }: Table): string {
  return `${game} (${number})`;
}

/** When something is due there, whether anybody does anything or not. `patience`: how long a seat waits. */
export function wakeAt({ due, seats }: Table, patience: number): number {
  const returns = seats.flatMap(({ left, away }) => left || away === null ? [] : [away + patience]);
  return Math.min(due, ...returns);
}
