// Frames of a WebSocket as they come, put together to messages, and every rule that they may break. Bytes in,
// events out; what is answered is websocket.ts.

import { MAX_MESSAGE_BYTES } from "../limits.ts";
import { CLOSE, type FrameHead, OPCODE, readFrameHead, unmask } from "./frame.ts";

/** What a frame has brought; "part": nothing yet, and "none": not all of it is here. */
export type Received =
  | { readonly kind: "line"; readonly bytes: Uint8Array }
  | { readonly kind: "ping"; readonly payload: Uint8Array }
  | { readonly kind: "close"; readonly code: number }
  | { readonly kind: "part" | "none" };

/** Ends the conversation with a code. */
export class Violation extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const MAX_CONTROL_BYTES = 125;
const MASK_BYTES = 4;
const LF = 10;
const CR = 13;
const SPACE = 32;
const NOTHING: Uint8Array = new Uint8Array(0);
const utf8 = new TextDecoder("utf-8", { fatal: true });

export class MessageReader {
  /** Bytes that came and were not looked at. */
  #raw = NOTHING;
  /** A message so far, and whether one has begun. */
  #message = NOTHING;
  #begun = false;

  /** Takes in bytes, which stay as they are. */
  push(bytes: Uint8Array): void {
    this.#raw = joined(this.#raw, bytes);
  }

  /** Deals with the next frame. Throws Violation for one that may not be. */
  next(): Received {
    const head = readFrameHead(this.#raw);
    if (head === null) return { kind: "none" };
    this.#check(head);
    const end = head.size + head.length;
    if (this.#raw.length < end) return { kind: "none" };
    const payload = this.#raw.slice(head.size, end);
    unmask(payload, this.#raw.subarray(head.size - MASK_BYTES, head.size));
    this.#raw = this.#raw.subarray(end);
    return this.#take(head, payload);
  }

  /** By the head alone: nothing that is too long is waited for. */
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

  #take({ opcode, final }: FrameHead, payload: Uint8Array): Received {
    if (opcode === OPCODE.ping) return { kind: "ping", payload };
    if (opcode === OPCODE.pong) return { kind: "part" };
    if (opcode === OPCODE.close) return { kind: "close", code: codeOf(payload) };
    const message = joined(this.#message, payload);
    this.#begun = !final;
    this.#message = final ? NOTHING : message;
    return final ? { kind: "line", bytes: lineOf(message) } : { kind: "part" };
  }
}

/** Why the other end closes, which it need not say. */
function codeOf(payload: Uint8Array): number {
  if (payload.length === 0) return CLOSE.normal;
  const [high = 0, low = 0] = payload;
  const code = payload.length === 1 ? 0 : high << 8 | low;
  if (!mayClose(code)) throw new Violation(CLOSE.protocolError, "That is no reason to close");
  checkText(payload.subarray(2));
  return code;
}

/** The codes that may be sent (RFC 6455, 7.4): of the protocol's own some are for those who look at it alone. */
function mayClose(code: number): boolean {
  if (code >= 3000) return code < 5000;
  return code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
}

function checkText(bytes: Uint8Array): void {
  try {
    utf8.decode(bytes);
  } catch {
    throw new Violation(CLOSE.invalidText, "That was no UTF-8");
  }
}

/** In JSON a newline is as good as a space; here it would end the line. */
function lineOf(message: Uint8Array): Uint8Array {
  checkText(message);
  const line = new Uint8Array(message.length + 1);
  line.set(message);
  for (let i = 0; i < message.length; i++) if (line[i] === LF || line[i] === CR) line[i] = SPACE;
  line[message.length] = LF;
  return line;
}

function joined(start: Uint8Array, end: Uint8Array): Uint8Array {
  if (start.length === 0) return end;
  if (end.length === 0) return start;
  const whole = new Uint8Array(start.length + end.length);
  whole.set(start);
  whole.set(end, start.length);
  return whole;
}
