// What a line of the benchmark carries. Everything has its place, so that reading one takes no search:
//
//     |TTTTTTTTTT|SSSS|NNNNNNN|xxxxxxx…
//      time in µs |    |
//          speaker     sequence number, from 0
//
// Decimal digits, as every server passes them on unchanged and a person can read them in a dump.

/** "|": stands in no name and no prefix that a server puts before a line. */
export const MARK = 0x7c;

const TIME = { at: 1, digits: 10 };
const SPEAKER = { at: 12, digits: 4 };
const SEQUENCE = { at: 17, digits: 7 };

/** Shortest payload there can be. */
export const HEAD_BYTES = 25;

export interface Payload {
  /** Microseconds, by the clock of the load process. */
  readonly time: number;
  readonly speaker: number;
  readonly sequence: number;
}

/** `payload` as text of `length` characters. Throws RangeError if it does not fit. */
export function encodePayload({ time, speaker, sequence }: Payload, length: number): string {
  const head = `|${field(time, TIME)}|${field(speaker, SPEAKER)}|${field(sequence, SEQUENCE)}|`;
  if (length < HEAD_BYTES) throw new RangeError(`Payload of "${length}" is below "${HEAD_BYTES}"`);
  return head.padEnd(length, "x");
}

/** Whether a payload's head stands at `at`. */
export function isPayload(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === MARK && bytes[at + 11] === MARK && bytes[at + 16] === MARK &&
    bytes[at + 24] === MARK;
}

/** The speaker in the payload that stands at `at`. */
export function speakerAt(bytes: Uint8Array, at: number): number {
  return read(bytes, at + SPEAKER.at, SPEAKER.digits);
}

/** The sequence number in the payload that stands at `at`. */
export function sequenceAt(bytes: Uint8Array, at: number): number {
  return read(bytes, at + SEQUENCE.at, SEQUENCE.digits);
}

/** The time in the payload that stands at `at`. */
export function timeAt(bytes: Uint8Array, at: number): number {
  return read(bytes, at + TIME.at, TIME.digits);
}

function field(value: number, { digits }: { digits: number }): string {
  const text = String(value).padStart(digits, "0");
  if (/^\d+$/.test(text) && text.length === digits) return text;
  throw new RangeError(`"${value}" is no whole number of at most ${digits} digits`);
}

/** Plain positions instead of an options object: called for every delivery. */
function read(bytes: Uint8Array, from: number, digits: number): number {
  let value = 0;
  for (let at = from; at < from + digits; at++) value = value * 10 + (bytes[at] as number) - 0x30;
  return value;
}
