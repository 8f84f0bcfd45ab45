// Guesses at passwords are counted over all nodes.

import { assertEquals } from "@std/assert";
import { NatsGuesses } from "../../src/nats/nats_guesses.ts";
import type { LiveMessage } from "../../src/nats/message.ts";

/** Two nodes that hear each other at once, and themselves, as NATS has it. */
function twoNodes(): readonly [NatsGuesses, NatsGuesses] {
  const listeners: ((message: LiveMessage) => void)[] = [];
  const link = {
    subscribe: (_subject: string, hear: (message: LiveMessage) => void) => {
      listeners.push(hear);
      return () => {};
    },
    send: (subject: string, bytes: Uint8Array) => {
      for (const hear of listeners) hear({ subject, bytes, seq: 0, previous: 0, header: () => "" });
    },
  };
  const clock = { now: () => 0 };
  const join = (node: string) => new NatsGuesses({ link, clock, subject: "guesses", node });
  return [join("n1"), join("n2")];
}

const GUESS = { account: "anna", address: "192.0.2.1" };

Deno.test("NatsGuesses.check() counts wrong passwords of all nodes together", () => {
  const [one, two] = twoNodes();
  for (const node of [one, two, one, two, one]) {
    assertEquals(node.check(GUESS), 0);
    node.ended(GUESS, "failed");
  }
  assertEquals([one.check(GUESS), two.check(GUESS)], [1000, 1000]);
  assertEquals(two.check({ ...GUESS, account: "bob" }), 0);
});

Deno.test("NatsGuesses.ended() with success, or none made, is known to all nodes", () => {
  const [one, two] = twoNodes();
  for (let i = 0; i < 4; i++) {
    one.check(GUESS);
    one.ended(GUESS, "failed");
  }
  two.check(GUESS);
  two.ended(GUESS, "withdrawn");
  assertEquals(one.check(GUESS), 0);
  one.ended(GUESS, "succeeded");
  for (const node of [one, two]) {
    assertEquals(node.check(GUESS), 0);
    node.ended(GUESS, "withdrawn");
  }
});
