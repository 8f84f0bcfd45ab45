// Accounts: names that are somebody's, by password. Kept in the store, one document each. Knows no
// connection; that a name changes hands in the chat is sign_in.ts.

import type { Clock } from "./clock.ts";
import { ChatError } from "./errors.ts";
import type { GuessGate } from "./guess_gate.ts";
import { type Guess, tooManyGuesses } from "./guess_limit.ts";
import type { Log } from "./log.ts";
import { nameKey, parseName } from "./name.ts";
import type { PasswordHasher } from "./password.ts";
import type { Holder } from "./room_settings.ts";
import type { Change, Document, Store } from "./store.ts";

export interface AccountsParts {
  readonly store: Pick<Store, "read" | "list" | "commit">;
  readonly hasher: PasswordHasher;
  readonly guesses: GuessGate;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

/** Who says to be whom, and from where. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
  /** As the transport gives it. */
  readonly address: string;
}

/** As it is kept, under the name's key. */
interface Account {
  /** Never used again, so that a name's next holder inherits nothing. */
  readonly id: string;
  /** As it was spelled. */
  readonly name: string;
  /** A PHC string. */
  readonly password: string;
  /** When it was registered, in milliseconds since 1970. */
  readonly at: number;
}

type Kept = Document<Account>;

/** All methods reject with ChatError "refused" when the store fails; nothing is half done then. */
export class Accounts {
  readonly #parts: AccountsParts;
  readonly #logins = { succeeded: 0, failed: 0, heldBack: 0 };

  constructor(parts: AccountsParts) {
    this.#parts = parts;
  }

  /** Logins so far; `failed` and `heldBack` (guessed too fast) count wrong passwords wherever they are asked for. */
  get logins(): Readonly<Record<"succeeded" | "failed" | "heldBack", number>> {
    return this.#logins;
  }

  /** The keys of all registered names. */
  async keys(): Promise<string[]> {
    const kept = await this.#attempt(() => this.#parts.store.list(["account"]));
    return kept.map(({ key }) => key[1] ?? "");
  }

  /** The account of that name, in any case; null if there is none or the text is no name. */
  async find(name: string): Promise<Holder | null> {
    const kept = await this.#read(nameKey(name));
    return kept && holderOf(kept);
  }

  /** Registers a name. Rejects with ChatError "usage" for the password, "name-taken" for the name. */
  async register({ name: typed, password }: Omit<Credentials, "address">): Promise<Holder> {
    const { hasher, clock } = this.#parts;
    const name = parseName(typed);
    const taken = new ChatError("name-taken", `The name "${name}" is registered already`);
    if (await this.#read(nameKey(name))) throw taken;
    const hash = await hasher.hash(password);
    const value: Account = { id: crypto.randomUUID(), name, password: hash, at: clock.now() };
    if (!await this.#commit({ key: keyOf(name), value, ifVersion: null })) throw taken;
    return holderOf({ value });
  }

  /** Resolves to the account if the password is right. Rejects with ChatError, the same for a wrong name. */
  async logIn(credentials: Credentials): Promise<Holder> {
    const kept = await this.#verify(credentials);
    const now = await this.#read(nameKey(kept.value.name));
    if (now?.version !== kept.version) throw changedMeanwhile();
    await this.#upgrade(kept, credentials.password);
    this.#logins.succeeded++;
    return holderOf(kept);
  }

  /** Another password, if the old one is right. */
  async changePassword(credentials: Credentials, fresh: string): Promise<void> {
    const kept = await this.#verify(credentials);
    const password = await this.#parts.hasher.hash(fresh);
    await this.#replace(kept, { ...kept.value, password });
  }

  /** Frees the name, if the password is right. */
  async remove(credentials: Credentials): Promise<void> {
    await this.#replace(await this.#verify(credentials), null);
  }

  /** Resolves to the account if the password is right; takes as long if there is none. */
  async #verify({ name, password, address }: Credentials): Promise<Kept> {
    const { guesses } = this.#parts;
    const guess: Guess = { account: nameKey(parseName(name)), address };
    const wait = await guesses.check(guess);
    if (wait > 0) {
      this.#logins.heldBack++;
      await this.#warn("login held back", guess);
      throw tooManyGuesses(wait);
    }
    const kept = await this.#compare(guess, password);
    if (kept) {
      guesses.ended(guess, "succeeded");
      return kept;
    }
    this.#logins.failed++;
    guesses.ended(guess, "failed");
    await this.#warn("login failed", guess);
    throw new ChatError("refused", "Wrong name or password");
  }

  /** A name that is no account's may be a password in the wrong place, and is not logged. */
  async #warn(what: string, { account, address }: Guess): Promise<void> {
    const kept = await this.#read(account).catch(() => null);
    this.#parts.log.warn(what, { account: kept?.value.name ?? null, address });
  }

  async #compare(guess: Guess, password: string): Promise<Kept | null> {
    const { hasher, guesses } = this.#parts;
    try {
      const kept = await this.#read(guess.account);
      const right = kept
        ? await hasher.verify(password, kept.value.password)
        : await hasher.verifyUnknown(password);
      return right ? kept : null;
    } catch (error) {
      guesses.ended(guess, "withdrawn");
      throw error;
    }
  }

  /** A record of old parameters is made anew while the password is at hand; if that fails, next time. */
  async #upgrade(kept: Kept, password: string): Promise<void> {
    const { hasher, log } = this.#parts;
    if (!hasher.needsUpgrade(kept.value.password)) return;
    try {
      await this.#replace(kept, { ...kept.value, password: await hasher.hash(password) });
    } catch (error) {
      log.warn("password not upgraded", { account: kept.value.name, error: String(error) });
    }
  }

  async #replace({ key, version }: Kept, value: Account | null): Promise<void> {
    if (await this.#commit({ key, value, ifVersion: version })) return;
    throw changedMeanwhile();
  }

  #read(key: string): Promise<Kept | null> {
    return this.#attempt(async () => await this.#parts.store.read(["account", key]) as Kept | null);
  }

  #commit(change: Change): Promise<boolean> {
    return this.#attempt(() => this.#parts.store.commit([change]));
  }

  async #attempt<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#parts.log.warn("accounts not reached", { error: String(error) });
      throw new ChatError("refused", "Accounts cannot be reached: try again in a moment");
    }
  }
}

function changedMeanwhile(): ChatError {
  return new ChatError("refused", "The account was changed elsewhere just now: try again");
}

function keyOf(name: string): Kept["key"] {
  return ["account", nameKey(name)];
}

function holderOf({ value }: Pick<Kept, "value">): Holder {
  return { account: value.id, name: value.name };
}
