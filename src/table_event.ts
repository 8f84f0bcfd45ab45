// What is seen of a game's table: by all of a room, and by those who sit there or watch. Types only; made by
// table_view.ts, and shown by the dialects.

import type { Person } from "./person.ts";
import type { Player, Table } from "./table.ts";

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
