// A line while it is typed: keys in, the line and what became of it out. Pure but for its state, and all of
// that is bounded. How the line looks on a screen is row.ts; bytes are nobody's business here.

import { type LineGuide, NO_GUIDE } from "../editing.ts";
import { sanitize } from "../sanitize.ts";
import { type Cell, cellsOf } from "./cells.ts";
import { EditedLine } from "./edited_line.ts";
import type { Key } from "./key_reader.ts";
import type { Deed } from "./keys.ts";
import type { Typed } from "./row.ts";
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
  /** There was nothing to do, or not all could be done. */
  | { readonly kind: "refused" }
  | { readonly kind: "entered" | "abandoned" } & FinishedLine
  | { readonly kind: "left" }
  | { readonly kind: "clear screen" }
  /** What the word before the cursor may become. */
  | { readonly kind: "choices"; readonly words: readonly string[] };

const NOTHING_ASKED = { before: "", words: [] as readonly string[] };

export class LineEditor {
  /** How the line is looked at: what is secret in it, what its words may become. */
  guide: LineGuide = NO_GUIDE;
  /** Whether the line is kept for going back to, if it holds no secret. */
  keeps = true;
  readonly #line: EditedLine;
  readonly #history = new TypedHistory();
  /** The choices that were found last, and for what: the same question has the same answer. */
  #asked = NOTHING_ASKED;

  /** `maxBytes` of a line; it may grow just beyond them. */
  constructor(maxBytes: number) {
    this.#line = new EditedLine(maxBytes);
  }

  /** The line as it is now. */
  get typed(): Typed {
    const { cells, cursor } = this.#line;
    return { cells, cursor, secretFrom: this.#secretFrom };
  }

  /** Empties the line. */
  take(): string {
    const { text } = this.#line;
    this.#line.clear();
    this.#asked = NOTHING_ASKED;
    return text;
  }

  press(key: Key): Outcome {
    if (key.kind === "text") return outcome(this.#line.insert(sanitize(key.text)));
    if (key.deed !== "complete") this.#asked = NOTHING_ASKED;
    return this.#do(key.deed);
  }

  #do(deed: Deed): Outcome {
    const line = this.#line;
    const { cursor, cells: { length } } = line;
    switch (deed) {
      case "enter":
        return { kind: "entered", ...this.#finish(this.keeps) };
      case "abandon":
        return { kind: "abandoned", ...this.#finish(false) };
      case "delete or leave":
        return length === 0 ? { kind: "left" } : outcome(line.delete(cursor, cursor + 1));
      case "clear screen":
        return { kind: "clear screen" };
      case "complete":
        return this.#complete();
      case "older":
        return outcome(this.#show(this.#history.older(line.text)));
      case "newer":
        return outcome(this.#show(this.#history.newer()));
      case "left":
        return outcome(line.go(cursor - 1));
      case "right":
        return outcome(line.go(cursor + 1));
      case "home":
        return outcome(line.go(0));
      case "end":
        return outcome(line.go(length));
      case "word left":
        return outcome(line.go(line.wordStart));
      case "word right":
        return outcome(line.go(line.wordEnd));
      case "backspace":
        return outcome(line.delete(cursor - 1, cursor));
      case "delete":
        return outcome(line.delete(cursor, cursor + 1));
      case "kill to start":
        return outcome(line.delete(0, cursor));
      case "kill to end":
        return outcome(line.delete(cursor, length));
      case "kill word":
        return outcome(line.delete(line.wordStart, cursor));
      case "kill next word":
        return outcome(line.delete(cursor, line.wordEnd));
      case "transpose":
        return outcome(line.transpose());
    }
  }

  #finish(keep: boolean): FinishedLine {
    const { cells, secretFrom } = this.typed;
    const text = this.take();
    if (keep && !this.guide.isSecret(text)) this.#history.add(text);
    else this.#history.stay();
    return { cells, secretFrom };
  }

  #show(text: string | null): boolean {
    if (text === null) return false;
    this.take();
    this.#line.replace(0, { end: 0, text });
    return true;
  }

  get #secretFrom(): number {
    return this.#line.cellAt(this.guide.secretFrom(this.#line.text));
  }

  #complete(): Outcome {
    const { beforeCursor: before, cursor } = this.#line;
    const words = this.#choices(before);
    const word = before.slice(before.lastIndexOf(" ") + 1);
    const common = commonStart(words);
    if (words.length === 0) return outcome(false);
    if (common.length < word.length || common === word) return { kind: "choices", words };
    const doubled = common.endsWith(" ") && this.#line.isSpace(cursor);
    const start = cursor - cellsOf(word).length;
    this.#line.replace(start, { end: cursor + (doubled ? 1 : 0), text: common });
    return outcome(true);
  }

  #choices(before: string): readonly string[] {
    if (before !== "" && before === this.#asked.before) return this.#asked.words;
    if (this.#secretFrom < this.#line.cells.length) return [];
    const words = this.guide.complete(before);
    this.#asked = { before, words };
    return words;
  }
}

function outcome(done: boolean): Outcome {
  return { kind: done ? "edited" : "refused" };
}

/** What all words begin with, in the spelling of the first. */
function commonStart([first = "", ...others]: readonly string[]): string {
  let { length } = first;
  for (const other of others) {
    while (!other.toLowerCase().startsWith(first.slice(0, length).toLowerCase())) length--;
  }
  return first.slice(0, length);
}
