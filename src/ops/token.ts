// The secret that who may change something shows: given by the operator, or made at the start. Compared in
// the same time whatever is wrong with it, and never written anywhere by this code.

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { ChatError } from "../errors.ts";
import { MIN_TOKEN } from "../limits.ts";

/** Bytes of a token that is made: nobody guesses 128 bits. */
const TOKEN_BYTES = 16;

export class Token {
  readonly #digest: Uint8Array;

  /** Throws ChatError "bad-setting" as checkToken() does. */
  constructor(text: string) {
    checkToken(text);
    this.#digest = digest(text);
  }

  /** A new one, as text: whoever shows it to the operator makes a Token of it. */
  static random(): string {
    return randomBytes(TOKEN_BYTES).toString("hex");
  }

  /** Whether the value of an Authorization header is "Bearer" and this token. */
  opens(authorization: string | null): boolean {
    const [, shown = ""] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
    return timingSafeEqual(digest(shown), this.#digest);
  }
}

/** Digests are of one length, so comparing them tells nothing of the text's. */
function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/** Throws ChatError "bad-setting" for one that could be guessed, or that no header can carry. */
export function checkToken(text: string): void {
  if (/^[\x21-\x7e]+$/.test(text) && text.length >= MIN_TOKEN) return;
  const what = `at least ${MIN_TOKEN} letters, digits or signs, and no space`;
  throw new ChatError("bad-setting", `The token takes ${what}: try openssl rand -hex 16`);
}
