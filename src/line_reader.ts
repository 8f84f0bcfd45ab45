// One connection's input: bytes in, lines out. Reading is done only when a line is asked for, so that
// a client whose lines wait is not read from.
//
//     read ─ Nvt ─ LineLimit ─ Utf8 ─ TextLineStream ─ next()
//
// A TextLineStream without an unfinished line is as good as new, so connections share a pool of them:
// each holds one only from the first byte of a line to its last, and an idle connection none.

import { TextLineStream } from "@std/streams/text-line-stream";
import { type Intruder, KNOCK_CHARACTERS, recognize } from "./knock.ts";
import { LineLimit } from "./line_limit.ts";
import { BUSY_READ_BYTES, MAX_UNFINISHED_BYTES, READ_BYTES } from "./limits.ts";
import { Nvt } from "./nvt.ts";
import { Utf8 } from "./utf8.ts";

/** Why there are no more lines. */
export type Ending = "end of input" | "connection broken" | "line without end" | Intruder;

export interface Source {
  read(buffer: Uint8Array): Promise<number | null>;
}

/** Splitters kept for the next line; one takes about 9 KiB. */
const IDLE_SPLITTERS = 64;

/** A TextLineStream with its two ends. */
class Splitter {
  static readonly #idle: Splitter[] = [];
  readonly #stream = new TextLineStream();
  readonly #writer = this.#stream.writable.getWriter();
  readonly #reader = this.#stream.readable.getReader();
  #next: Promise<ReadableStreamReadResult<string>> | undefined;

  static borrow(): Splitter {
    return Splitter.#idle.pop() ?? new Splitter();
  }

  /** Only for a splitter that holds no unfinished line and no finished one. */
  giveBack(): void {
    if (this.#next === undefined && Splitter.#idle.length < IDLE_SPLITTERS) {
      Splitter.#idle.push(this);
    }
  }

  /** The read comes first: without one pending, the stream would queue what is written. */
  write(text: string): void {
    this.#next ??= this.#reader.read();
    this.#writer.write(text);
  }

  async line(): Promise<string | null> {
    const next = this.#next ?? this.#reader.read();
    this.#next = undefined;
    const { value, done } = await next;
    return done ? null : value;
  }

  /** What is left becomes the last line. */
  end(): void {
    this.#writer.close();
  }
}

export class LineReader {
  /** Set once the client has been spoken to: from then on it gets the benefit of the doubt. */
  greeted = false;
  readonly #source: Source;
  readonly #nvt = new Nvt();
  readonly #limit: LineLimit;
  readonly #utf8 = new Utf8();
  #buffer = new Uint8Array(READ_BYTES);
  #splitter: Splitter | undefined;
  /** Whole lines in the splitter. */
  #due = 0;
  /** Bytes of telnet negotiation since the last byte of text. */
  #swallowed = 0;
  /** The first line as far as it has come; null once it is known to be chat. */
  #opening: string | null = "";
  #filling: Promise<void> | undefined;
  #ending: Ending | null = null;

  /** `maxLine`: longest line in bytes; what is longer comes as a line that ends with TOO_LONG. */
  constructor(source: Source, maxLine: number) {
    this.#source = source;
    this.#limit = new LineLimit(maxLine);
  }

  /** Why there are no more lines, null while there may be. */
  get ending(): Ending | null {
    return this.#ending;
  }

  /** Resolves when the first bytes have been looked at. May be left waiting; next() goes on from there. */
  first(): Promise<void> {
    return this.#filling ??= this.#fill();
  }

  /** The next line without its newline, or null at the end. */
  async next(): Promise<string | null> {
    while (this.#due === 0) {
      if (this.#ending !== null) return null;
      await (this.#filling ?? this.#fill());
      this.#filling = undefined;
    }
    const line = await (this.#splitter as Splitter).line();
    if (--this.#due === 0 && this.#limit.unfinished === 0) this.#release();
    return line;
  }

  /** Reads once. */
  async #fill(): Promise<void> {
    const count = await this.#read();
    if (count === null) return;
    const bytes = this.#limit.filter(this.#nvt.filter(this.#buffer.subarray(0, count)));
    this.#swallowed = bytes.length > 0 ? 0 : this.#swallowed + count;
    const text = this.#utf8.decode(bytes);
    this.#fitBuffer(count);
    if (this.#isIntruder(text)) return;
    this.#split(text);
    const unfinished = Math.max(this.#limit.unfinished, this.#swallowed);
    if (unfinished > MAX_UNFINISHED_BYTES) this.#ending = "line without end";
  }

  /** Bytes read, or null at the end. */
  async #read(): Promise<number | null> {
    try {
      const count = await this.#source.read(this.#buffer);
      if (count === null) this.#end();
      return count;
    } catch {
      this.#ending = "connection broken";
      return null;
    }
  }

  #split(text: string): void {
    if (text === "") return;
    this.#splitter ??= Splitter.borrow();
    this.#splitter.write(text);
    this.#due += count(text, "\n");
  }

  /** What is unfinished becomes the last line. */
  #end(): void {
    this.#split(this.#utf8.end());
    this.#ending = "end of input";
    if (!this.#splitter) return;
    this.#splitter.end();
    this.#due++;
  }

  #isIntruder(text: string): boolean {
    if (this.#opening === null) return false;
    this.#opening += text.slice(0, KNOCK_CHARACTERS);
    const intruder = recognize(this.#opening, this.greeted);
    if (intruder) this.#ending = intruder;
    const decided = this.#opening.includes("\n") || this.#opening.length >= KNOCK_CHARACTERS;
    if (decided) this.#opening = null;
    return intruder !== null;
  }

  #release(): void {
    if (this.#ending === null) this.#splitter?.giveBack();
    this.#splitter = undefined;
  }

  /** Grows the buffer of those who fill it, and shrinks it again when they fall quiet. */
  #fitBuffer(read: number): void {
    if (read === this.#buffer.length && read < BUSY_READ_BYTES) {
      this.#buffer = new Uint8Array(BUSY_READ_BYTES);
    } else if (this.#buffer.length > READ_BYTES && read < READ_BYTES / 4) {
      this.#buffer = new Uint8Array(READ_BYTES);
    }
  }
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found++;
  return found;
}
