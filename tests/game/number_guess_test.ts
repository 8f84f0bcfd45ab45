// The number race: each guess narrows it down for all, and the first to say it wins.

import { assertEquals } from "@std/assert";
import { numberGuess } from "../../src/game/number_guess.ts";
import { isRefusal } from "../../src/game.ts";
import { testGame } from "../support/game_contract.ts";

const names = ["anna", "bob"];

testGame(numberGuess, {
  options: ["1000000", "", "10"],
  move: (random, { low, high }) => `${low - 1 + random.below(high - low + 3)}`,
  secrets: ({ secret, low, high }) => ({
    words: secret > 9999 && low !== secret && high !== secret ? [`${secret}`] : [],
    knownTo: [],
  }),
});

Deno.test("number-guess answers each guess for all, and refuses what is known to be wrong", () => {
  const { state } = numberGuess.start({ mode: "1 to 100", secret: "", seats: 2, names, seed: 7 });
  const { secret } = state;
  const low = numberGuess.move(state, { seat: 0, text: `${secret - 1}`, names });
  if (isRefusal(low)) throw new Error(low.refused);
  assertEquals(low.show, [`anna: ${secret - 1} is not enough`]);
  const again = numberGuess.move(low.state, { seat: 1, text: `${secret - 1}`, names });
  const known = `The number is known to be from ${secret} to 100: guess in there`;
  assertEquals(isRefusal(again) && again.refused, known);
  const hit = numberGuess.move(low.state, { seat: 1, text: `${secret}`, names });
  assertEquals(isRefusal(hit) ? hit : hit.over, {
    text: `bob found the number, ${secret}`,
    winners: [1],
    points: { 1: 10 },
  });
});

Deno.test("number-guess refuses a largest number that is none, too small or too large", () => {
  for (const options of ["9", "1000001", "-5", "1e3", "ten", "٣٣٣"]) {
    assertEquals(isRefusal(numberGuess.plan(options)), true, options);
  }
});
