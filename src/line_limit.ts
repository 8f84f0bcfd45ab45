// Bounds a line before TextLineStream sees it: what is too long is thrown away as it comes, and marked.
// Bytes in, bytes out. What to say about it is the session's business.

const LF = 10;

/**
 * Ends a line that was longer than allowed. NUL, because the stage before has dropped every NUL that a
 * client sent, so nobody can forge the mark.
 */
export const TOO_LONG = "\0";
const TOO_LONG_BYTE = 0;

export class LineLimit {
  readonly #max: number;
  #unfinished = 0;

  /** `max`: the longest line that passes whole, in bytes without its newline. */
  constructor(max: number) {
    this.#max = max;
  }

  /** Bytes since the last newline, those thrown away included. */
  get unfinished(): number {
    return this.#unfinished;
  }

  /** Rewrites `bytes` in place and returns what passes: never more than `max` bytes and a mark a line. */
  filter(bytes: Uint8Array): Uint8Array {
    if (this.#unfinished + bytes.length > this.#max) return this.#walk(bytes);
    const newline = bytes.lastIndexOf(LF);
    if (newline < 0) this.#unfinished += bytes.length;
    else this.#unfinished = bytes.length - 1 - newline;
    return bytes;
  }

  #walk(bytes: Uint8Array): Uint8Array {
    let length = 0;
    for (const byte of bytes) {
      this.#unfinished = byte === LF ? 0 : this.#unfinished + 1;
      if (this.#unfinished <= this.#max) bytes[length++] = byte;
      else if (this.#unfinished === this.#max + 1) bytes[length++] = TOO_LONG_BYTE;
    }
    return bytes.subarray(0, length);
  }
}
