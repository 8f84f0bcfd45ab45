// What a terminal shows of the row being typed, and the least that must be written to change it: only what
// differs, in the escape codes of a VT100. Text in, text out; knows nothing of the lines above.

import { type Cell, textOf, widthOf } from "./cells.ts";
import { NO_ROW, type Row } from "./row.ts";

const ESC = "\x1b";
const ERASE_TO_END = `${ESC}[K`;

export class Screen {
  #drawn: Row = NO_ROW;

  /** What takes the row off the screen: the cursor is at the start of an empty line then. */
  erase(): string {
    const { cells } = this.#drawn;
    this.#drawn = NO_ROW;
    return cells.length > 0 ? `\r${ERASE_TO_END}` : "";
  }

  /** What turns the row that is shown into `row`. */
  draw(row: Row): string {
    const { cells, cursor } = this.#drawn;
    this.#drawn = row;
    const same = alike(cells, row.cells);
    const at = columnOf(cells, cursor);
    if (same === cells.length && same === row.cells.length) {
      return move(at, columnOf(row.cells, row.cursor));
    }
    const from = columnOf(cells, same);
    const rest = row.cells.slice(same);
    const end = from + widthOf(rest);
    const erase = end < widthOf(cells) ? ERASE_TO_END : "";
    return move(at, from) + textOf(rest) + erase + move(end, columnOf(row.cells, row.cursor));
  }
}

/** How many cells may stay as they are. What has no width of its own is drawn with what it stands on. */
function alike(old: readonly Cell[], fresh: readonly Cell[]): number {
  let same = 0;
  while (same < old.length && old[same]?.text === fresh[same]?.text) same++;
  while (same > 0 && (old[same]?.width === 0 || fresh[same]?.width === 0)) same--;
  return same;
}

function columnOf(cells: readonly Cell[], count: number): number {
  return widthOf(cells.slice(0, count));
}

/** Moves the cursor within the line. */
function move(from: number, to: number): string {
  if (to === from) return "";
  if (to > from) return `${ESC}[${to - from}C`;
  if (from - to <= 4) return "\b".repeat(from - to);
  return to === 0 ? "\r" : `\r${ESC}[${to}C`;
}
