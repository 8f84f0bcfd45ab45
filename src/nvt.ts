// Telnet's network virtual terminal, as far as a plain text port meets it: negotiation is swallowed,
// every way to end a line becomes "\n". Bytes in, bytes out; keeps a state, never a byte.
//
// RFC 854 (commands, CR LF, CR NUL), RFC 855 (sub-negotiation), RFC 860 (timing mark). Nothing is answered here:
// a client that offers options and hears nothing goes on without them. But one whose user pressed Ctrl-C shows
// nothing any more until its timing mark is answered, so whoever writes to it can learn that one was asked for.

const LF = 10;
const CR = 13;
const SE = 240;
const SB = 250;
const WILL = 251;
const DO = 253;
const IAC = 255;
const TIMING_MARK = 6;
/** No telnet command is below this; 0xFF before such a byte is a stray byte of broken text. */
const FIRST_COMMAND = 236;

/** IAC WILL TIMING-MARK: all that was sent before it has been dealt with. */
export const TIMING_MARK_REACHED: Uint8Array = Uint8Array.of(IAC, WILL, TIMING_MARK);

type State =
  | "text"
  | "after CR"
  | "IAC"
  | "DO"
  | "option"
  | "subnegotiation"
  | "subnegotiation IAC";

export class Nvt {
  #state: State = "text";
  #marked = false;

  /** Whether a timing mark was asked for since this was last called. */
  takeMark(): boolean {
    const marked = this.#marked;
    this.#marked = false;
    return marked;
  }

  /**
   * Rewrites `bytes` in place and returns the part that is text. In it lines end with "\n" whether the
   * client sent LF, CR LF, CR NUL or CR, and there is no NUL: later stages may use it as a mark.
   */
  filter(bytes: Uint8Array): Uint8Array {
    if (this.#state === "text" && !needsWork(bytes)) return bytes;
    let length = 0;
    for (const byte of bytes) {
      const text = this.#next(byte);
      if (text >= 0) bytes[length++] = text;
    }
    return bytes.subarray(0, length);
  }

  /** The byte to keep for this one, or -1. Kept bytes never outnumber those read. */
  #next(byte: number): number {
    switch (this.#state) {
      case "text":
        return this.#text(byte);
      case "after CR":
        this.#state = "text";
        return byte === LF || byte === 0 ? -1 : this.#text(byte);
      case "IAC":
        return this.#command(byte);
      case "DO":
        if (byte === TIMING_MARK) this.#marked = true;
        this.#state = "text";
        return -1;
      case "option":
        this.#state = "text";
        return -1;
      case "subnegotiation":
        if (byte === IAC) this.#state = "subnegotiation IAC";
        return -1;
      case "subnegotiation IAC":
        this.#state = byte === SE ? "text" : "subnegotiation";
        return -1;
    }
  }

  #text(byte: number): number {
    if (byte === IAC) this.#state = "IAC";
    else if (byte === CR) this.#state = "after CR";
    if (byte === IAC || byte === 0) return -1;
    return byte === CR ? LF : byte;
  }

  /** The byte after IAC. */
  #command(byte: number): number {
    this.#state = "text";
    if (byte === IAC) return IAC;
    if (byte < FIRST_COMMAND) return this.#text(byte);
    if (byte === SB) this.#state = "subnegotiation";
    else if (byte >= WILL) this.#state = byte === DO ? "DO" : "option";
    return -1;
  }
}

function needsWork(bytes: Uint8Array): boolean {
  return bytes.includes(IAC) || bytes.includes(CR) || bytes.includes(0);
}
