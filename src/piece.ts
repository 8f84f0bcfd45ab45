// What an outbox is given to send, and how pieces become the bytes of one write. Pure.

import { isLow, utf8Length } from "./utf8_length.ts";

const encoder = new TextEncoder();

/**
 * What is sent: bytes, which may be shared with others, or the text of one reader alone, which is made into bytes
 * together with what waits beside it.
 */
export type Piece = Uint8Array | string;

/** All of them as one, in their order. */
export function join(pieces: readonly Piece[]): Uint8Array {
  const parts = pieces.map(bytesOf);
  let size = 0;
  for (const bytes of parts) size += bytes.length;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const bytes of parts) {
    whole.set(bytes, offset);
    offset += bytes.length;
  }
  return whole;
}

export function bytesOf(piece: Piece): Uint8Array {
  return isText(piece) ? encoder.encode(piece) : piece;
}

/** In bytes, as they will be written. */
export function sizeOf(piece: Piece): number {
  return isText(piece) ? utf8Length(piece) : piece.length;
}

/** Whether it is text that takes as many bytes behind another as alone: two halves of a pair would not. */
export function goesOn(piece: Piece): piece is string {
  return isText(piece) && !isLow(piece.charCodeAt(0));
}

export function isText(piece: Piece): piece is string {
  return typeof piece === "string";
}
