// A telnet client, on any connection that carries bytes: agrees on options, has lines edited where the client
// lets us, and passes text through where it does not. Lines go up, what is said comes down; what is on the
// screen is terminal.ts. One write is under way at most, and the next paints what changed meanwhile.

import type { Editing, Expected } from "../editing.ts";
import { MAX_ANSWER_BYTES, WRITE_PORTION_BYTES } from "../limits.ts";
import type { Connection } from "../transport.ts";
import { IAC, NOP } from "./codes.ts";
import { KeyReader } from "./key_reader.ts";
import { Negotiation } from "./negotiation.ts";
import { Terminal } from "./terminal.ts";
import { joined, portionOf } from "./wire_text.ts";

const encoder = new TextEncoder();
const NOTHING = new Uint8Array(0);

/** What the chat says, on its way. */
interface Saying {
  readonly bytes: Uint8Array;
  readonly done: PromiseWithResolvers<number>;
}

export class TelnetConnection implements Connection {
  readonly transport = "telnet";
  readonly encrypted: boolean;
  readonly address: string;
  readonly editing: Editing;
  readonly #wire: Connection;
  readonly #terminal: Terminal;
  readonly #negotiation: Negotiation;
  readonly #keys = new KeyReader();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** Text that waits to be read. */
  #ready: Uint8Array = NOTHING;
  #saying: Saying | null = null;
  #painting: Promise<void> | null = null;
  /** Whether lines are edited here. */
  #edits = false;
  /** Whether the client has said that it types no more, and whether that has been passed on. */
  #left = false;
  #toldOfLeaving = false;
  /** Whether our output is to end, and whether it has. */
  #ended = false;
  #silent = false;

  /** `maxLine`: the longest line that the chat takes, in bytes. */
  constructor(wire: Connection, { maxLine }: { maxLine: number }) {
    this.#wire = wire;
    this.encrypted = wire.encrypted;
    this.address = wire.address;
    this.#terminal = new Terminal(maxLine);
    this.#negotiation = new Negotiation({
      columns: (columns) => this.#terminal.columns = columns,
      areYouThere: () => this.#terminal.note("Yes"),
    });
    this.editing = {
      begin: (guide) => this.#terminal.guide = guide,
      expect: (next) => this.#expect(next),
    };
  }

  /**
   * Whole lines where they are edited here, and otherwise the text as it comes. Bytes that make no text are
   * handed up as telnet's NOP, which the line reader drops and counts: so its bound on lines without an end
   * holds for keys and for negotiation, too.
   */
  async read(buffer: Uint8Array): Promise<number | null> {
    this.#negotiation.start();
    for (;;) {
      this.#type();
      this.#paint();
      if (this.#ready.length > 0) return this.#give(buffer);
      if (this.#left) return await this.#leave(buffer);
      if (this.#keys.waiting || this.#negotiation.waiting > MAX_ANSWER_BYTES) {
        await this.#painting; // whoever does not read what we paint is not read from
        continue;
      }
      const count = await this.#wire.read(buffer);
      if (count === null) return null; // what is being typed then was not entered
      this.#receive(buffer.slice(0, count));
      this.#type();
      this.#paint();
      if (this.#ready.length === 0 && !this.#left) return fill(buffer, count);
    }
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.#ended) return this.#wire.write(bytes);
    this.#negotiation.start();
    const done = Promise.withResolvers<number>();
    this.#saying = { bytes: portionOf(bytes, WRITE_PORTION_BYTES), done };
    this.#paint();
    return done.promise;
  }

  /** Takes the row off the screen, and ends our output when all of it has been written. */
  async closeWrite(): Promise<void> {
    this.#ended = true;
    this.#agree();
    this.#ready = NOTHING;
    this.#paint();
    while (this.#painting) await this.#painting;
    this.#silent = true;
    await this.#wire.closeWrite();
  }

  close(): void {
    this.#wire.close();
  }

  #expect(next: Expected): void {
    this.#terminal.expect(next);
    this.#negotiation.offer(next !== "json");
    this.#agree();
  }

  /** Begins to edit lines, or ends it, as has been agreed. */
  #agree(): void {
    const edits = this.#negotiation.edits && !this.#ended;
    if (edits === this.#edits) return;
    this.#edits = edits;
    if (edits) return this.#terminal.open();
    this.#pass(encoder.encode(this.#terminal.close() + this.#keys.rest()));
  }

  /** Takes in what the client sent. Text that comes together with a change of mind counts as keys. */
  #receive(bytes: Uint8Array): void {
    const text = this.#negotiation.filter(bytes);
    if (!this.#edits) this.#agree();
    if (!this.#edits) return this.#pass(text);
    this.#keys.push(this.#decoder.decode(text, { stream: true }));
    this.#agree();
  }

  /** Text for the chat, as it is. */
  #pass(text: Uint8Array): void {
    this.#ready = this.#ready.length === 0 ? text : joined([this.#ready, text]);
  }

  /** Deals with keys until they make a line, or there are no more. */
  #type(): void {
    while (this.#edits && this.#ready.length === 0 && !this.#left && !this.#terminal.full) {
      const key = this.#keys.next();
      if (key === null) return;
      const typing = this.#terminal.press(key);
      if (typing === "end") this.#left = true;
      else if (typing !== null) this.#ready = encoder.encode(`${typing.line}\n`);
    }
  }

  /** Writes what changes the screen, unless a write is under way: then it is done after that. */
  #paint(): void {
    if (this.#painting || this.#silent) return;
    const saying = this.#saying;
    this.#saying = null;
    const bytes = joined([this.#negotiation.take(), this.#terminal.paint(saying?.bytes)]);
    if (bytes.length === 0) return saying?.done.resolve(0);
    this.#painting = writeAll(this.#wire, bytes)
      .then(() => saying?.done.resolve(saying.bytes.length), (error) => saying?.done.reject(error))
      .then(() => {
        this.#painting = null;
        this.#paint();
      });
  }

  #give(buffer: Uint8Array): number {
    const count = Math.min(this.#ready.length, buffer.length);
    buffer.set(this.#ready.subarray(0, count));
    this.#ready = this.#ready.subarray(count);
    return count;
  }

  /** The end of input, and after it nothing but the other end's own. */
  async #leave(buffer: Uint8Array): Promise<null> {
    if (this.#toldOfLeaving) { while (await this.#wire.read(buffer) !== null); }
    this.#toldOfLeaving = true;
    return null;
  }
}

/** NOPs for `count` bytes that made no text. */
function fill(buffer: Uint8Array, count: number): number {
  const length = Math.min(count + count % 2, buffer.length);
  for (let at = 0; at < length; at++) buffer[at] = at % 2 === 0 ? IAC : NOP;
  return length;
}

async function writeAll(wire: Connection, bytes: Uint8Array): Promise<void> {
  for (let left = bytes; left.length > 0;) left = left.subarray(await wire.write(left));
}
