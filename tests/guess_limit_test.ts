// Guessing at passwords, with time as plain numbers: what it costs those who guess, and what it does not
// cost the owner.

import { assert, assertEquals } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import {
  FREE_GUESSES,
  type Guess,
  GUESSES_PER_ACCOUNT,
  GUESSES_PER_ADDRESS,
  GuessLimit,
  MAX_GUESSED,
  tooManyGuesses,
} from "../src/guess_limit.ts";

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];
const START = Date.UTC(2026, 0, 1);
const HERE = "127.0.0.1";
const [HOME, CAFE] = ["192.0.2.1", "198.51.100.7"];

function guess(address: string, account = "anna"): Guess {
  return { account, address };
}

/** An address of a network that no other number gets. */
function stranger(number: number): string {
  return `2001:db8:${(number >> 16).toString(16)}:${(number & 0xffff).toString(16)}::1`;
}

/** A limit, and the time that its guesses happen at. */
class Door {
  readonly limit = new GuessLimit();
  now = START;

  wait(guess: Guess): number {
    const wait = this.limit.check(guess, this.now);
    if (wait === 0) this.limit.withdrawn(guess);
    return wait;
  }

  /** Waits as told and guesses wrong; what it waited. */
  wrong(guess: Guess): number {
    const wait = this.#waits(guess);
    this.limit.failed(guess, this.now);
    return wait;
  }

  right(guess: Guess): number {
    const wait = this.#waits(guess);
    this.limit.succeeded(guess);
    return wait;
  }

  /** What each of so many wrong guesses waited, in seconds, from one address or from one each. */
  series(count: number, address: string | ((index: number) => string)): number[] {
    return Array.from({ length: count }, (_, index) => {
      const from = typeof address === "string" ? address : address(index);
      return this.wrong(guess(from)) / SECOND;
    });
  }

  #waits(guess: Guess): number {
    const start = this.now;
    for (let wait = -1; wait !== 0;) {
      wait = this.limit.check(guess, this.now);
      this.now += wait;
    }
    return this.now - start;
  }
}

const DOUBLING = [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60];

Deno.test("GuessLimit.check() lets five wrong guesses pass, then makes each wait twice as long, to a minute", () => {
  assertEquals(new Door().series(13, HOME), DOUBLING);
});

Deno.test("GuessLimit.check() makes strangers wait for each other", () => {
  assertEquals(new Door().series(13, stranger), DOUBLING);
});

Deno.test("GuessLimit.check() makes this very machine wait at an account like any other", () => {
  assertEquals(new Door().series(13, HERE), DOUBLING);
});

Deno.test("GuessLimit.check() says what is left of a wait, and counts nobody who waits", () => {
  const door = new Door();
  door.series(6, HOME);
  const cases = [[0, 2000], [1, 1999], [1000, 1000], [1999, 1], [2000, 0], [2001, 0]] as const;
  for (const [passed, wait] of cases) {
    door.now = START + SECOND + passed;
    assertEquals(door.wait(guess(HOME)), wait, `${passed} ms after`);
  }
});

Deno.test("GuessLimit.check() keeps accounts apart", () => {
  const door = new Door();
  door.series(9, stranger);
  assertEquals(door.wait(guess(CAFE, "bob")), 0);
  assert(door.wait(guess(CAFE, "anna")) > 0);
});

Deno.test("GuessLimit.check() counts guesses that are under way", () => {
  const { limit } = new Door();
  const waits = Array.from(
    { length: 50 },
    (_, index) => limit.check(guess(stranger(index)), START),
  );
  assertEquals(waits.filter((wait) => wait === 0).length, FREE_GUESSES);
});

Deno.test("GuessLimit.failed() begins the wait when the guesser hears of it", () => {
  const door = new Door();
  door.series(5, HOME);
  door.wrong(guess(HOME));
  door.now += 2 * SECOND;
  assertEquals(door.limit.check(guess(HOME), door.now), 0);
  door.now += 12 * SECOND;
  door.limit.failed(guess(HOME), door.now);
  assertEquals(door.wait(guess(HOME)), 4 * SECOND);
});

Deno.test("GuessLimit.withdrawn() takes a guess back that was never compared", () => {
  const door = new Door();
  for (let busy = 0; busy < 200; busy++) {
    assertEquals(door.limit.check(guess(HOME), door.now), 0);
    door.limit.withdrawn(guess(HOME));
  }
  assertEquals(door.series(5, HOME), [0, 0, 0, 0, 0]);
});

Deno.test("GuessLimit.succeeded() ends the wait of the account", () => {
  const door = new Door();
  door.series(12, HOME);
  assertEquals(door.right(guess(HOME)), MINUTE);
  assertEquals(door.series(6, HOME), [0, 0, 0, 0, 0, 1]);
  door.right(guess(HOME));
  assertEquals(door.series(6, CAFE), [0, 0, 0, 0, 0, 1]);
});

Deno.test("GuessLimit.check() begins anew at an account that was left alone for an hour", () => {
  const door = new Door();
  door.series(20, stranger);
  door.now += HOUR;
  assertEquals(door.series(6, stranger), [0, 0, 0, 0, 0, 1]);
});

Deno.test("GuessLimit lets strangers guess 69 times an hour, which leaves some to the owner", () => {
  const door = new Door();
  const times: number[] = [];
  for (let index = 0; door.now < START + 5 * HOUR; index++) {
    door.wrong(guess(stranger(index)));
    times.push(door.now);
  }
  const busiest = times.map((start) =>
    times.filter((at) => at >= start && at < start + HOUR).length
  );
  assertEquals(Math.max(...busiest), 69);
  assert(69 < GUESSES_PER_ACCOUNT);
});

Deno.test("GuessLimit never keeps an owner waiting at the address of the last login", () => {
  const door = new Door();
  door.right(guess(HOME));
  for (let attack = 0; attack < 500; attack++) {
    door.wrong(guess(stranger(attack)));
    assertEquals(door.wait(guess(HOME)), 0);
    if (attack % 50 === 0) assertEquals(door.right(guess(HOME)), 0);
  }
});

Deno.test("GuessLimit does not let strangers off when the owner logs in at home", () => {
  const door = new Door();
  door.right(guess(HOME));
  door.series(12, stranger);
  door.right(guess(HOME));
  assertEquals(door.wait(guess(CAFE)), MINUTE);
});

Deno.test("GuessLimit makes wrong guesses at the owner's address wait too, by themselves", () => {
  const door = new Door();
  door.right(guess(HOME));
  assertEquals(door.series(13, HOME), DOUBLING);
  assertEquals(door.wait(guess(CAFE)), 0);
});

Deno.test("GuessLimit makes an owner elsewhere wait a minute at most, and then knows the place", () => {
  const door = new Door();
  door.right(guess(HOME));
  door.series(40, stranger);
  assertEquals(door.wait(guess(CAFE)), MINUTE);
  assertEquals(door.right(guess(CAFE)), MINUTE);
  door.series(12, stranger);
  assertEquals(door.wait(guess(CAFE)), 0);
  assertEquals(door.wait(guess(HOME)), MINUTE);
});

Deno.test("GuessLimit takes this very machine for an owner's address as well", () => {
  const door = new Door();
  door.right(guess("::1"));
  door.series(12, stranger);
  assertEquals(door.wait(guess(HERE)), 0);
});

Deno.test("GuessLimit.check() allows an account 100 wrong guesses an hour, whoever gets in meanwhile", () => {
  const door = new Door();
  for (let round = 0; round < 25; round++) {
    for (let index = 0; index < 4; index++) {
      assertEquals(door.wrong(guess(stranger(4 * round + index))), 0);
    }
    if (round === 24) break;
    door.now += MINUTE;
    assertEquals(door.right(guess(stranger(1000 + round))), 0);
  }
  assertEquals(door.wait(guess(CAFE)), HOUR - 24 * MINUTE);
  assertEquals(door.wait(guess(CAFE, "bob")), 0);
  door.now = START + HOUR;
  assertEquals(door.wait(guess(CAFE)), 0);
});

Deno.test("GuessLimit.check() allows an address 30 wrong guesses in ten minutes", () => {
  const door = new Door();
  for (let index = 0; index < GUESSES_PER_ADDRESS; index++) {
    assertEquals(door.wrong(guess(HOME, `name${index}`)), 0);
    door.now += SECOND;
  }
  assertEquals(door.wait(guess(HOME, "anna")), 10 * MINUTE - 30 * SECOND);
  assertEquals(door.wait(guess(CAFE, "anna")), 0);
  door.now = START + 10 * MINUTE;
  assertEquals(door.wait(guess(HOME, "anna")), 0);
});

Deno.test("GuessLimit.check() takes an IPv6 network for one address, and has no limit for this machine", () => {
  const door = new Door();
  for (let index = 0; index < 300; index++) door.wrong(guess(HERE, `name${index}`));
  assertEquals(door.wait(guess("::1", "bob")), 0);
  for (let index = 0; index < GUESSES_PER_ADDRESS; index++) {
    door.wrong(guess(`2001:db8:1:2::${index}`, `name${1000 + index}`));
  }
  assertEquals(door.wait(guess("2001:db8:1:2:ffff::", "bob")), 10 * MINUTE);
  assertEquals(door.wait(guess("2001:db8:1:3::1", "bob")), 0);
});

Deno.test("GuessLimit counts an address only for guesses that were wrong", () => {
  const door = new Door();
  for (let person = 0; person < 200; person++) {
    assertEquals(door.right(guess(HOME, `name${person}`)), 0);
  }
  for (let index = 0; index < GUESSES_PER_ADDRESS; index++) {
    door.wrong(guess(HOME, `victim${index}`));
    if (index < GUESSES_PER_ADDRESS - 1) door.right(guess(HOME, "mallory"));
  }
  assertEquals(door.wait(guess(HOME, "bob")), 10 * MINUTE);
});

Deno.test("GuessLimit.count() counts what another node let go", () => {
  const door = new Door();
  for (let index = 0; index < 7; index++) door.limit.count(guess(stranger(index)), door.now);
  assertEquals(door.wait(guess(CAFE)), 4 * SECOND);
  door.limit.succeeded(guess(HOME));
  assertEquals(door.wait(guess(CAFE)), 0);
});

Deno.test("GuessLimit neither lengthens nor ends a wait when the clock jumps back", () => {
  const door = new Door();
  door.series(8, HOME);
  door.now -= 5 * HOUR;
  assertEquals(door.wait(guess(HOME)), 8 * SECOND);
});

Deno.test("GuessLimit forgets the account that was guessed at longest ago, and no owner's address", () => {
  const door = new Door();
  door.right(guess(HOME, "owner"));
  door.series(9, HERE);
  const others = (count: number): void => {
    for (let index = 0; index < count; index++) {
      door.limit.count(guess(HERE, `name${index}`), door.now);
    }
  };
  others(MAX_GUESSED - 1);
  assert(door.wait(guess(HERE)) > 0, "still remembered");
  others(MAX_GUESSED);
  assertEquals(door.wait(guess(HERE)), 0);
  for (let index = 0; index < 9; index++) door.limit.count(guess(CAFE, "owner"), door.now);
  assertEquals(door.wait(guess(HOME, "owner")), 0);
});

Deno.test("tooManyGuesses() says how long, rounded up to a second", () => {
  const cases: readonly [ms: number, words: string][] = [
    [1, "1 second"],
    [1000, "1 second"],
    [1001, "2 seconds"],
    [43_000, "43 seconds"],
    [600_000, "10 minutes"],
  ];
  for (const [ms, words] of cases) {
    const error = tooManyGuesses(ms);
    assert(error instanceof ChatError);
    assertEquals(error.code, "refused");
    assertEquals(error.message, `Too many wrong passwords: try again in ${words}`);
  }
});
