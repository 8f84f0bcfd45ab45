// Cuts denort, the runtime inside every compiled Deno program, out of such a program.
// The layout is Deno 2.7's: denort, then a payload, whose last 24 bytes are the magic, eight bytes
// that do not matter here, and the payload's length. Bytes in, bytes out: no files, no network.

const MAGIC = "d3n0l4nd";
const TRAILER_BYTES = 24;
const LENGTH_OFFSET = 16;

/** Returns what stands before the payload, bit for bit. */
export function cutDenort(program: Uint8Array): Uint8Array<ArrayBufferLike> {
  const trailer = program.subarray(-TRAILER_BYTES);
  if (trailer.length < TRAILER_BYTES || !startsWithMagic(trailer)) {
    throw new TypeError(`Cannot cut denort out: the program does not end in a "${MAGIC}" trailer`);
  }
  const length = payloadLength(trailer);
  if (length < TRAILER_BYTES || length >= program.length) {
    throw new RangeError(
      `Cannot cut denort out: a payload of "${length}" bytes does not fit "${program.length}" bytes`,
    );
  }
  const cut = program.length - length;
  if (!startsWithMagic(program.subarray(cut))) {
    throw new TypeError(`Cannot cut denort out: the payload does not begin with "${MAGIC}"`);
  }
  return program.subarray(0, cut);
}

function payloadLength(trailer: Uint8Array): number {
  const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.byteLength);
  return Number(view.getBigUint64(LENGTH_OFFSET, true));
}

function startsWithMagic(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) === MAGIC;
}
