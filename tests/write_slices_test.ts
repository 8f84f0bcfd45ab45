// Writes are started a few each turn of the event loop, in the order in which they were asked for.
// Turns end when the test says so.

import { assertEquals } from "@std/assert";
import { WriteSlices } from "../src/write_slices.ts";
import { ManualTurns } from "./support/manual_turns.ts";

function start(size: number) {
  const turns = new ManualTurns();
  const slices = new WriteSlices(turns.atTurnEnd, size);
  const started: string[] = [];
  const add = (name: string) => slices.add({ startWrite: () => void started.push(name) });
  return { turns, add, started, slices };
}

Deno.test("WriteSlices.add() starts nothing before the turn ends, and asks for no turn without work", () => {
  const { turns, add, started } = start(2);
  assertEquals(turns.pending, false);
  add("a");
  assertEquals(started, []);
  turns.end();
  assertEquals(started, ["a"]);
  assertEquals(turns.pending, false);
});

Deno.test("WriteSlices starts at most a slice each turn, first come first served", () => {
  const { turns, add, started } = start(2);
  for (const name of "abcde") add(name);
  const perTurn: string[] = [];
  while (turns.pending) {
    turns.end();
    perTurn.push(started.splice(0).join(""));
  }
  assertEquals(perTurn, ["ab", "cd", "e"]);
});

Deno.test("WriteSlices.add() queues behind those who wait already", () => {
  const { turns, add, started } = start(2);
  for (const name of "abc") add(name);
  turns.end();
  add("d");
  add("e");
  turns.end();
  assertEquals(started.join(""), "abcd");
  turns.end();
  assertEquals(started.join(""), "abcde");
  assertEquals(turns.pending, false);
});

Deno.test("WriteSlices asks for one turn at a time, and starts again after a rest", () => {
  let asked = 0;
  const turns = new ManualTurns();
  const slices = new WriteSlices((work) => {
    asked++;
    turns.atTurnEnd(work);
  }, 10);
  const started: number[] = [];
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 10; i++) slices.add({ startWrite: () => void started.push(round) });
    turns.end();
  }
  assertEquals(asked, 3);
  assertEquals(started.length, 30);
});

Deno.test("WriteSlices takes what a writer adds while it is started", () => {
  const { turns, started, slices, add } = start(1);
  slices.add({ startWrite: () => add("second") });
  turns.end();
  assertEquals(started, []);
  turns.end();
  assertEquals(started, ["second"]);
});
