// Passwords: what may be one, and the slow hashing of them beside the event loop, a few at a time. How
// a hash is written is scrypt_record.ts; who may try how often is guess_limit.ts. Nothing here keeps,
// logs or quotes a password.

import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { ChatError } from "./errors.ts";
import {
  formatRecord,
  MAX_SCRYPT_BYTES,
  parseRecord,
  type ScryptParameters,
} from "./scrypt_record.ts";

/** Length of a password, in characters (code points after NFC). */
export const MIN_PASSWORD = 8;
export const MAX_PASSWORD = 256;

/** UTF-16 units beyond which no text is a password: NFC makes one character of four at most, of two units each. */
const LONGEST = 8 * MAX_PASSWORD;

/** Hashes that may wait for their turn; at 0.4 s each nobody waits much longer than ten seconds. */
export const MAX_WAITING_HASHES = 32;

/**
 * One of the five sets that OWASP's Password Storage Cheat Sheet holds equal, from N=2^17, p=1 (128 MiB)
 * to N=2^13, p=10. Strangers decide when we hash, so what counts is the memory they can make us take:
 * 32 MiB for each core in use fits a small machine. Less would save nothing, as the C library's
 * allocator keeps blocks below 32 MiB for good, while these go back to the system after each hash.
 */
export const SCRYPT_PARAMETERS: ScryptParameters = { ln: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

export interface ScryptOptions {
  readonly parameters: ScryptParameters;
  readonly salt: Uint8Array;
  /** Bytes wanted. */
  readonly length: number;
}

export type Scrypt = (password: string, options: ScryptOptions) => Promise<Uint8Array>;

export interface PasswordHasherOptions {
  /** Hashes at the same time: the cores that this event loop may call its own, 1 at least. */
  readonly running: number;
  readonly parameters?: ScryptParameters;
  readonly scrypt?: Scrypt;
}

/** Every method rejects with ChatError "refused" when MAX_WAITING_HASHES wait already. */
export class PasswordHasher {
  readonly #parameters: ScryptParameters;
  readonly #scrypt: Scrypt;
  /** A record that no password fits. */
  readonly #nobody: string;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(options: PasswordHasherOptions) {
    const { running, parameters = SCRYPT_PARAMETERS, scrypt = nodeScrypt } = options;
    this.#free = Math.max(1, Math.floor(running));
    this.#parameters = parameters;
    this.#scrypt = scrypt;
    this.#nobody = this.#format({ salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) });
  }

  /** The record of a password, for the account. Rejects with ChatError "usage" as parsePassword() does. */
  async hash(password: string): Promise<string> {
    const text = parsePassword(password);
    const salt = randomBytes(SALT_BYTES);
    const options = { parameters: this.#parameters, salt, length: HASH_BYTES };
    return this.#format({ salt, hash: await this.#inTurn(text, options) });
  }

  /** Whether the password is the record's, compared in constant time. Rejects with SyntaxError for a broken record. */
  async verify(password: string, record: string): Promise<boolean> {
    const { parameters, salt, hash } = parseRecord(record);
    const options = { parameters, salt, length: hash.length };
    return timingSafeEqual(await this.#inTurn(canonical(password), options), hash);
  }

  /** For a name that has no account: the work of verify() with a record of today's parameters, and always false. */
  verifyUnknown(password: string): Promise<boolean> {
    return this.verify(password, this.#nobody);
  }

  /** Whether to hash the password anew while it is at hand, that is after verify(). Throws SyntaxError as that does. */
  needsUpgrade(record: string): boolean {
    const { salt, hash } = parseRecord(record);
    const sameSizes = salt.length === SALT_BYTES && hash.length === HASH_BYTES;
    return !sameSizes || this.#format({ salt, hash }) !== record;
  }

  #format(parts: { readonly salt: Uint8Array; readonly hash: Uint8Array }): string {
    return formatRecord({ parameters: this.#parameters, ...parts });
  }

  async #inTurn(password: string, options: ScryptOptions): Promise<Uint8Array> {
    await this.#turn();
    try {
      return await this.#scrypt(password, options);
    } finally {
      this.#next();
    }
  }

  #turn(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    if (this.#waiting.length >= MAX_WAITING_HASHES) {
      throw new ChatError(
        "refused",
        "The server is busy with other passwords: try again in a moment",
      );
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the place on, or gives it back. */
  #next(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}

/**
 * The spelling that is hashed: NFC, every kind of space a plain one (RFC 8265, OpaqueString), so that a
 * password fits from any keyboard. Throws ChatError "usage" below MIN_PASSWORD and above MAX_PASSWORD.
 */
export function parsePassword(typed: string): string {
  const text = canonical(typed);
  const length = Array.from(text).length;
  if (length >= MIN_PASSWORD && length <= MAX_PASSWORD) return text;
  const fault = length < MIN_PASSWORD ? "short" : "long";
  const range = `${MIN_PASSWORD} to ${MAX_PASSWORD} characters`;
  throw new ChatError("usage", `That password is too ${fault}: use ${range}`);
}

/** Still too long for a password when it was cut. */
function canonical(typed: string): string {
  return typed.slice(0, LONGEST + 1).replace(/\p{Zs}/gu, " ").normalize("NFC");
}

/** On a thread of the runtime's pool, not on the event loop. Needs no permission. */
function nodeScrypt(password: string, options: ScryptOptions): Promise<Uint8Array> {
  const { parameters: { ln, r, p }, salt, length } = options;
  const cost = { N: 2 ** ln, r, p, maxmem: 2 * MAX_SCRYPT_BYTES };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, cost, (error, hash) => {
      if (error) reject(error);
      else resolve(hash as Uint8Array);
    });
  });
}
