// What is typed after a name: a time or none, the word "server" or not, and why.

import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { MAX_NOTE } from "../src/limits.ts";
import { parseTerms } from "../src/sanction_terms.ts";

const [MINUTE, HOUR] = [60_000, 3_600_000];

Deno.test("parseTerms() reads a time, the server and why, in whatever order the first two come", () => {
  const cases: readonly [words: string[], span: number | null, server: boolean, why: string][] = [
    [[], null, false, ""],
    [["10m"], 10 * MINUTE, false, ""],
    [["10m", "spam and more"], 10 * MINUTE, false, "spam and more"],
    [["spam"], null, false, "spam"],
    [["spam", "10m"], null, false, "spam 10m"],
    [["spam", "for 10m"], null, false, "spam for 10m"],
    [["server"], null, true, ""],
    [["SERVER", "spam"], null, true, "spam"],
    [["10m", "server spam"], 10 * MINUTE, true, "spam"],
    [["server", "2h spam"], 2 * HOUR, true, "spam"],
    [["10m", "10m"], 10 * MINUTE, false, "10m"],
    [["server", "server hog"], null, true, "server hog"],
    [["10m", "spam on the server"], 10 * MINUTE, false, "spam on the server"],
    [["servers", "down"], null, false, "servers down"],
    [["\x1b[31mspam\x07", "x\u202e"], null, false, "spam x"],
    [["\x1b", "10m"], 10 * MINUTE, false, ""],
  ];
  for (const [words, span, server, why] of cases) {
    assertEquals(parseTerms(words), { span, server, why }, words.join(" "));
  }
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
    const error = assertThrows(() => parseTerms([word]), ChatError, message);
    assertEquals(error.code, "usage");
  }
});
