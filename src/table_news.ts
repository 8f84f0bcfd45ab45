// What is new at a table, for those whom it concerns. Types only; who they are is table_delivery.ts.

import type { Step } from "./game.ts";
import type { Person } from "./person.ts";
import type { Table } from "./table.ts";

/** How somebody did in a game that is over. */
export interface Result {
  readonly person: Person;
  readonly game: string;
  readonly won: boolean;
  readonly points: number | null;
}

export type TableNews =
  /** To all at the table. */
  | {
    readonly what: "shown";
    readonly table: Table;
    readonly text: readonly string[];
    readonly whispers?: Step<unknown>["whispers"];
    /** A client that gets to see the table anyway. */
    readonly without?: string;
  }
  /** To one client that has come to the table, or come back. */
  | { readonly what: "met"; readonly table: Table; readonly client: string }
  /** A word to one client. */
  | { readonly what: "told"; readonly client: string; readonly text: string }
  /** To whom is asked to play. */
  | { readonly what: "asked"; readonly table: Table; readonly by: Person; readonly rival: Person }
  /** To the whole room. */
  | { readonly what: "started"; readonly table: Table; readonly by: Person }
  | {
    readonly what: "over";
    readonly table: Table;
    readonly text: string;
    readonly winners: readonly string[];
    readonly results: readonly Result[];
  };
