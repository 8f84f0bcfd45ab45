// Text as a terminal sends it, as keys: runs of characters and deeds. Sequences may come in pieces; those of
// no meaning here, and endless ones, are swallowed. Pure but for its state, which is bounded.

import { MAX_KEY_SEQUENCE } from "../limits.ts";
import { type Deed, DEEDS } from "./keys.ts";

export type Key =
  /** May hold characters that are not to be shown; no control character below U+0080. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "deed"; readonly deed: Deed };

const ESC = "\x1b";

/** Characters that are no key of their own. */
// deno-lint-ignore no-control-regex
const RUN = /[^\x00-\x1f\x7f]+/y;

export class KeyReader {
  #text = "";
  #at = 0;
  /** An escape sequence that has begun. */
  #sequence = "";
  #afterReturn = false;

  /** Whether next() may have something. */
  get waiting(): boolean {
    return this.#at < this.#text.length;
  }

  push(text: string): void {
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
  }

  /** What has not been read as keys, and is not any more; but for the second half of an Enter. */
  rest(): string {
    const rest = this.#text.slice(this.#at);
    this.#text = "";
    this.#at = 0;
    return this.#afterReturn ? rest.replace(/^[\n\0]/, "") : rest;
  }

  /** The next key, or null if it has not come, or not as a whole. */
  next(): Key | null {
    while (this.waiting) {
      const key = this.#sequence === "" ? this.#plain() : this.#inSequence();
      if (key) return key;
    }
    return null;
  }

  #plain(): Key | null {
    RUN.lastIndex = this.#at;
    const run = RUN.exec(this.#text);
    if (run) {
      this.#afterReturn = false;
      this.#at += run[0].length;
      return { kind: "text", text: run[0] };
    }
    return this.#control(this.#take());
  }

  #control(character: string): Key | null {
    const second = this.#afterReturn && (character === "\n" || character === "\0");
    this.#afterReturn = character === "\r";
    if (character === ESC) this.#sequence = ESC;
    return second ? null : deedOf(character);
  }

  #inSequence(): Key | null {
    const character = this.#take();
    if (endsEarly(this.#sequence, character)) {
      this.#sequence = "";
      return this.#control(character);
    }
    const whole = this.#sequence + character;
    const more = goesOn(whole);
    if (more && whole.length > MAX_KEY_SEQUENCE) return null; // too long for any key: only its end matters
    this.#sequence = more ? whole : "";
    return more ? null : deedOf(whole);
  }

  #take(): string {
    return this.#text.charAt(this.#at++);
  }
}

function deedOf(sent: string): Key | null {
  const deed = DEEDS.get(sent);
  return deed === undefined ? null : { kind: "deed", deed };
}

/** Whether a control character cuts a sequence short; Alt with Backspace is one. */
function endsEarly(sequence: string, character: string): boolean {
  if (sequence === ESC && (character === "\x7f" || character === "\b")) return false;
  return character < " " || character === "\x7f";
}

/** Whether more belongs to it (ECMA-48): parameters after CSI, one letter after SS3. */
function goesOn(sequence: string): boolean {
  if (sequence === `${ESC}[` || sequence === `${ESC}O`) return true;
  const last = sequence.charAt(sequence.length - 1);
  return sequence.startsWith(`${ESC}[`) && last >= " " && last <= "?";
}
