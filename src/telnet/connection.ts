// A telnet client, on any connection that carries bytes: agrees on options, has lines edited where the client
// lets us, and passes text through where it does not. Lines go up, what is said comes down; what is on the
// screen is terminal.ts. One write is under way at most, and the next paints what changed meanwhile.

import type { Editing, Expected } from "../editing.ts";
import { MAX_ANSWER_BYTES, WRITE_PORTION_BYTES } from "../limits.ts";
import type { Connection } from "../transport.ts";
import { ECHO, IAC, NOP, SB, SE, SUPPRESS_GO_AHEAD, TERMINAL_TYPE } from "./codes.ts";
import { KeyReader } from "./key_reader.ts";
import { Options } from "./options.ts";
import { type Command, Parser } from "./parser.ts";
import { Terminal } from "./terminal.ts";
import { joined, portionOf } from "./wire_text.ts";

/** Terminals that know no escape codes, as TERM calls them. */
const DUMB = /^(?:dumb|unknown|network)$/i;

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
  readonly #parser = new Parser();
  readonly #options = new Options((bytes) => this.#answers.push(...bytes));
  readonly #keys = new KeyReader();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** Telnet's own words that wait to be sent. */
  #answers: number[] = [];
  /** Bytes of lines that wait to be read. */
  #ready: Uint8Array = NOTHING;
  #saying: Saying | null = null;
  #painting: Promise<void> | null = null;
  #started = false;
  /** Whether lines are edited here: the client sends each key, and leaves it to us to show it. */
  #edits = false;
  #expected: Expected = "text";
  #askedForType = false;
  /** Whether the client's terminal knows no escape codes. */
  #dumb = false;
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
    this.#start();
    for (;;) {
      this.#type();
      this.#paint();
      if (this.#ready.length > 0) return this.#give(buffer);
      if (this.#left) return await this.#leave(buffer);
      if (this.#keys.waiting || this.#answers.length > MAX_ANSWER_BYTES) {
        await this.#painting; // whoever does not read what we paint is not read from
        continue;
      }
      const count = await this.#wire.read(buffer);
      if (count === null) return null; // what is being typed then was not entered
      const text = this.#receive(buffer.slice(0, count));
      this.#type();
      this.#paint();
      if (this.#ready.length === 0 && !this.#left) return give(buffer, { text, count });
    }
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.#ended) return this.#wire.write(bytes);
    this.#start();
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

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#options.start();
  }

  #expect(next: Expected): void {
    this.#terminal.expect(next);
    if (next === this.#expected) return;
    this.#expected = next;
    this.#offer();
  }

  /** Offers to edit lines, or takes the offer back. */
  #offer(): void {
    const on = this.#expected !== "json" && !this.#dumb;
    for (const option of [ECHO, SUPPRESS_GO_AHEAD]) this.#options.want("ours", { option, on });
    this.#agree();
  }

  /** Begins to edit lines, or ends it, as both sides have agreed. */
  #agree(): void {
    const agreed = [ECHO, SUPPRESS_GO_AHEAD].every((option) => this.#options.isOn("ours", option));
    const edits = agreed && !this.#ended;
    if (edits === this.#edits) return;
    this.#edits = edits;
    if (edits) return this.#terminal.open();
    const typed = encoder.encode(this.#terminal.close() + this.#keys.rest());
    this.#ready = joined([this.#ready, typed]);
  }

  /** Takes in what the client sent, and returns what of it is text that is not edited here. */
  #receive(bytes: Uint8Array): Uint8Array {
    const text = this.#parser.filter(bytes, (command) => this.#hear(command));
    this.#agree();
    if (!this.#edits) return text;
    this.#keys.push(this.#decoder.decode(text, { stream: true }));
    return NOTHING;
  }

  #hear(command: Command): void {
    switch (command.kind) {
      case "option":
        this.#options.hear(command.side, command);
        if (this.#options.isOn("theirs", TERMINAL_TYPE)) this.#askForType();
        return;
      case "window size":
        this.#terminal.columns = command.columns;
        return;
      case "terminal type":
        this.#dumb = DUMB.test(command.name);
        return this.#offer();
      case "are you there":
        return this.#terminal.note("Yes");
    }
  }

  #askForType(): void {
    if (this.#askedForType) return;
    this.#askedForType = true;
    const SEND = 1;
    this.#answers.push(IAC, SB, TERMINAL_TYPE, SEND, IAC, SE);
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
    const answers = Uint8Array.from(this.#answers);
    this.#saying = null;
    this.#answers = [];
    const bytes = joined([answers, this.#terminal.paint(saying?.bytes)]);
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

/** Hands `text` up, or NOPs in the place of `count` bytes that were none. */
function give(buffer: Uint8Array, { text, count }: { text: Uint8Array; count: number }): number {
  if (text.length > 0) {
    buffer.set(text);
    return text.length;
  }
  const length = Math.min(count + count % 2, buffer.length);
  for (let at = 0; at < length; at++) buffer[at] = at % 2 === 0 ? IAC : NOP;
  return length;
}

async function writeAll(wire: Connection, bytes: Uint8Array): Promise<void> {
  for (let left = bytes; left.length > 0;) left = left.subarray(await wire.write(left));
}
