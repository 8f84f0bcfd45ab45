// How fast passwords may be guessed: for each account and each address, and so that strangers who guess
// do not keep the owner out. Pure: told of every guess and of the time; sets no timers, sees no password.
//
// After OWASP's "Slow Down Online Guessing Attacks with Device Cookies", with the owner's address in the
// place of the cookie: clients here keep none.

import { addressKey } from "./admission.ts";
import { duration } from "./duration.ts";
import { ChatError } from "./errors.ts";
import { RecentMap } from "./recent_map.ts";
import { SlidingCounts } from "./sliding_counts.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Wrong guesses at an account that cost no wait. The next costs the first, each further one twice as much. */
export const FREE_GUESSES = 5;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = MINUTE_MS;

/** Wrong guesses at an account in an hour, whoever gets in meanwhile; and from an address in ten minutes. */
export const GUESSES_PER_ACCOUNT = 100;
export const GUESSES_PER_ADDRESS = 30;

/** Accounts, and addresses, remembered: 20 MB if all are at their limit. */
export const MAX_GUESSED = 10_000;

/** In the place of an account: any, by a one-time code. No name has such a key. */
export const BY_CODE = "";

export interface Guess {
  /** The nameKey() of a name that parseName() takes; of one that has no account too. Or BY_CODE. */
  readonly account: string;
  /** Where it comes from, as the transport gives it. */
  readonly address: string;
}

/**
 * Every guess is asked for with check() and, if that let it go, ended by one of failed(), succeeded() and
 * withdrawn(). Until then it counts as wrong, so that many at the same time are no way round.
 *
 * What an owner sees while others guess at the account: nothing if logged in. Nothing at the address of
 * the last login either, which has waits of its own. Anywhere else tooManyGuesses(), for a minute at most;
 * trying too early makes no wait longer, but the owner is in a race with the attacker for each free
 * moment. Strangers alone cannot use up the account's hour: their waits leave them 69 guesses of it.
 */
export class GuessLimit {
  /** By account; for the owner's address by account and address. What a success forgets. */
  readonly #streaks = new SlidingCounts({ span: HOUR_MS, maxKeys: MAX_GUESSED });
  readonly #accounts = new SlidingCounts({ span: HOUR_MS, maxKeys: MAX_GUESSED });
  readonly #addresses = new SlidingCounts({ span: 10 * MINUTE_MS, maxKeys: MAX_GUESSED });
  /** Where each account was last logged in from. Nobody can be pushed out of here by guessing. */
  readonly #homes = new RecentMap<string>(MAX_GUESSED);

  /** Milliseconds to wait before the guess may be made; 0: it may, and counts. `now` in milliseconds. */
  check(guess: Guess, now: number): number {
    const wait = Math.max(
      waitAfter(this.#streaks.recent(this.#streakOf(guess), now), now),
      this.#accounts.wait(guess.account, { limit: GUESSES_PER_ACCOUNT, now }),
      this.#addresses.wait(placeOf(guess), { limit: GUESSES_PER_ADDRESS, now }),
    );
    if (wait === 0) this.count(guess, now);
    return wait;
  }

  /** It was wrong. Its wait begins now, however long the comparing took. */
  failed(guess: Guess, now: number): void {
    this.withdrawn(guess);
    this.count(guess, now);
  }

  /** It was right: it counts no more, the owner's wait is over, and this is the owner's address. */
  succeeded(guess: Guess): void {
    this.withdrawn(guess);
    this.#streaks.clear(this.#streakOf(guess));
    this.#homes.set(guess.account, placeOf(guess));
  }

  /** It was never compared, and counts no more. */
  withdrawn(guess: Guess): void {
    this.#streaks.takeBack(this.#streakOf(guess));
    this.#accounts.takeBack(guess.account);
    if (!isLocal(guess)) this.#addresses.takeBack(placeOf(guess));
  }

  /** Counts a guess that another node let go. Its end is then told here too. */
  count(guess: Guess, now: number): void {
    this.#streaks.add(this.#streakOf(guess), now);
    this.#accounts.add(guess.account, now);
    if (!isLocal(guess)) this.#addresses.add(placeOf(guess), now);
  }

  #streakOf(guess: Guess): string {
    const place = placeOf(guess);
    const atHome = this.#homes.get(guess.account) === place;
    return atHome ? `${guess.account} ${place}` : guess.account;
  }
}

/** What is said to someone who has to wait `ms` milliseconds, for whichever reason. */
export function tooManyGuesses(ms: number, what = "passwords"): ChatError {
  const wait = duration(Math.ceil(ms / 1000) * 1000);
  return new ChatError("refused", `Too many wrong ${what}: try again in ${wait}`);
}

/** Whether it comes from this very machine, which has no limit as an address and is not counted as one. */
function isLocal({ address }: Guess): boolean {
  return addressKey(address) === null;
}

function placeOf({ address }: Guess): string {
  return addressKey(address) ?? "this machine";
}

/** What is left at `now` of the wait after wrong guesses at `times`, the latest of which is last. */
function waitAfter(times: readonly number[], now: number): number {
  const doublings = times.length - FREE_GUESSES;
  if (doublings < 0) return 0;
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** doublings);
  const passed = Math.max(0, now - (times.at(-1) ?? now));
  return Math.max(0, wait - passed);
}
