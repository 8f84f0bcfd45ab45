// One client's terminal: keys in, lines out, and the bytes that keep its screen right. What is said by others
// scrolls by above the row being typed. However much happens between two paintings, a painting is bounded:
// it shows what is, not what was.

import type { Expected, LineGuide } from "../editing.ts";
import {
  DEFAULT_COLUMNS,
  MAX_COLUMNS,
  MAX_UNPAINTED,
  MIN_COLUMNS,
  WORDS_SHOWN,
} from "../limits.ts";
import { textOf } from "./cells.ts";
import type { Key } from "./key_reader.ts";
import type { Deed } from "./keys.ts";
import { type FinishedLine, LineEditor } from "./line_editor.ts";
import { HIDDEN_ROW, NO_ROW, type Row, RowView, wholeLine } from "./row.ts";
import { Screen } from "./screen.ts";
import { endsLine, joined, toWire } from "./wire_text.ts";

const BELL = "\x07";
const CLEAR = "\x1b[H\x1b[2J";

const encoder = new TextEncoder();

/** What a key brought about: a line for the chat, the end of the client's input, or nothing yet. */
export type Typing = { readonly line: string } | "end" | null;

export class Terminal {
  readonly #editor: LineEditor;
  readonly #screen = new Screen();
  readonly #view = new RowView();
  #columns = DEFAULT_COLUMNS;
  /** Whether a row is shown at all. */
  #edits = false;
  #hidden = false;
  /** Whether the row may not look as it was drawn: some terminals move it about, some cut it off. */
  #resized = false;
  /** To be shown above the row, each line with its end. */
  #above = "";
  #bell = "";
  /** Whether what others said ended within a line. */
  #torn = false;

  constructor(maxLine: number) {
    this.#editor = new LineEditor(maxLine);
  }

  /** Whether nothing more should be typed before what is there has been painted. */
  get full(): boolean {
    return this.#above.length > MAX_UNPAINTED;
  }

  set guide(guide: LineGuide) {
    this.#editor.guide = guide;
  }

  /** A width of 0 means that the client does not know it. */
  set columns(columns: number) {
    this.#resized = true;
    this.#columns = columns === 0
      ? DEFAULT_COLUMNS
      : Math.min(Math.max(columns, MIN_COLUMNS), MAX_COLUMNS);
  }

  expect(next: Expected): void {
    this.#hidden = next === "secret";
    this.#editor.keeps = next === "text";
  }

  /** From now on a row is shown. */
  open(): void {
    this.#edits = true;
  }

  /** No row is shown any more. Returns what was typed in it. */
  close(): string {
    this.#edits = false;
    return this.#editor.take();
  }

  /** One line from the server, about the connection; the same one again adds nothing. */
  note(text: string): void {
    const line = `* ${text}\r\n`;
    if (!this.full && !this.#above.endsWith(line)) this.#above += line;
  }

  press(key: Key): Typing {
    if (this.#hidden && key.kind === "deed" && !WHEN_HIDDEN.has(key.deed)) return null;
    const outcome = this.#editor.press(key);
    switch (outcome.kind) {
      case "edited":
        return null;
      case "refused":
        this.#bell = BELL;
        return null;
      case "entered":
        if (outcome.cells.length > 0) this.#leave(outcome, "");
        return { line: textOf(outcome.cells) };
      case "abandoned":
        this.#leave(outcome, "^C");
        return this.#hidden ? { line: "" } : null;
      case "left":
        return "end";
      case "clear screen":
        this.#above += CLEAR;
        return null;
      case "choices":
        this.#above += `${listed(outcome.words)}\r\n`;
        return null;
    }
  }

  /** The bytes that bring the screen up to date, with what others said in between if that is given. */
  paint(said?: Uint8Array): Uint8Array {
    const anew = said !== undefined || this.#above !== "" || this.#resized;
    const head = anew ? this.#screen.erase() + this.#above : "";
    this.#above = "";
    this.#resized = false;
    if (said) this.#torn = !endsLine(said);
    const tail = this.#screen.draw(this.#torn ? NO_ROW : this.#row()) + this.#bell;
    this.#bell = "";
    return joined([encoder.encode(head), said ? toWire(said) : NOTHING, encoder.encode(tail)]);
  }

  #row(): Row {
    if (!this.#edits) return NO_ROW;
    return this.#hidden ? HIDDEN_ROW : this.#view.row(this.#editor.typed, this.#columns);
  }

  /** A line that is finished stays on the screen, unless it is a secret. */
  #leave(line: FinishedLine, mark: string): void {
    if (!this.#hidden) this.#above += `${textOf(wholeLine(line))}${mark}\r\n`;
  }
}

const NOTHING = new Uint8Array(0);

/** What can be done without seeing the line. */
const WHEN_HIDDEN: ReadonlySet<Deed> = new Set(
  ["enter", "backspace", "kill to start", "kill word", "abandon", "delete or leave"],
);

/** Words beside each other, and how many more there are. */
function listed(words: readonly string[]): string {
  const shown = words.slice(0, WORDS_SHOWN).map((word) => word.trimEnd()).join("  ");
  return words.length > WORDS_SHOWN ? `${shown}  and ${words.length - WORDS_SHOWN} more` : shown;
}
