// One-time codes: who is logged in gets six digits, and whoever types them elsewhere within two minutes is
// logged in there, with no password on the way. Kept in the store, so that they work on all nodes; how fast
// they may be guessed is the guess gate's business.

import { randomInt } from "node:crypto";
import type { Accounts } from "./accounts.ts";
import type { Clock } from "./clock.ts";
import { ChatError } from "./errors.ts";
import type { GuessGate } from "./guess_gate.ts";
import { BY_CODE, type Guess, tooManyGuesses } from "./guess_limit.ts";
import { CODE_MS, CODE_TRIES } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Holder } from "./room_settings.ts";
import type { Change, Document, DocumentKey, Store } from "./store.ts";

export interface LoginCodesParts {
  readonly accounts: Pick<Accounts, "find">;
  readonly clock: Clock;
  readonly guesses: GuessGate;
  readonly log: Log;
  readonly store: Pick<Store, "read" | "list" | "commit">;
}

/** As it is kept, under its digits. */
interface Code {
  readonly name: string;
  readonly account: string;
  /** When it is worth nothing any more, in milliseconds since 1970. */
  readonly until: number;
}

const DIGITS = 6;

/** Whether a word may be a code. */
export function isCode(text: string): boolean {
  return /^\d{6}$/.test(text);
}

/** Methods reject with ChatError "refused". No code is ever logged. */
export class LoginCodes {
  readonly #parts: LoginCodesParts;

  constructor(parts: LoginCodesParts) {
    this.#parts = parts;
  }

  /** A code for the account, in the place of the one it may have. `isTaken`: whether digits mean something else. */
  async make({ account, name }: Holder, isTaken: (digits: string) => boolean): Promise<string> {
    const until = this.#parts.clock.now() + CODE_MS;
    for (let tries = 0; tries < CODE_TRIES; tries++) {
      const digits = String(randomInt(10 ** DIGITS)).padStart(DIGITS, "0");
      if (isTaken(digits)) continue;
      if (await this.#attempt(() => this.#keep(digits, { account, name, until }))) {
        this.#dropAfter(CODE_MS, digits);
        return digits;
      }
    }
    throw new ChatError("refused", "There is no code to be had now: try again in a moment");
  }

  /** Uses a code up, and resolves to the account it stands for. */
  async take(digits: string, address: string): Promise<Holder> {
    const { accounts, guesses, log } = this.#parts;
    const guess: Guess = { account: BY_CODE, address };
    const wait = await guesses.check(guess);
    if (wait > 0) {
      log.warn("code held back", { address });
      throw tooManyGuesses(wait, "codes");
    }
    const code = await this.#use(digits, guess);
    guesses.ended(guess, code ? "succeeded" : "failed");
    const holder = code && await accounts.find(code.name);
    if (holder && holder.account === code.account) return holder;
    log.warn("code refused", { address });
    throw new ChatError("refused", "That code is wrong, used or too old: get a new one");
  }

  /** Drops what is out of date since before the start, and sees to the rest. */
  async clean(): Promise<void> {
    const now = this.#parts.clock.now();
    for (const { key, value } of await this.#parts.store.list(["code"]) as Document<Code>[]) {
      this.#dropAfter(Math.max(0, value.until - now), key[1] ?? "");
    }
  }

  /** The code if it was good and is ours alone now; the guess is withdrawn if that cannot be found out. */
  async #use(digits: string, guess: Guess): Promise<Code | null> {
    try {
      return await this.#attempt(async () => {
        const kept = await this.#read(codeKey(digits)) as Document<Code> | null;
        if (!kept || kept.value.until <= this.#parts.clock.now()) return null;
        const change = { key: kept.key, value: null, ifVersion: kept.version };
        return await this.#parts.store.commit([change]) ? kept.value : null;
      });
    } catch (error) {
      this.#parts.guesses.ended(guess, "withdrawn");
      throw error;
    }
  }

  /** False if these digits are a code already, or the account has got another meanwhile. */
  async #keep(digits: string, code: Code): Promise<boolean> {
    const owner: DocumentKey = ["code-of", code.account];
    const last = await this.#read(owner);
    const changes: Change[] = [
      { key: codeKey(digits), value: code, ifVersion: null },
      { key: owner, value: digits, ifVersion: last?.version ?? null },
    ];
    if (last) changes.push({ key: codeKey(String(last.value)), value: null });
    return await this.#parts.store.commit(changes);
  }

  #dropAfter(ms: number, digits: string): void {
    this.#parts.clock.after(ms, () => {
      this.#drop(digits).catch(() => {}); // the next start will
    });
  }

  /** Unless the digits are another code by now. */
  async #drop(digits: string): Promise<void> {
    const kept = await this.#read(codeKey(digits)) as Document<Code> | null;
    if (!kept || kept.value.until > this.#parts.clock.now()) return;
    await this.#parts.store.commit([
      { key: kept.key, value: null, ifVersion: kept.version },
      { key: ["code-of", kept.value.account], value: null },
    ]);
  }

  #read(key: DocumentKey): Promise<Document | null> {
    return this.#parts.store.read(key);
  }

  async #attempt<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#parts.log.warn("codes not reached", { error: String(error) });
      throw new ChatError("refused", "Codes cannot be looked up: try again in a moment");
    }
  }
}

function codeKey(digits: string): DocumentKey {
  return ["code", digits];
}
