// A line while it is typed: keys in, the line and what became of it out. Pure but for its state, and all of
// that is bounded. How the line looks on a screen is row.ts; bytes are nobody's business here.

import { type LineGuide, NO_GUIDE } from "../editing.ts";
import { sanitize } from "../sanitize.ts";
import { type Cell, cellsOf, textOf } from "./cells.ts";
import type { Key } from "./key_reader.ts";
import type { Deed } from "./keys.ts";
import { TypedHistory } from "./typed_history.ts";

/** A line that is not typed any more. */
export interface FinishedLine {
  readonly cells: readonly Cell[];
  /** The first cell that is not to be seen. */
  readonly secretFrom: number;
}

/** What came of a key, beside what the line is now. */
export type Outcome =
  | { readonly kind: "edited" }
  /** There was nothing to do. */
  | { readonly kind: "refused" }
  | { readonly kind: "entered" | "abandoned" } & FinishedLine
  | { readonly kind: "left" }
  | { readonly kind: "clear screen" }
  /** What the word before the cursor may become. */
  | { readonly kind: "choices"; readonly words: readonly string[] };

const EDITED: Outcome = { kind: "edited" };
const REFUSED: Outcome = { kind: "refused" };

export class LineEditor {
  /** How the line is looked at: what is secret in it, what its words may become. */
  guide: LineGuide = NO_GUIDE;
  /** Whether the line is kept for going back to, if it holds no secret. */
  keeps = true;
  readonly #maxBytes: number;
  readonly #history = new TypedHistory();
  #cells: Cell[] = [];
  #cursor = 0;
  #bytes = 0;
  /** The choices that were shown last, and for what: the same question has the same answer. */
  #asked = { before: "", words: [] as readonly string[] };

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

  /** Where the line begins to be a secret, as an index of cells. */
  get secretFrom(): number {
    const { text } = this;
    const from = this.guide.secretFrom(text);
    if (from >= text.length) return this.#cells.length;
    let length = 0;
    return this.#cells.findIndex((cell) => (length += cell.text.length) > from);
  }

  /** Empties the line. */
  take(): string {
    const { text } = this;
    this.#cells = [];
    this.#cursor = this.#bytes = 0;
    this.#forgetChoices();
    return text;
  }

  press(key: Key): Outcome {
    if (key.kind === "text") return this.#insert(sanitize(key.text));
    if (key.deed !== "complete") this.#forgetChoices();
    return this.#do(key.deed);
  }

  #do(deed: Deed): Outcome {
    const { length } = this.#cells;
    switch (deed) {
      case "enter":
        return this.#enter();
      case "abandon":
        return this.#abandon();
      case "delete or leave":
        return length === 0 ? { kind: "left" } : this.#delete(this.#cursor, this.#cursor + 1);
      case "clear screen":
        return { kind: "clear screen" };
      case "complete":
        return this.#complete();
      case "older":
        return this.#show(this.#history.older(this.text));
      case "newer":
        return this.#show(this.#history.newer());
      case "left":
        return this.#go(this.#cursor - 1);
      case "right":
        return this.#go(this.#cursor + 1);
      case "home":
        return this.#go(0);
      case "end":
        return this.#go(length);
      case "word left":
        return this.#go(this.#wordStart());
      case "word right":
        return this.#go(this.#wordEnd());
      case "backspace":
        return this.#delete(this.#cursor - 1, this.#cursor);
      case "delete":
        return this.#delete(this.#cursor, this.#cursor + 1);
      case "kill to start":
        return this.#delete(0, this.#cursor);
      case "kill to end":
        return this.#delete(this.#cursor, length);
      case "kill word":
        return this.#delete(this.#wordStart(), this.#cursor);
      case "kill next word":
        return this.#delete(this.#cursor, this.#wordEnd());
      case "transpose":
        return this.#transpose();
    }
  }

  #enter(): Outcome {
    const { cells, secretFrom } = this;
    const text = this.take();
    if (this.keeps && !this.guide.isSecret(text)) this.#history.add(text);
    else this.#history.stay();
    return { kind: "entered", cells, secretFrom };
  }

  #abandon(): Outcome {
    const { cells, secretFrom } = this;
    this.take();
    this.#history.stay();
    return { kind: "abandoned", cells, secretFrom };
  }

  #go(to: number): Outcome {
    if (to < 0 || to > this.#cells.length) return REFUSED;
    this.#cursor = to;
    return EDITED;
  }

  #insert(text: string): Outcome {
    const fitting = this.#fitting(text);
    if (fitting === "") return text === "" ? EDITED : REFUSED;
    this.#replace(this.#cursor, { end: this.#cursor, text: fitting });
    return fitting === text ? EDITED : REFUSED;
  }

  #delete(start: number, end: number): Outcome {
    if (start < 0 || end > this.#cells.length || start === end) return REFUSED;
    this.#replace(start, { end, text: "" });
    return EDITED;
  }

  /** Puts `text` where the cells from `start` to `end` are. Its neighbours may become one with it, or each other. */
  #replace(start: number, { end, text }: { end: number; text: string }): void {
    const before = this.#cells[start - 1]?.text ?? "";
    const after = this.#cells[end]?.text ?? "";
    const from = Math.max(0, start - 1);
    const old = this.#cells.slice(start, end);
    const fresh = cellsOf(before + text + after);
    this.#cells.splice(from, end + 1 - from, ...fresh);
    this.#bytes += byteLength(text) - byteLength(textOf(old));
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

  #show(text: string | null): Outcome {
    if (text === null) return REFUSED;
    this.take();
    this.#replace(0, { end: 0, text });
    return EDITED;
  }

  #transpose(): Outcome {
    const second = Math.min(this.#cursor, this.#cells.length - 1);
    const [a, b] = this.#cells.slice(Math.max(0, second - 1), second + 1);
    if (second < 1 || this.#cursor === 0 || !a || !b) return REFUSED;
    this.#replace(second - 1, { end: second + 1, text: b.text + a.text });
    return EDITED;
  }

  /** Where the word before the cursor begins. */
  #wordStart(): number {
    let at = this.#cursor;
    while (at > 0 && this.#isSpace(at - 1)) at--;
    while (at > 0 && !this.#isSpace(at - 1)) at--;
    return at;
  }

  /** Where the word after the cursor ends. */
  #wordEnd(): number {
    let at = this.#cursor;
    while (at < this.#cells.length && this.#isSpace(at)) at++;
    while (at < this.#cells.length && !this.#isSpace(at)) at++;
    return at;
  }

  #isSpace(at: number): boolean {
    return this.#cells[at]?.text === " ";
  }

  #complete(): Outcome {
    const before = textOf(this.#cells.slice(0, this.#cursor));
    const words = this.#choices(before);
    const [first] = words;
    if (first === undefined) return REFUSED;
    const word = before.slice(before.lastIndexOf(" ") + 1);
    const common = commonStart(words);
    if (common.length < word.length || common === word) return { kind: "choices", words };
    const start = this.#cursor - cellsOf(word).length;
    const doubled = common.endsWith(" ") && this.#isSpace(this.#cursor);
    this.#replace(start, { end: this.#cursor + (doubled ? 1 : 0), text: common });
    return EDITED;
  }

  #choices(before: string): readonly string[] {
    if (before !== "" && before === this.#asked.before) return this.#asked.words;
    if (this.secretFrom < this.#cells.length) return [];
    const words = this.guide.complete(before);
    this.#asked = { before, words };
    return words;
  }

  #forgetChoices(): void {
    if (this.#asked.before !== "") this.#asked = { before: "", words: [] };
  }
}

/** Cells that `length` code units of text are part of. */
function cellsIn(cells: readonly Cell[], length: number): number {
  let count = 0;
  for (let left = length; left > 0; count++) left -= cells[count]?.text.length ?? left;
  return count;
}

/** What all words begin with, in the spelling of the first. */
function commonStart([first = "", ...others]: readonly string[]): string {
  let { length } = first;
  for (const other of others) {
    while (!other.toLowerCase().startsWith(first.slice(0, length).toLowerCase())) length--;
  }
  return first.slice(0, length);
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
