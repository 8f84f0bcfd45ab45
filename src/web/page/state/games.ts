// The games of a room, as the page knows them: of all of them who plays, and of those one plays or watches how
// they stand. Pure; how a game looks is view/board/.

import type { WirePerson, WireTable } from "../../../protocol.ts";
import type { NewsItem } from "./log.ts";
import type { Of } from "./message.ts";

/** A game of the room. */
export interface Table extends WireTable {
  /** How it stands, if one plays there or watches. */
  readonly sight: Sight | null;
  /** Who asks the reader to play, and until when. */
  readonly asked: { readonly by: WirePerson; readonly due: number } | null;
}

export interface Sight extends Pick<Of<"table">, "seat" | "turn" | "due" | "view"> {
  /** What happened last, the latest at the end. */
  readonly lines: readonly string[];
}

/** By number. */
export type Tables = ReadonlyMap<number, Table>;

export const NO_TABLES: Tables = new Map();

/** Lines of what happened that are shown beside a board. */
const LINES_SHOWN = 3;

/** Something happened at a table that one plays at or watches. */
export function withSight(tables: Tables, message: Of<"table">): Tables {
  const { type: _, at: __, seat, turn, due, view, text, ...card } = message;
  const before = tables.get(card.table)?.sight?.lines ?? [];
  const lines = [...before, ...text].slice(-LINES_SHOWN);
  const known = view ?? tables.get(card.table)?.sight?.view ?? null;
  const sight = { seat, turn, due, view: known, lines };
  return new Map(tables).set(card.table, { ...card, sight, asked: null });
}

/** A game of the room has begun or is over. One that is over stays until it is put away, for who saw it. */
export function withNews(tables: Tables, message: Of<"game">): Tables {
  const card = cardOf(message);
  const before = tables.get(card.table);
  const after = new Map(tables);
  if (message.what === "over" && !before?.sight) after.delete(card.table);
  else after.set(card.table, { ...card, sight: before?.sight ?? null, asked: null });
  return after;
}

export function withChallenge(tables: Tables, message: Of<"challenge">): Tables {
  const { by, due } = message;
  return new Map(tables).set(message.table, {
    ...cardOf(message),
    sight: null,
    asked: { by, due },
  });
}

/** What is played in the room, all of it. */
export function withListing(tables: Tables, listed: readonly WireTable[]): Tables {
  const after = new Map<number, Table>();
  for (const [number, table] of tables) if (table.phase === "over") after.set(number, table);
  for (const card of listed) {
    const { sight = null, asked = null } = tables.get(card.table) ?? {};
    after.set(card.table, { ...card, sight, asked });
  }
  return after;
}

/** One does not play or watch there any more, or has seen enough of a game that is over. */
export function withoutSight(tables: Tables, number: number): Tables {
  const table = tables.get(number);
  if (!table) return tables;
  const after = new Map(tables);
  if (table.phase === "over") after.delete(number);
  else after.set(number, { ...table, sight: null, asked: null });
  return after;
}

/** For the room's log. */
export function newsOf(message: Of<"game">): NewsItem {
  const title = `${message.game} (${message.table})`;
  const text = message.what === "over"
    ? `${title} is over: ${message.text}`
    : `${message.by.name} started ${title}`;
  return { tone: "game", text };
}

/** Whether the reader may move there now. */
export function isOnTurn({ phase, sight }: Table): boolean {
  return phase === "running" && sight !== null && sight.seat !== null &&
    sight.turn.includes(sight.seat);
}

function cardOf({ room, table, game, mode, phase, joinable, players }: WireTable): WireTable {
  return { room, table, game, mode, phase, joinable, players };
}
