// What the end of a turn asks for is done at the same end, but nothing is done twice there.

import { setImmediate } from "node:timers";
import { assertEquals } from "@std/assert";
import { atTurnEnd } from "../src/turn.ts";

/** Resolves at the end of a turn, after what was asked for before. */
function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

Deno.test("atTurnEnd() runs work after this turn's, in order", async () => {
  const done: string[] = [];
  atTurnEnd(() => done.push("one"));
  atTurnEnd(() => done.push("two"));
  assertEquals(done, []);
  await turn();
  assertEquals(done, ["one", "two"]);
});

Deno.test("atTurnEnd() runs at the same end what its work asks for, and once more only at the next", async () => {
  const done: string[] = [];
  const write = () => {
    done.push("write");
    if (done.length < 3) atTurnEnd(write);
  };
  atTurnEnd(() => {
    done.push("flush");
    atTurnEnd(write);
  });
  await turn();
  assertEquals(done, ["flush", "write"]);
  await turn();
  assertEquals(done, ["flush", "write", "write"]);
});

Deno.test("atTurnEnd() reports work that throws, and goes on with the rest", async () => {
  const bugs: unknown[] = [];
  const catchBug = (event: ErrorEvent) => {
    event.preventDefault();
    bugs.push(event.error.message);
  };
  addEventListener("error", catchBug);
  let rest = false;
  atTurnEnd(() => {
    throw new Error("A bug");
  });
  atTurnEnd(() => rest = true);
  await turn();
  removeEventListener("error", catchBug);
  assertEquals([bugs, rest], [["A bug"], true]);
});
