// Telnet's network virtual terminal, as far as a plain text port meets it: negotiation is swallowed,
// every way to end a line becomes "\n". Bytes in, bytes out; keeps a state, never a byte.
//
// RFC 854 (commands, CR LF, CR NUL), RFC 855 (sub-negotiation). Nothing is answered here: a client that
// offers options and hears nothing goes on without them.

const LF = 10;
const CR = 13;
const SE = 240;
const SB = 250;
const WILL = 251;
const IAC = 255;
/** No telnet command is below this; 0xFF before such a byte is a stray byte of broken text. */
const FIRST_COMMAND = 236;

type State = "text" | "after CR" | "IAC" | "option" | "subnegotiation" | "subnegotiation IAC";

export class Nvt {
  #state: State = "text";

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
    else if (byte >= WILL) this.#state = "option";
    return -1;
  }
}

function needsWork(bytes: Uint8Array): boolean {
  return bytes.includes(IAC) || bytes.includes(CR) || bytes.includes(0);
}
