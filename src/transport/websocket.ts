// A WebSocket over another connection, as a flow of lines: each message that comes is a line, each line that
// goes is a message. What is not text, too long or against the protocol ends it with the code for that.

import type { Clock } from "../clock.ts";
import { discard } from "../hang_up.ts";
import { MAX_MESSAGE_BYTES, PING_MS, READ_BYTES, UNANSWERED_PINGS } from "../limits.ts";
import type { Connection } from "../transport.ts";
import {
  CLOSE,
  closeFrame,
  frame,
  type FrameHead,
  framesOf,
  OPCODE,
  readFrameHead,
  unmask,
} from "./frame.ts";

const MAX_CONTROL_BYTES = 125;
const LF = 10;
const CR = 13;
const SPACE = 32;
const NOTHING: Uint8Array = new Uint8Array(0);
const PING = frame(OPCODE.ping, NOTHING);
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Ends the conversation with a code. */
class Violation extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface WebSocketOptions {
  /** Who really comes, where the connection is a proxy's. */
  readonly address: string;
  readonly encrypted: boolean;
  readonly clock: Clock;
  /** Bytes that came already. */
  readonly rest: Uint8Array;
}

export class WebSocketConnection implements Connection {
  readonly transport = "websocket";
  readonly encrypted: boolean;
  readonly address: string;
  readonly #under: Connection;
  readonly #clock: Clock;
  /** Bytes that came and were not looked at. */
  #raw: Uint8Array;
  /** A message so far, and whether one has begun. */
  #message = NOTHING;
  #begun = false;
  /** Of a line: what has not been read. */
  #line = NOTHING;
  /** Whether nothing more is to be read. */
  #ended = false;
  #closed = false;
  /** Whether a frame that ends our side is sent or due. */
  #closing = false;
  /** A control frame that waits for the write under way; a later one replaces it. */
  #due: Uint8Array | null = null;
  #writing = false;
  #controlling: Promise<void> | null = null;
  /** Pings since anything came. */
  #unanswered = 0;
  #cancelPing: () => void = () => {};

  constructor(under: Connection, { address, encrypted, clock, rest }: WebSocketOptions) {
    this.#under = under;
    this.address = address;
    this.encrypted = encrypted;
    this.#clock = clock;
    this.#raw = rest;
    this.#expectLife();
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#line.length === 0) {
      if (this.#closed) throw new Error("The WebSocket is closed");
      if (this.#ended) return null;
      if (!this.#takeFrame() && await this.#receive() === null) this.#ended = true;
    }
    const piece = this.#line.subarray(0, buffer.length);
    buffer.set(piece);
    this.#line = this.#line.subarray(piece.length);
    return piece.length;
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.#closing) return Promise.reject(new Error("The WebSocket is closing"));
    if (this.#controlling) return this.#controlling.then(() => this.write(bytes));
    this.#writing = true;
    const frames = framesOf(bytes);
    return this.#under.write(frames).then((written) => {
      return this.#wrote(written, { frames, size: bytes.length });
    });
  }

  async closeWrite(): Promise<void> {
    this.#close(CLOSE.normal);
    await this.#controlling;
    await this.#under.closeWrite();
    if (this.#ended) await discard(this.#under); // whoever is told off may still be sending
  }

  close(): void {
    this.#cancelPing();
    this.#closed = true;
    this.#under.close();
  }

  /** Frames are written whole: half of one would be no good to anybody. */
  #wrote(
    written: number,
    { frames, size }: { frames: Uint8Array; size: number },
  ): number | Promise<number> {
    if (written < frames.length) {
      const left = frames.subarray(written);
      return this.#under.write(left).then((more) => this.#wrote(more, { frames: left, size }));
    }
    this.#writing = false;
    if (this.#due) this.#sendControl();
    return size;
  }

  #control(bytes: Uint8Array): void {
    this.#due = bytes;
    if (!this.#writing && !this.#controlling) this.#sendControl();
  }

  #sendControl(): void {
    const bytes = this.#due ?? NOTHING;
    this.#due = null;
    this.#controlling = writeAll(this.#under, bytes).then(() => {
      this.#controlling = null;
      if (this.#due && !this.#writing) this.#sendControl();
    });
  }

  /** Reads more raw bytes; null at the end. */
  async #receive(): Promise<number | null> {
    const buffer = new Uint8Array(READ_BYTES);
    const read = await this.#under.read(buffer);
    if (read === null) return null;
    this.#unanswered = 0;
    this.#raw = joined(this.#raw, buffer.subarray(0, read));
    return read;
  }

  /** Deals with the next frame if all of it has come; false if not. */
  #takeFrame(): boolean {
    try {
      const head = readFrameHead(this.#raw);
      if (head === null) return false;
      this.#check(head);
      const end = head.size + head.length;
      if (this.#raw.length < end) return false;
      const payload = this.#raw.slice(head.size, end);
      unmask(payload, this.#raw.subarray(head.size - 4, head.size));
      this.#raw = this.#raw.subarray(end);
      this.#take(head, payload);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#close(error.code, error.message);
      this.#ended = true;
    }
    return true;
  }

  #check({ opcode, final, length, wellFormed }: FrameHead): void {
    if (!wellFormed) throw new Violation(CLOSE.protocolError, "Malformed frame");
    if (opcode >= OPCODE.close) {
      if (final && length <= MAX_CONTROL_BYTES && opcode <= OPCODE.pong) return;
      throw new Violation(CLOSE.protocolError, "Malformed control frame");
    }
    if (opcode === OPCODE.binary) throw new Violation(CLOSE.unsupported, "Text only, please");
    if (opcode > OPCODE.binary || (opcode === OPCODE.continuation) !== this.#begun) {
      throw new Violation(CLOSE.protocolError, "A frame out of turn");
    }
    if (this.#message.length + length > MAX_MESSAGE_BYTES) {
      throw new Violation(CLOSE.tooBig, `A message has ${MAX_MESSAGE_BYTES} bytes at most`);
    }
  }

  #take({ opcode, final }: FrameHead, payload: Uint8Array): void {
    switch (opcode) {
      case OPCODE.ping:
        return this.#closing ? undefined : this.#control(frame(OPCODE.pong, payload));
      case OPCODE.pong:
        return;
      case OPCODE.close:
        this.#close(CLOSE.normal);
        this.#ended = true;
        return;
    }
    this.#message = joined(this.#message, payload);
    this.#begun = !final;
    if (!final) return;
    this.#line = lineOf(this.#message);
    this.#message = NOTHING;
  }

  #close(code: number, why?: string): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#control(closeFrame(code, why));
  }

  /** Asks whether anybody is there, and hangs up on who says nothing for long. */
  #expectLife(): void {
    this.#cancelPing = this.#clock.after(PING_MS, () => {
      if (this.#unanswered === UNANSWERED_PINGS) return this.close();
      this.#unanswered++;
      if (!this.#closing) this.#control(PING);
      this.#expectLife();
    });
  }
}

/** In JSON a newline is as good as a space; here it would end the line. */
function lineOf(message: Uint8Array): Uint8Array {
  try {
    utf8.decode(message);
  } catch {
    throw new Violation(CLOSE.invalidText, "That was no UTF-8");
  }
  const line = new Uint8Array(message.length + 1);
  line.set(message);
  for (let i = 0; i < message.length; i++) if (line[i] === LF || line[i] === CR) line[i] = SPACE;
  line[message.length] = LF;
  return line;
}

/** What cannot be sent will not be missed: the reader hears of the loss. */
async function writeAll(connection: Connection, bytes: Uint8Array): Promise<void> {
  try {
    for (let left = bytes; left.length > 0;) left = left.subarray(await connection.write(left));
  } catch {
    // See above.
  }
}

function joined(start: Uint8Array, end: Uint8Array): Uint8Array {
  if (start.length === 0) return end;
  const whole = new Uint8Array(start.length + end.length);
  whole.set(start);
  whole.set(end, start.length);
  return whole;
}
