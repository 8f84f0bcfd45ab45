// The example of docs/games.md: it stands there as it is compiled, and keeps what games promise.

import { assertStringIncludes } from "@std/assert";
import { coinToss } from "../../examples/coin_toss.ts";
import { testGame } from "../support/game_contract.ts";
import { readDoc } from "../support/docs.ts";

testGame(coinToss, { options: [""], move: (random) => random.pick(["heads", "tails"]) });

Deno.test("docs/games.md shows a whole game as it is compiled, and the test of it", async () => {
  const page = await readDoc("docs/games.md");
  const source = await readDoc("examples/coin_toss.ts");
  const inPlace = source.replace('"../src/game.ts"', '"../game.ts"'); // in src/game/ it stands nearer
  assertStringIncludes(page, `\`\`\`ts\n${inPlace}\`\`\``);
  const test = await readDoc("tests/game/example_test.ts");
  assertStringIncludes(test, page.split("```js\n")[2]?.split("\n```")[0] ?? "no such block");
});
