// Frames of the WebSocket protocol (RFC 6455) as bytes: those we send, made once for all who are sent the
// same, and the heads of those that come. Pure; conversations are websocket.ts.

export const OPCODE = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

/** Why a conversation ends (RFC 6455, 7.4.1). */
export const CLOSE = {
  normal: 1000,
  protocolError: 1002,
  unsupported: 1003,
  invalidText: 1007,
  tooBig: 1009,
} as const;

/** Payloads up to this length, in bytes, say it in the frame's second byte; others in two more, or eight. */
const SHORT = 125;
const TWO_BYTES = 126;
const EIGHT_BYTES = 127;
const FINAL = 0x80;
const RESERVED = 0x70;
const SHORT_MASK = 0x7f;
const MASK_BYTES = 4;
const MASKED = 0x80;
const LF = 10;

/** What a frame says before its payload. */
export interface FrameHead {
  readonly final: boolean;
  readonly opcode: number;
  /** Bytes of payload. */
  readonly length: number;
  /** Bytes of this head, its mask included. */
  readonly size: number;
  /** Whether the three bits that extensions use are as they are without any, and the payload is masked. */
  readonly wellFormed: boolean;
}

/** The head that stands at the beginning of `bytes`; null if not all of it is there. */
export function readFrameHead(bytes: Uint8Array): FrameHead | null {
  const [first = 0, second = 0] = bytes;
  const short = second & SHORT_MASK;
  const extra = short === TWO_BYTES ? 2 : short === EIGHT_BYTES ? 8 : 0;
  const masked = (second & MASKED) !== 0;
  const size = 2 + extra + (masked ? MASK_BYTES : 0);
  if (bytes.length < size) return null;
  const length = extra === 0 ? short : readNumber(bytes.subarray(2, 2 + extra));
  const wellFormed = masked && (first & RESERVED) === 0;
  return { final: (first & FINAL) !== 0, opcode: first & 0x0f, length, size, wellFormed };
}

function readNumber(bytes: Uint8Array): number {
  let number = 0;
  for (const byte of bytes) number = number * 256 + byte;
  return number;
}

/** Takes the mask off `bytes`, in place; `from` counts from the payload's beginning. */
export function unmask(bytes: Uint8Array, mask: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = (bytes[i] ?? 0) ^ (mask[i & 3] ?? 0);
  }
}

/** One whole frame, as servers send it: not masked. */
export function frame(opcode: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headSize(payload.length) + payload.length);
  bytes.set(payload, writeHead(bytes, { at: 0, opcode, length: payload.length }));
  return bytes;
}

/** The frame that ends a conversation. `why`: at most 123 bytes. */
export function closeFrame(code: number, why = ""): Uint8Array {
  const text = new TextEncoder().encode(why);
  const payload = new Uint8Array(2 + text.length);
  new DataView(payload.buffer).setUint16(0, code);
  payload.set(text, 2);
  return frame(OPCODE.close, payload);
}

/** By the bytes they were made of: a batch goes to all who are in a room. */
const made = new WeakMap<Uint8Array, Uint8Array>();
let lastLines: Uint8Array | undefined;
let lastFrames: Uint8Array = new Uint8Array(0);

/** Lines as text frames, one for each that is not empty, without its newline. The same bytes give the same frames. */
export function framesOf(lines: Uint8Array): Uint8Array {
  if (lines === lastLines) return lastFrames;
  let frames = made.get(lines);
  if (!frames) made.set(lines, frames = makeFrames(lines));
  lastLines = lines;
  lastFrames = frames;
  return frames;
}

function makeFrames(lines: Uint8Array): Uint8Array {
  const ends = endsOf(lines);
  let size = 0;
  eachLine(ends, (start, end) => size += headSize(end - start) + end - start);
  const frames = new Uint8Array(size);
  let at = 0;
  eachLine(ends, (start, end) => {
    at = writeHead(frames, { at, opcode: OPCODE.text, length: end - start });
    frames.set(lines.subarray(start, end), at);
    at += end - start;
  });
  return frames;
}

/** Where each line ends; its newline stands there, but perhaps for the last. */
function endsOf(lines: Uint8Array): number[] {
  const ends: number[] = [];
  for (let at = lines.indexOf(LF); at >= 0; at = lines.indexOf(LF, at + 1)) ends.push(at);
  if (lines.length > 0 && lines.at(-1) !== LF) ends.push(lines.length);
  return ends;
}

function eachLine(ends: readonly number[], act: (start: number, end: number) => void): void {
  let start = 0;
  for (const end of ends) {
    if (end > start) act(start, end);
    start = end + 1;
  }
}

function headSize(length: number): number {
  return length <= SHORT ? 2 : length < 65_536 ? 4 : 10;
}

interface Start {
  readonly at: number;
  readonly opcode: number;
  readonly length: number;
}

/** Writes the head of a frame and gives the place of its payload. */
function writeHead(bytes: Uint8Array, { at, opcode, length }: Start): number {
  const size = headSize(length);
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  view.setUint8(0, FINAL | opcode);
  view.setUint8(1, size === 2 ? length : size === 4 ? TWO_BYTES : EIGHT_BYTES);
  if (size === 4) view.setUint16(2, length);
  if (size === 10) view.setBigUint64(2, BigInt(length));
  return at + size;
}
