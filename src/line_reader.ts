// One connection's input: bytes in, lines out. Reads on only when a line has been dealt with, so that a
// client whose lines wait is not read from.
//
//     read ─ Nvt ─ LineLimit ─ whole lines, decoded ─ TextLineStream ─ take(line)
//
// An unfinished line waits as bytes in the read buffer, which bounds what a client can make us hold, and
// keeps characters whole that are split between two reads. So the TextLineStream sees whole lines only, and
// one is enough for all connections.

import { type Intruder, KNOCK_CHARACTERS, looksBinary, recognize } from "./knock.ts";
import { BUSY_READ_BYTES, MAX_UNFINISHED_BYTES, READ_BYTES } from "./limits.ts";
import { LineLimit } from "./line_limit.ts";
import { LineSplitter } from "./line_splitter.ts";
import { Nvt } from "./nvt.ts";

/** Why there are no more lines. */
export type Ending = "end of input" | "connection broken" | "line without end" | Intruder;

/** Who gets the lines, and what comes of it when there are no more. */
export interface LineTaker<Result> {
  /** Deals with a line, without its newline; the next is read when what it returns is settled. */
  take(line: string): void | Promise<void>;
  /** A telnet client waits for its timing mark. */
  onMark(): void;
  onInputEnd(ending: Ending): Promise<Result>;
  /** One of the others has thrown this. */
  onThrown(bug: unknown): Promise<Result>;
}

export interface Source {
  read(buffer: Uint8Array): Promise<number | null>;
}

const LF = 10;

/** What is not UTF-8 becomes U+FFFD; a byte order mark is left to sanitize(). */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const splitter = new LineSplitter();

export class LineReader {
  /** Set once the client has been spoken to: from then on it gets the benefit of the doubt. */
  greeted = false;
  /** Bytes read so far. */
  bytesIn = 0;
  /** Whether the first line is still to be looked at, as programs of other kinds may have come. */
  knocking = true;
  readonly #source: Source;
  readonly #maxLine: number;
  /** Made for the first bytes: most of those who connect to look never send any. */
  #stages: { readonly nvt: Nvt; readonly limit: LineLimit } | undefined;
  #buffer = new Uint8Array(READ_BYTES);
  /** Bytes of an unfinished line, at the buffer's start. */
  #held = 0;
  /** Bytes of telnet negotiation since the last byte of text. */
  #swallowed = 0;
  /** Whether the first read looked binary; undefined before it. */
  #binary: boolean | undefined;

  /** `maxLine`: longest line in bytes; what is longer comes as a line that ends with TOO_LONG. */
  constructor(source: Source, maxLine: number) {
    this.#source = source;
    this.#maxLine = maxLine;
  }

  /**
   * Gives every line to `taker` until there are no more; what is unfinished at the end of input is the last.
   * Tells of timing marks at most once a read. Resolves to what the taker makes of the end.
   *
   * One function, though long: a suspended one takes half a KiB of every connection.
   */
  async each<Result>(taker: LineTaker<Result>): Promise<Result> {
    try {
      for (;;) {
        let read: number | null;
        try {
          read = await this.#source.read(this.#room());
        } catch {
          return await taker.onInputEnd("connection broken");
        }
        this.bytesIn += read ?? 0;
        const text = read === null ? this.#rest() : this.#wholeLines(read);
        const intruder = this.knocking ? this.#recognize(text) : null;
        if (intruder) return await taker.onInputEnd(intruder);
        if (text !== "") await this.#give(text, taker);
        if (this.#stages?.nvt.takeMark()) taker.onMark();
        if (read === null) return await taker.onInputEnd("end of input");
        if (this.#unfinished > MAX_UNFINISHED_BYTES) {
          return await taker.onInputEnd("line without end");
        }
        this.#fitBuffer(read);
      }
    } catch (bug) {
      return await taker.onThrown(bug);
    }
  }

  async #give<Result>(text: string, taker: LineTaker<Result>): Promise<void> {
    for (const next of splitter.split(text)) {
      const { value = "" } = await next;
      const taken = taker.take(value);
      if (taken) await taken;
    }
  }

  /** Bytes that came since the last newline, in whatever way. */
  get #unfinished(): number {
    return Math.max(this.#stages?.limit.unfinished ?? 0, this.#swallowed);
  }

  /** Where the next read may write. */
  #room(): Uint8Array {
    if (this.#buffer.length - this.#held < READ_BYTES / 2) {
      this.#resize(this.#held + BUSY_READ_BYTES);
    }
    return this.#held === 0 ? this.#buffer : this.#buffer.subarray(this.#held);
  }

  /** More room for those who fill it, less again when they fall quiet. */
  #fitBuffer(read: number): void {
    const { length } = this.#buffer;
    if (read === length && length < BUSY_READ_BYTES) this.#resize(BUSY_READ_BYTES);
    else if (length > READ_BYTES && this.#held + read < READ_BYTES / 4) this.#resize(READ_BYTES);
  }

  #resize(length: number): void {
    const buffer = new Uint8Array(length);
    buffer.set(this.#buffer.subarray(0, this.#held));
    this.#buffer = buffer;
  }

  /** Takes in `read` bytes and returns the lines that are whole now, each with its newline. */
  #wholeLines(read: number): string {
    const fresh = this.#buffer.subarray(this.#held, this.#held + read);
    if (this.#binary === undefined) this.#binary = looksBinary(fresh);
    const { nvt, limit } = this.#stages ??= { nvt: new Nvt(), limit: new LineLimit(this.#maxLine) };
    const kept = limit.filter(nvt.filter(fresh)).length;
    this.#swallowed = kept > 0 ? 0 : this.#swallowed + read;
    this.#held += kept;
    const end = kept === 0 ? 0 : fresh.subarray(0, kept).lastIndexOf(LF) + 1;
    return end === 0 ? "" : this.#cut(this.#held - kept + end);
  }

  /** The unfinished line, as if its newline had come. */
  #rest(): string {
    return this.#held === 0 ? "" : this.#cut(this.#held) + "\n";
  }

  /** Takes the first `length` bytes out of the buffer, as text. */
  #cut(length: number): string {
    const text = decoder.decode(this.#buffer.subarray(0, length));
    this.#buffer.copyWithin(0, length, this.#held);
    this.#held -= length;
    return text;
  }

  #recognize(text: string): Intruder | null {
    const unfinished = this.#buffer.subarray(0, Math.min(this.#held, KNOCK_CHARACTERS));
    const opening = text === "" ? decoder.decode(unfinished) : text.slice(0, KNOCK_CHARACTERS);
    this.knocking = text === "" && opening.length < KNOCK_CHARACTERS;
    return recognize(opening, { binary: this.#binary === true, greeted: this.greeted });
  }
}
