// The lines that somebody typed, to go back to: bounded in number and in size. What must not be kept is
// for line_editor.ts to know.

import { TYPED_CHARACTERS_KEPT, TYPED_LINES_KEPT } from "../limits.ts";

export class TypedHistory {
  /** Oldest first. */
  readonly #lines: string[] = [];
  #characters = 0;
  /** The line that is shown: behind the last one, it is the draft. */
  #at = 0;
  #draft = "";

  /** Ends the going back. A line that was said twice in a row is kept once. */
  add(line: string): void {
    if (line !== "" && line !== this.#lines.at(-1)) {
      this.#lines.push(line);
      this.#characters += line.length;
      while (this.#lines.length > TYPED_LINES_KEPT || this.#characters > TYPED_CHARACTERS_KEPT) {
        this.#characters -= this.#lines.shift()?.length ?? 0;
      }
    }
    this.stay();
  }

  /** The next time, going back begins at the last line. */
  stay(): void {
    this.#at = this.#lines.length;
    this.#draft = "";
  }

  /** The line before the one that is shown, or null. What is being typed is kept for coming back. */
  older(shown: string): string | null {
    if (this.#at === 0) return null;
    if (this.#at === this.#lines.length) this.#draft = shown;
    return this.#lines[--this.#at] ?? null;
  }

  /** The line after the one that is shown, at last what was being typed, or null. */
  newer(): string | null {
    if (this.#at === this.#lines.length) return null;
    return this.#lines[++this.#at] ?? this.#draft;
  }
}
