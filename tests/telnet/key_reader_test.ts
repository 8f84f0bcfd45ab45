// Keys as terminals send them, whole and in pieces, and what is no key.

import { assert, assertEquals } from "@std/assert";
import { MAX_KEY_SEQUENCE } from "../../src/limits.ts";
import { KeyReader } from "../../src/telnet/key_reader.ts";
import { DEEDS, KEYS } from "../../src/telnet/keys.ts";

/** Deeds in brackets, text as it is. */
function read(...pieces: readonly string[]): string {
  const reader = new KeyReader();
  let shown = "";
  for (const piece of pieces) {
    reader.push(piece);
    for (let key = reader.next(); key !== null; key = reader.next()) {
      shown += key.kind === "text" ? key.text : `[${key.deed}]`;
    }
  }
  return shown;
}

/** Cut in two at every place, and one character at a time. */
function* cuts(text: string): Generator<string[]> {
  for (let at = 0; at < text.length; at++) yield [text.slice(0, at), text.slice(at)];
  yield Array.from(text);
}

Deno.test("KeyReader knows every key of the table, also in pieces and between text", () => {
  for (const [sent, deed] of DEEDS) {
    for (const pieces of cuts(sent)) assertEquals(read("a", ...pieces, "b"), `a[${deed}]b`);
  }
});

Deno.test("The table of keys names no key and no sequence twice", () => {
  const named = KEYS.flatMap(({ keys }) => keys);
  assertEquals(new Set(named).size, named.length);
  assertEquals(DEEDS.size, KEYS.flatMap(({ sent }) => sent).length);
  assert(Math.max(...Array.from(DEEDS.keys(), ({ length }) => length)) <= MAX_KEY_SEQUENCE);
});

const CASES: readonly [name: string, sent: string, read: string][] = [
  ["Enter as CR LF", "a\r\nb", "a[enter]b"],
  ["Enter as CR NUL", "a\r\0b", "a[enter]b"],
  ["Enter twice", "\r\r\n\n", "[enter][enter][enter]"],
  ["text in many scripts", "schön 漢字 👋", "schön 漢字 👋"],
  ["keys without a meaning", "a\x00\x07\x0f\x1a\x1c\x1fb", "ab"],
  ["a sequence without a meaning", "a\x1b[15~b\x1b[1;2Pc\x1b[Zd\x1bOPe\x1bxf", "abcdef"],
  ["a mouse's report", "a\x1b[<0;10;20Mb", "ab"],
  ["Escape twice before a key", "\x1b\x1b[A", "[older]"],
  ["a sequence that a control character cuts short", "\x1b[1\ra\x1b\rb", "[enter]a[enter]b"],
  ["a sequence that is too long", `a\x1b[${"1;".repeat(100)}Ab`, "ab"],
];

for (const [name, sent, keys] of CASES) {
  Deno.test(`KeyReader reads ${name}, whole and in pieces`, () => {
    for (const pieces of cuts(sent)) assertEquals(read(...pieces), keys, JSON.stringify(pieces));
  });
}

Deno.test("KeyReader swallows a sequence without an end, and goes on after it", () => {
  const pieces = Array.from({ length: 1000 }, () => "1;".repeat(50));
  assertEquals(read("a\x1b[", ...pieces, "H", "b"), "ab");
});

Deno.test("KeyReader gives back what was not read as keys", () => {
  const reader = new KeyReader();
  reader.push("ab\rcd");
  reader.next();
  assertEquals([reader.waiting, reader.rest(), reader.waiting], [true, "\rcd", false]);
});
