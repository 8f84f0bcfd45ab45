// One connection's input: bytes in, lines out. Reads on only when a line has been dealt with, so that a
// client whose lines wait is not read from.
//
//     read ─ Nvt ─ LineLimit ─ Utf8 ─ TextLineStream ─ take(line)
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

  line(): Promise<ReadableStreamReadResult<string>> {
    const next = this.#next ?? this.#reader.read();
    this.#next = undefined;
    return next;
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
  /** Bytes of telnet negotiation since the last byte of text. */
  #swallowed = 0;
  /** The first line as far as it has come; null once it is known to be chat. */
  #opening: string | null = "";

  /** `maxLine`: longest line in bytes; what is longer comes as a line that ends with TOO_LONG. */
  constructor(source: Source, maxLine: number) {
    this.#source = source;
    this.#limit = new LineLimit(maxLine);
  }

  /**
   * Gives every line to `take`, without its newline and waiting for what it returns, until there are no
   * more. Rejects only if `take` does.
   */
  async each(take: (line: string) => void | Promise<void>): Promise<Ending> {
    for (;;) {
      let read: number | null;
      try {
        read = await this.#source.read(this.#buffer);
      } catch {
        return "connection broken";
      }
      const text = read === null ? this.#utf8.end() : this.#toText(this.#buffer.subarray(0, read));
      const intruder = this.#opening === null ? null : this.#recognize(text);
      if (intruder) return intruder;
      for (let due = this.#split(text, read === null); due > 0; due--) {
        const { value, done } = await (this.#splitter as Splitter).line();
        const taken = done ? undefined : take(value);
        if (taken) await taken;
      }
      if (read === null) return "end of input";
      if (this.#tidy(read)) return "line without end";
    }
  }

  /** Between two reads: gives back what an idle connection needs not. Whether the line is past all bounds. */
  #tidy(read: number): boolean {
    if (this.#limit.unfinished === 0) this.#release();
    this.#fitBuffer(read);
    return Math.max(this.#limit.unfinished, this.#swallowed) > MAX_UNFINISHED_BYTES;
  }

  #toText(read: Uint8Array): string {
    const bytes = this.#limit.filter(this.#nvt.filter(read));
    this.#swallowed = bytes.length > 0 ? 0 : this.#swallowed + read.length;
    return this.#utf8.decode(bytes);
  }

  /** Feeds the splitter and returns how many lines it has then. At the end what is unfinished is one. */
  #split(text: string, end: boolean): number {
    if (text !== "") {
      this.#splitter ??= Splitter.borrow();
      this.#splitter.write(text);
    }
    if (!end) return count(text, "\n");
    this.#splitter?.end();
    return this.#splitter ? 1 : 0;
  }

  #recognize(text: string): Intruder | null {
    const opening = this.#opening + text.slice(0, KNOCK_CHARACTERS);
    const decided = opening.includes("\n") || opening.length >= KNOCK_CHARACTERS;
    this.#opening = decided ? null : opening;
    return recognize(opening, this.greeted);
  }

  #release(): void {
    this.#splitter?.giveBack();
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
