// Bytes as tests need them: written readably, cut in every way reads may cut them, shown readably.

import type { Random } from "./random.ts";

const encoder = new TextEncoder();

/** Strings as UTF-8, numbers as the bytes they are: bytes("hi", 0xff, "\n"). */
export function bytes(...parts: readonly (string | number)[]): Uint8Array {
  const encoded = parts.map((part) =>
    typeof part === "string" ? encoder.encode(part) : Uint8Array.of(part)
  );
  return joined(encoded);
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** `whole` in one piece, in two pieces cut at every place, and one byte at a time. Always copies. */
export function* everyCut(whole: Uint8Array): Generator<Uint8Array[]> {
  yield [whole.slice()];
  for (let at = 1; at < whole.length; at++) yield [whole.slice(0, at), whole.slice(at)];
  yield Array.from(whole, (byte) => Uint8Array.of(byte));
}

/** `whole` in pieces of 1 to `most` bytes. Always copies. */
export function randomCut(whole: Uint8Array, most: number, random: Random): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < whole.length;) {
    const end = at + 1 + random.below(most);
    pieces.push(whole.slice(at, end));
    at = end;
  }
  return pieces;
}

/** One character per byte, so that a failed comparison of bytes can be read. */
export function shown(whole: Uint8Array): string {
  return Array.from(whole, (byte) => String.fromCharCode(byte)).join("");
}

/** What `stage` makes of `pieces`, one after the other; it may rewrite them. */
export function passed(
  stage: { filter(bytes: Uint8Array): Uint8Array },
  pieces: readonly Uint8Array[],
): string {
  return pieces.map((piece) => shown(stage.filter(piece))).join("");
}
