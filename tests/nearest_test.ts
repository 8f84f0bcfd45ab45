// "Did you mean …?": what is near enough to be offered, and what is not.

import { assertEquals } from "@std/assert";
import { nearest } from "../src/nearest.ts";

const COMMANDS = ["help", "nick", "who", "whois", "rooms", "history", "unignore"];

Deno.test("nearest() offers the word that a slip of the hand was meant to be", () => {
  const cases: readonly [word: string, meant: string | undefined][] = [
    ["help", "help"],
    ["hlep", "help"],
    ["hepl", "help"],
    ["HELP", "help"],
    ["nik", "nick"],
    ["nickk", "nick"],
    ["wo", "who"],
    ["whos", "who"],
    ["whoi", "who"],
    ["histroy", "history"],
    ["unignroe", "unignore"],
    ["ungnor", "unignore"],
  ];
  for (const [word, meant] of cases) assertEquals(nearest(word, COMMANDS), meant, word);
});

Deno.test("nearest() offers nothing that is too far, the less the shorter the word", () => {
  const cases: readonly [word: string, candidate: string, offered: boolean][] = [
    ["abc", "abd", true],
    ["abc", "axx", false],
    ["abcd", "abxx", true],
    ["abcd", "axxx", false],
    ["abcdefg", "abcdexx", true],
    ["abcdefg", "abcdxxx", false],
    ["abcdefgh", "abcdexxx", true],
    ["abcdefgh", "abcdxxxx", false],
    ["", "ab", false],
    ["ab", "abcd", false],
  ];
  for (const [word, candidate, offered] of cases) {
    assertEquals(
      nearest(word, [candidate]),
      offered ? candidate : undefined,
      `${word} ${candidate}`,
    );
  }
});

Deno.test("nearest() returns undefined for no candidates, and for names of methods", () => {
  assertEquals(nearest("bob", []), undefined);
  assertEquals(nearest("__proto__", COMMANDS), undefined);
  assertEquals(nearest("constructor", COMMANDS), undefined);
});

Deno.test("nearest() keeps the case of the candidate, and the first of equals", () => {
  assertEquals(nearest("bib", ["Bob", "bab"]), "Bob");
  assertEquals(nearest("BOB", ["boB"]), "boB");
});

Deno.test("nearest() takes a perfect match over one that came first", () => {
  assertEquals(nearest("anna", ["anne", "anna", "annb"]), "anna");
});

Deno.test("nearest() survives characters outside the first plane and halves of them", () => {
  assertEquals(nearest("🌍🌍🌍x", ["🌍🌍🌍y"]), "🌍🌍🌍y");
  assertEquals(nearest("abc\ud83d", ["abc"]), "abc");
});

Deno.test("nearest() looks at no more than 500 candidates", () => {
  let looked = 0;
  function* endless(): Generator<string> {
    for (;;) yield `candidate ${looked++}`;
  }
  assertEquals(nearest("x".repeat(4096), endless()), undefined);
  assertEquals(looked, 501);
});
