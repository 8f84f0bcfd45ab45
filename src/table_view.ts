// A table as people see it: what all may know, and how the game stands for one seat. Pure; who gets it is
// table_delivery.ts.

import type { Format } from "./dialect.ts";
import type { Game } from "./game.ts";
import { MAX_SEATS } from "./limits.ts";
import { namesAt, players, type Table } from "./table.ts";
import type { TableCard, TableShown } from "./table_event.ts";

export interface Glance {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whose seat; null: of who only watches. */
  readonly seat: number | null;
  /** What happened, in lines. */
  readonly text: readonly string[];
  /** Text has a board, JSON a view: only what is read is made. */
  readonly format: Format;
}

/** How the game stands for one who looks; without `game`, what is known without it. Throws what the game throws. */
export function viewOf(
  table: Table,
  game: Game | undefined,
  { at, seat, text, format }: Glance,
): TableShown {
  const { due, phase, state } = table;
  const seen = { kind: "table", at, card: cardOf(table), seat, due, text } as const;
  if (!game || state === null) return { ...seen, turn: [], board: [], view: null };
  return {
    ...seen,
    turn: phase === "running" ? game.turn(state) : [],
    board: format === "text" ? game.board(state, { seat, names: namesAt(table) }) : [],
    view: format === "json" ? game.view(state, seat) : null,
  };
}

/** What all may know of a table. */
export function cardOf(table: Table): TableCard {
  const { game, late, max, mode, number, phase, room, seats } = table;
  const mayJoin = phase === "open" ? table.rival === null : phase === "running" && late;
  return {
    room,
    table: number,
    game,
    mode,
    phase,
    joinable: mayJoin && players(table).length < max && seats.length < MAX_SEATS,
    players: seats.map(({ person: { id, name, account }, away, left }) => ({
      id,
      name,
      ...(account !== undefined && { account }),
      state: left ? "left" : away === null ? "here" : "away",
    })),
  };
}
