// Text as telnet sends it (RFC 854): a line ends with CR LF, and a byte 255 is doubled. Bytes in, bytes out.

import { IAC } from "./codes.ts";

const LF = 10;
const CR = 13;

/** A copy of `text` for the wire; a byte 255 never stands in UTF-8, but costs nothing to get right. */
export function toWire(text: Uint8Array): Uint8Array {
  let extra = 0;
  for (const byte of text) if (byte === LF || byte === IAC) extra++;
  const wire = new Uint8Array(text.length + extra);
  let at = 0;
  for (const byte of text) {
    if (byte === LF) wire[at++] = CR;
    else if (byte === IAC) wire[at++] = IAC;
    wire[at++] = byte;
  }
  return wire;
}

/** As many of `text`'s bytes as may go out at once: whole lines if that can be. */
export function portionOf(text: Uint8Array, most: number): Uint8Array {
  if (text.length <= most) return text;
  const end = text.subarray(0, most).lastIndexOf(LF) + 1;
  return text.subarray(0, end === 0 ? most : end);
}

export function endsLine(text: Uint8Array): boolean {
  return text.length === 0 || text[text.length - 1] === LF;
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
