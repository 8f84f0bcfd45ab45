// The row on which a line is typed: a prompt, and as much of the line as fits, with the cursor in it. Pure.

import { type Cell, cellsOf, STAR, widthOf } from "./cells.ts";

export interface Row {
  readonly cells: readonly Cell[];
  /** Cells before the cursor. */
  readonly cursor: number;
}

export const NO_ROW: Row = { cells: [], cursor: 0 };

/** Shows nothing of what is typed, not even how long it is. */
export const HIDDEN_ROW: Row = { cells: cellsOf("(hidden) "), cursor: "(hidden) ".length };

const PROMPT = cellsOf("> ");
/** The line begins to the left of the row. */
const PROMPT_OF_MORE = cellsOf("< ");

/** A line that is typed. */
export interface Typed {
  readonly cells: readonly Cell[];
  readonly cursor: number;
  /** The first cell that is not to be seen. */
  readonly secretFrom: number;
}

/** All of it, with its prompt. */
export function wholeLine({ cells, secretFrom }: Pick<Typed, "cells" | "secretFrom">): Cell[] {
  return [...PROMPT, ...masked(cells, secretFrom)];
}

/** The rows of one line while it changes: the part that is seen moves as little as may be. */
export class RowView {
  /** The first cell of the line that is seen. */
  #from = 0;

  /** `columns` of the terminal; the last stays free, as a character there may move the screen. */
  row({ cells: typed, cursor, secretFrom }: Typed, columns: number): Row {
    const room = columns - 1 - PROMPT.length;
    const cells = masked(typed, secretFrom);
    const from = this.#from = this.#start({ cells, cursor }, room);
    let end = from;
    for (let left = room; end < cells.length; end++) {
      left -= cells[end]?.width ?? 0;
      if (left < 0) break;
    }
    const prompt = from > 0 ? PROMPT_OF_MORE : PROMPT;
    return { cells: [...prompt, ...cells.slice(from, end)], cursor: prompt.length + cursor - from };
  }

  /** Where to begin, so that the cursor is seen: as before if that will do, else with it in the middle. */
  #start({ cells, cursor }: Pick<Typed, "cells" | "cursor">, room: number): number {
    if (widthOf(cells) <= room) return 0;
    const kept = Math.min(this.#from, cells.length);
    if (cursor >= kept && widthOf(cells.slice(kept, cursor)) <= room) {
      return cursor === kept && kept > 0 ? middle(cells, { cursor, room }) : kept;
    }
    return middle(cells, { cursor, room });
  }
}

/** The first cell, if the cursor is to be half of `room` columns behind it; the line's first if that is near. */
function middle(
  cells: readonly Cell[],
  { cursor, room }: { cursor: number; room: number },
): number {
  let from = cursor;
  for (let left = room >> 1; from > 0; from--) {
    left -= cells[from - 1]?.width ?? 0;
    if (left < 0) break;
  }
  return from;
}

function masked(cells: readonly Cell[], from: number): readonly Cell[] {
  return from >= cells.length ? cells : cells.map((cell, at) => at < from ? cell : STAR);
}
