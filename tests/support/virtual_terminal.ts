// A terminal as far as netchat drives one: shows text, moves the cursor, erases. Knows exactly the control
// codes that may come, and throws at all others. What was wrapped at the edge is one line again in `lines`.

import { cellsOf, textOf } from "../../src/telnet/cells.ts";

interface Place {
  text: string;
  /** Of a wide character, the second column is an empty place. */
  readonly width: number;
}

interface ScreenLine {
  places: Place[];
  /** Whether it goes on where the last one was full. */
  readonly wrapped: boolean;
}

const decoder = new TextDecoder("utf-8", { fatal: true });
// deno-lint-ignore no-control-regex
const TOKEN = /\x1b\[([\d;]*)([A-Za-z])|[\r\n\b\x07]|[^\x00-\x1f\x7f]+/y;

export class VirtualTerminal {
  readonly #columns: number;
  readonly #rows: number;
  readonly #screen: ScreenLine[] = [{ places: [], wrapped: false }];
  #row = 0;
  #column = 0;
  bells = 0;

  constructor(columns: number, rows = 24) {
    this.#columns = columns;
    this.#rows = rows;
  }

  get cursor(): number {
    return this.#column;
  }

  /** The row that the cursor is in, without spaces at its end. */
  get row(): string {
    return textOf(this.#line.places).trimEnd();
  }

  /** Whether it began in the row before, because it was too long. */
  get isWrapped(): boolean {
    return this.#line.wrapped;
  }

  /** All lines above the cursor's, those that have scrolled away included. */
  get lines(): string[] {
    const lines: string[] = [];
    for (const line of this.#screen.slice(0, this.#row)) {
      if (line.wrapped) lines.push((lines.pop() ?? "") + textOf(line.places));
      else lines.push(textOf(line.places));
    }
    return lines.map((line) => line.trimEnd());
  }

  /** Throws at what is no UTF-8, or no control code that may come. */
  write(bytes: Uint8Array): void {
    const text = decoder.decode(bytes);
    for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
      TOKEN.lastIndex = at;
      const token = TOKEN.exec(text);
      if (!token) throw new Error(`Not for a terminal: ${JSON.stringify(text.slice(at, at + 20))}`);
      const [all, parameter = "", final] = token;
      if (final !== undefined) this.#sequence(final, parameter);
      else if (all >= " ") this.#print(all);
      else this.#control(all);
    }
  }

  get #line(): ScreenLine {
    return this.#screen[this.#row] as ScreenLine;
  }

  #sequence(final: string, parameter: string): void {
    const code = parameter + final;
    if (final === "m") return;
    if (final === "C") this.#column = Math.min(this.#column + Number(parameter), this.#columns - 1);
    else if (code === "K") {
      this.#line.places.length = Math.min(this.#line.places.length, this.#column);
    } else if (code === "H") this.#home();
    else if (code === "2J") this.#clear();
    else throw new Error(`No code of ours: ESC [${code}`);
  }

  #control(character: string): void {
    if (character === "\x07") this.bells++;
    else if (character === "\r") this.#column = 0;
    else if (character === "\b") this.#column = Math.max(0, this.#column - 1);
    else this.#down(false);
  }

  #print(text: string): void {
    for (const { text: character, width } of cellsOf(text)) {
      if (this.#column + width > this.#columns) {
        this.#down(true);
        this.#column = 0;
      }
      const { places } = this.#line;
      while (places.length < this.#column) places.push({ text: " ", width: 1 });
      if (width === 0) this.#combine(character);
      else places[this.#column] = { text: character, width };
      for (let more = 1; more < width; more++) places[this.#column + more] = { text: "", width: 0 };
      this.#column += width;
    }
  }

  #combine(mark: string): void {
    const { places } = this.#line;
    let at = this.#column - 1;
    while (at > 0 && places[at]?.text === "") at--;
    const place = places[at];
    if (place) place.text += mark;
  }

  #down(wrapped: boolean): void {
    this.#row++;
    if (this.#row === this.#screen.length) this.#screen.push({ places: [], wrapped });
  }

  #home(): void {
    this.#row = Math.max(0, this.#screen.length - this.#rows);
    this.#column = 0;
  }

  #clear(): void {
    for (const line of this.#screen.slice(-this.#rows)) line.places = [];
    this.#screen.length = this.#row + 1;
  }
}
