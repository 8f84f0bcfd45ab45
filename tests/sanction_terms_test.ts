// What is typed after a name: a time or none, the word "server" or "games" or none, and why.

import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { MAX_NOTE } from "../src/limits.ts";
import { parseTerms, type Scope } from "../src/sanction_terms.ts";

const SCOPES = ["server", "games"] as const;
const [MINUTE, HOUR] = [60_000, 3_600_000];

Deno.test("parseTerms() reads a time, a scope and why, in whatever order the first two come", () => {
  const cases: readonly [words: string[], span: number | null, scope: Scope | null, why: string][] =
    [
      [[], null, null, ""],
      [["10m"], 10 * MINUTE, null, ""],
      [["10m", "spam and more"], 10 * MINUTE, null, "spam and more"],
      [["spam"], null, null, "spam"],
      [["spam", "10m"], null, null, "spam 10m"],
      [["spam", "for 10m"], null, null, "spam for 10m"],
      [["server"], null, "server", ""],
      [["SERVER", "spam"], null, "server", "spam"],
      [["10m", "server spam"], 10 * MINUTE, "server", "spam"],
      [["server", "2h spam"], 2 * HOUR, "server", "spam"],
      [["10m", "10m"], 10 * MINUTE, null, "10m"],
      [["server", "server hog"], null, "server", "server hog"],
      [["10m", "spam on the server"], 10 * MINUTE, null, "spam on the server"],
      [["servers", "down"], null, null, "servers down"],
      [["\x1b[31mspam\x07", "x\u202e"], null, null, "spam x"],
      [["games"], null, "games", ""],
      [["games", "10m spam"], 10 * MINUTE, "games", "spam"],
      [["10m", "Games server"], 10 * MINUTE, "games", "server"],
      [["\x1b", "10m"], 10 * MINUTE, null, ""],
    ];
  for (const [words, span, scope, why] of cases) {
    assertEquals(parseTerms(words, SCOPES), { span, scope, why }, words.join(" "));
  }
});

Deno.test("parseTerms() takes a word for why that is no scope there", () => {
  const parsed = parseTerms(["games", "are for kids"], ["server"]);
  assertEquals(parsed, { span: null, scope: null, why: "games are for kids" });
});

Deno.test("parseTerms() refuses what was meant as a time and is none, and a long reason", () => {
  const cases = [
    ["10", '"10" is no span of time'],
    ["10min", '"10min" is no span of time'],
    ["10M", '"10M" is no span of time'],
    ["+1h", '"+1h" is no span of time'],
    ["0m", '"0m" is out of range'],
    ["2w3d", '"2w3d" is no span of time'],
    ["x".repeat(MAX_NOTE + 1), "Your reason has 201 characters: use at most 200"],
  ] as const;
  for (const [word, message] of cases) {
    const error = assertThrows(() => parseTerms([word], SCOPES), ChatError, message);
    assertEquals(error.code, "usage");
  }
});
