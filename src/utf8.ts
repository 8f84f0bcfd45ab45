// Bytes to text, a read at a time. What is not UTF-8 becomes U+FFFD; a character split between two reads
// stays whole. One decoder serves all connections: each keeps only the bytes of its unfinished character.

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const NOTHING = new Uint8Array(0);

export class Utf8 {
  #rest = NOTHING;

  /** The text of `bytes`, but for a character at the end that is not all there yet. Keeps no view of them. */
  decode(bytes: Uint8Array): string {
    const all = this.#rest.length === 0 ? bytes : concat(this.#rest, bytes);
    const whole = all.length - unfinished(all);
    this.#rest = whole === all.length ? NOTHING : all.slice(whole);
    return decoder.decode(all.subarray(0, whole));
  }

  /** U+FFFD for a character that never got whole, or "". */
  end(): string {
    const rest = this.#rest;
    this.#rest = NOTHING;
    return decoder.decode(rest);
  }
}

/** How many bytes at the end begin a character that could still become whole. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < sequenceLength(byte) ? back : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 1;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
