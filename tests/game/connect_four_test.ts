// Connect four: lines in all directions, full columns and full boards, and turns that are let go by.

import { assertEquals } from "@std/assert";
import { connectFour } from "../../src/game/connect_four.ts";
import { isRefusal } from "../../src/game.ts";
import { testGame } from "../support/game_contract.ts";

const names = ["anna", "bob"];

testGame(connectFour, {
  options: [""],
  move: (random) => `${random.below(9)}`,
});

/** Seat 0 begins; both drop in turn into these columns. The last step, which must not be refused. */
function played(columns: string) {
  const setup = { mode: "", secret: "", seats: 2, names, seed: 0 };
  let step = connectFour.start(setup);
  Array.from(columns).forEach((text, i) => {
    const next = connectFour.move(step.state, { seat: i % 2, text, names });
    if (step.over) throw new Error(`It was over before ${text}: ${step.over.text}`);
    if (isRefusal(next)) throw new Error(`${text} is refused: ${next.refused}`);
    step = next;
  });
  return step;
}

for (
  const [direction, columns] of [
    ["upwards", "1212121"],
    ["across", "1122334"],
    ["slanting up", "12233434464"],
    ["slanting down", "76655454424"],
    ["with a gap closed last", "1122443"],
  ] as const
) {
  Deno.test(`connect-four is won by four ${direction}`, () => {
    assertEquals(played(columns.slice(0, -1)).over, undefined);
    const { over, state } = played(columns);
    assertEquals(over?.winners, [(columns.length - 1) % 2]);
    assertEquals(over?.text, "anna beats bob");
    assertEquals(state.line.length, 4);
  });
}

Deno.test("connect-four refuses a full column, what is no column, and who is not on turn", () => {
  const { state } = played("111111");
  const refused = (seat: number, text: string) => {
    const step = connectFour.move(state, { seat, text, names });
    return isRefusal(step) ? step.refused : "";
  };
  assertEquals(refused(0, "1"), "Column 1 is full: choose another");
  assertEquals(refused(0, "8"), '"8" is no column: type !1 to !7');
  assertEquals(refused(1, "2"), "It is anna's turn: wait for yours");
});

Deno.test("connect-four is nobody's when the board is full", () => {
  const { over } = played("121212212121343434434343565656656565777777");
  assertEquals(over?.winners ?? "goes on", []);
});

Deno.test("connect-four gives the turn away when time is up, and the game at the second time", () => {
  const first = connectFour.timeout(played("4").state, { names });
  assertEquals([first.show, first.over], [
    ["bob let the turn go by. anna is on turn with X"],
    undefined,
  ]);
  const moved = connectFour.move(first.state, { seat: 0, text: "4", names });
  const second = isRefusal(moved) ? moved : connectFour.timeout(moved.state, { names });
  assertEquals("over" in second ? second.over?.text : "", "anna wins, as bob let 2 turns go by");
});
