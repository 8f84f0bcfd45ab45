// Takes telnet's commands out of a client's bytes: text here, commands there. Keeps a state and one bounded
// subnegotiation. What to answer is options.ts; what the text means, key_reader.ts.

import { MAX_SUBNEGOTIATION_BYTES } from "../limits.ts";
import {
  AYT,
  DO,
  EC,
  EL,
  EOF,
  IAC,
  IP,
  IS,
  SB,
  SE,
  TERMINAL_TYPE,
  WILL,
  WINDOW_SIZE,
  WONT,
} from "./codes.ts";

/** Who has an option: we or the client. */
export type Side = "ours" | "theirs";

export type Command =
  /** WILL and WONT tell of theirs, DO and DONT of ours. */
  | { readonly kind: "option"; readonly side: Side; readonly on: boolean; readonly option: number }
  /** In characters; 0 for a width that the client does not know. */
  | { readonly kind: "window size"; readonly columns: number }
  | { readonly kind: "terminal type"; readonly name: string }
  | { readonly kind: "are you there" };

type State = "text" | "IAC" | "option" | "subnegotiation" | "subnegotiation IAC";

/** Commands that stand for a key, as the control character of that key. */
const KEYS: ReadonlyMap<number, number> = new Map([
  [EC, 0x08],
  [EL, 0x15],
  [IP, 0x03],
  [EOF, 0x04],
]);

export class Parser {
  #state: State = "text";
  #verb = 0;
  #detail: number[] = [];

  /** Rewrites `bytes` in place, returns the part that is text, and hands each command to `hear`. */
  filter(bytes: Uint8Array, hear: (command: Command) => void): Uint8Array {
    if (this.#state === "text" && !bytes.includes(IAC)) return bytes;
    let length = 0;
    for (const byte of bytes) {
      const text = this.#next(byte, hear);
      if (text >= 0) bytes[length++] = text;
    }
    return bytes.subarray(0, length);
  }

  /** The byte of text that this one gives, or -1. */
  #next(byte: number, hear: (command: Command) => void): number {
    switch (this.#state) {
      case "text":
        if (byte !== IAC) return byte;
        this.#state = "IAC";
        return -1;
      case "IAC":
        return this.#command(byte, hear);
      case "option":
        this.#state = "text";
        hear(optionCommand(this.#verb, byte));
        return -1;
      case "subnegotiation":
        if (byte === IAC) this.#state = "subnegotiation IAC";
        else this.#collect(byte);
        return -1;
      case "subnegotiation IAC":
        return this.#afterIac(byte, hear);
    }
  }

  #command(byte: number, hear: (command: Command) => void): number {
    this.#state = "text";
    if (byte === IAC) return IAC;
    if (byte < EOF) return byte; // 0xFF was a stray byte of broken text
    if (byte >= WILL) {
      this.#state = "option";
      this.#verb = byte;
    } else if (byte === SB) {
      this.#state = "subnegotiation";
      this.#detail = [];
    } else if (byte === AYT) {
      hear({ kind: "are you there" });
    }
    return KEYS.get(byte) ?? -1;
  }

  #afterIac(byte: number, hear: (command: Command) => void): number {
    this.#state = "subnegotiation";
    if (byte === IAC) this.#collect(IAC);
    if (byte !== SE) return -1;
    this.#state = "text";
    const told = detailCommand(this.#detail);
    this.#detail = [];
    if (told) hear(told);
    return -1;
  }

  /** Of what is too long, the end is dropped: nothing we understand is that long. */
  #collect(byte: number): void {
    if (this.#detail.length < MAX_SUBNEGOTIATION_BYTES) this.#detail.push(byte);
  }
}

function optionCommand(verb: number, option: number): Command {
  const side = verb === WILL || verb === WONT ? "theirs" : "ours";
  return { kind: "option", side, on: verb === WILL || verb === DO, option };
}

/** What a subnegotiation says, if it is one of those that we asked for. */
function detailCommand([option, ...bytes]: readonly number[]): Command | null {
  const [first = 0, second = 0] = bytes;
  if (option === WINDOW_SIZE && bytes.length === 4) {
    return { kind: "window size", columns: first * 256 + second };
  }
  if (option === TERMINAL_TYPE && first === IS) {
    return { kind: "terminal type", name: String.fromCharCode(...bytes.slice(1)) };
  }
  return null;
}
