// How a password is taken: the same from beside a command and from a line of its own, and never before it
// was told what becomes of it, where that can be known.

import { assertEquals } from "@std/assert";
import type { Context, Question } from "../src/command.ts";
import { askPassword, typedPassword } from "../src/prompt.ts";

/** All of a context that is used, and what was done in order. */
function fakeContext() {
  const done: string[] = [];
  const questions: Question[] = [];
  const context = {
    warnOfPasswords: () => done.push("warned"),
    ask: (question: Question) => {
      done.push("asked");
      questions.push(question);
    },
  } as unknown as Context;
  return { context, done, questions };
}

const CASES: readonly [typed: string, password: string][] = [
  ["correct horse", "correct horse"],
  ["  correct  horse\t", "correct  horse"],
  ["/quit now", "/quit now"],
  ["\x1b[31mcorrect\x1b[0m horse\x07", "correct horse"],
  ["né à Köln 🐙", "né à Köln 🐙"],
  ["\u202ecorrect horse", "correct horse"],
];

Deno.test("typedPassword() and askPassword() take a password in the same way", async () => {
  for (const [typed, password] of CASES) {
    const { context, questions } = fakeContext();
    const taken: string[] = [typedPassword(context, typed)];
    askPassword(context, { text: "Your password:", then: (answer) => void taken.push(answer) });
    await questions[0]?.answer(typed);
    assertEquals(taken, [password, password]);
  }
});

Deno.test("askPassword() warns before it asks, and asks for a secret", () => {
  const { context, done, questions } = fakeContext();
  askPassword(context, { text: "Your password:", then: () => {} });
  assertEquals(done, ["warned", "asked"]);
  assertEquals([questions[0]?.text, questions[0]?.secret], ["Your password:", true]);
});

Deno.test("typedPassword() warns, as whoever typed it once may do so again", () => {
  const { context, done } = fakeContext();
  typedPassword(context, "correct horse");
  assertEquals(done, ["warned"]);
});
