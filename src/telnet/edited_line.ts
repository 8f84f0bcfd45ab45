// A line and a cursor in it, by characters as people see them. Every change goes through one method, which
// keeps the cells what they are and the line within its bound. Which key does what is line_editor.ts.

import { type Cell, cellsOf, textOf } from "./cells.ts";

export class EditedLine {
  readonly #maxBytes: number;
  #cells: Cell[] = [];
  #cursor = 0;
  #bytes = 0;

  /** `maxBytes`: the line may grow just beyond it, so that whoever takes it can tell that it is too long. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get cells(): readonly Cell[] {
    return this.#cells;
  }

  /** Cells before the cursor. */
  get cursor(): number {
    return this.#cursor;
  }

  get text(): string {
    return textOf(this.#cells);
  }

  get beforeCursor(): string {
    return textOf(this.#cells.slice(0, this.#cursor));
  }

  /** Where the word before the cursor begins. */
  get wordStart(): number {
    let at = this.#cursor;
    while (at > 0 && this.isSpace(at - 1)) at--;
    while (at > 0 && !this.isSpace(at - 1)) at--;
    return at;
  }

  /** Where the word after the cursor ends. */
  get wordEnd(): number {
    let at = this.#cursor;
    while (at < this.#cells.length && this.isSpace(at)) at++;
    while (at < this.#cells.length && !this.isSpace(at)) at++;
    return at;
  }

  isSpace(at: number): boolean {
    return this.#cells[at]?.text === " ";
  }

  /** The cell that has the code unit at `index` of the text. */
  cellAt(index: number): number {
    let length = 0;
    const found = this.#cells.findIndex((cell) => (length += cell.text.length) > index);
    return found < 0 ? this.#cells.length : found;
  }

  /** Empties the line. */
  clear(): void {
    this.#cells = [];
    this.#cursor = this.#bytes = 0;
  }

  /** Moves the cursor; false if there is nothing there. */
  go(to: number): boolean {
    if (to < 0 || to > this.#cells.length) return false;
    this.#cursor = to;
    return true;
  }

  /** Puts text where the cursor is, as far as it fits; false if that is not all. */
  insert(text: string): boolean {
    const fitting = this.#fitting(text);
    if (fitting !== "") this.replace(this.#cursor, { end: this.#cursor, text: fitting });
    return fitting === text;
  }

  /** Takes cells out; false if there are none. */
  delete(start: number, end: number): boolean {
    if (start < 0 || end > this.#cells.length || start === end) return false;
    this.replace(start, { end, text: "" });
    return true;
  }

  /** Swaps the two characters before the cursor, or around it; false if there are no two. */
  transpose(): boolean {
    const second = Math.min(this.#cursor, this.#cells.length - 1);
    const [a, b] = this.#cells.slice(Math.max(0, second - 1), second + 1);
    if (second < 1 || this.#cursor === 0 || !a || !b) return false;
    this.replace(second - 1, { end: second + 1, text: b.text + a.text });
    return true;
  }

  /**
   * Puts `text` where the cells from `start` to `end` are, and the cursor behind it. Its neighbours may
   * become one character with it, or each other.
   */
  replace(start: number, { end, text }: { end: number; text: string }): void {
    const before = this.#cells[start - 1]?.text ?? "";
    const after = this.#cells[end]?.text ?? "";
    const from = Math.max(0, start - 1);
    const old = textOf(this.#cells.slice(start, end));
    const fresh = cellsOf(before + text + after);
    this.#cells.splice(from, end + 1 - from, ...fresh);
    this.#bytes += byteLength(text) - byteLength(old);
    this.#cursor = from + cellsIn(fresh, before.length + text.length);
  }

  /** As much of `text` as the line may still take. */
  #fitting(text: string): string {
    let left = this.#maxBytes - this.#bytes;
    if (text.length * 3 <= left) return text; // no code unit is more than three bytes
    let length = 0;
    for (const character of text) {
      if (left < 0) break;
      left -= byteLength(character);
      length += character.length;
    }
    return text.slice(0, length);
  }
}

/** Cells that `length` code units of text are part of. */
function cellsIn(cells: readonly Cell[], length: number): number {
  let count = 0;
  for (let left = length; left > 0; count++) left -= cells[count]?.text.length ?? left;
  return count;
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
