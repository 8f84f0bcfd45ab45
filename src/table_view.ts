// A table as people see it: what all may know, and how the game stands for one seat. Pure; who gets it is
// table_delivery.ts.

import type { TableCard, TableShown } from "./event.ts";
import type { Game } from "./game.ts";
import { MAX_SEATS } from "./limits.ts";
import { namesAt, players, type Table } from "./table.ts";

export interface Glance {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whose seat; null: of who only watches. */
  readonly seat: number | null;
  /** What happened, in lines. */
  readonly text: readonly string[];
}

/** Throws what the game throws. */
export function viewOf(table: Table, game: Game, { at, seat, text }: Glance): TableShown {
  const { due, phase, state } = table;
  const shown = { kind: "table", at, card: cardOf(table), seat, due, text } as const;
  if (state === null) return { ...shown, turn: [], board: [], view: null };
  return {
    ...shown,
    turn: phase === "over" ? [] : game.turn(state),
    board: game.board(state, { seat, names: namesAt(table) }),
    view: game.view(state, seat),
  };
}

/** The same without the game, which broke. */
export function blindViewOf(table: Table, { at, seat, text }: Glance): TableShown {
  const card = cardOf(table);
  return { kind: "table", at, card, seat, due: table.due, text, turn: [], board: [], view: null };
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
    players: seats.map(({ person, away, left }) => ({
      ...person,
      state: left ? "left" : away === null ? "here" : "away",
    })),
  };
}
