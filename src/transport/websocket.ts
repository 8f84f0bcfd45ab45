// A WebSocket over another connection, as a flow of lines: each message that comes is a line, each line that
// goes is a message. What is not text, too long or against the protocol ends it with the code for that.

import type { Clock } from "../clock.ts";
import { discard } from "../hang_up.ts";
import { PING_MS, READ_BYTES, UNANSWERED_PINGS } from "../limits.ts";
import type { Connection } from "../transport.ts";
import { CLOSE, closeFrame, frame, framesOf, OPCODE } from "./frame.ts";
import { MessageReader, type Received, Violation } from "./message_reader.ts";

const NOTHING: Uint8Array = new Uint8Array(0);
const PING = frame(OPCODE.ping, NOTHING);

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
  readonly #messages = new MessageReader();
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
    this.#messages.push(rest);
    this.#expectLife();
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#line.length === 0) {
      if (this.#closed) throw new Error("The WebSocket is closed");
      if (this.#ended) return null;
      if (!this.#takeFrame() && !await this.#receive()) this.#ended = true;
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

  /** Reads more; false at the end. */
  async #receive(): Promise<boolean> {
    const buffer = new Uint8Array(READ_BYTES);
    const read = await this.#under.read(buffer);
    if (read === null) return false;
    this.#unanswered = 0;
    this.#messages.push(buffer.subarray(0, read));
    return true;
  }

  /** Deals with the next frame if all of it has come; false if not. */
  #takeFrame(): boolean {
    try {
      return this.#take(this.#messages.next());
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#close(error.code, error.message);
      this.#ended = true;
      return true;
    }
  }

  #take(received: Received): boolean {
    switch (received.kind) {
      case "line":
        this.#line = received.bytes;
        return true;
      case "ping":
        if (!this.#closing) this.#control(frame(OPCODE.pong, received.payload));
        return true;
      case "close":
        this.#close(received.code);
        this.#ended = true;
        return true;
      case "part":
        return true;
      case "none":
        return false;
    }
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

/** What cannot be sent will not be missed: the reader hears of the loss. */
async function writeAll(connection: Connection, bytes: Uint8Array): Promise<void> {
  try {
    for (let left = bytes; left.length > 0;) left = left.subarray(await connection.write(left));
  } catch {
    // See above.
  }
}
