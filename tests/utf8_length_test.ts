// The length of a text on the wire is what TextEncoder makes of it, for every kind of character.

import { assertEquals } from "@std/assert";
import { utf8Length } from "../src/utf8_length.ts";
import { Random } from "./support/random.ts";

const encoder = new TextEncoder();

const TEXTS = {
  "nothing": "",
  "ASCII": "hello\n",
  "two bytes": "grüße \u0080\u07ff",
  "three bytes": "\u0800 漢字 \uffff",
  "four bytes": "💬\u{10000}\u{10ffff}",
  "half a pair, first or last": "\udc00 x \ud800",
  "halves the wrong way round": "\udc00\ud800",
  "a first half before a pair": "\ud83d💬",
};

for (const [what, text] of Object.entries(TEXTS)) {
  Deno.test(`utf8Length() counts as TextEncoder does: ${what}`, () => {
    assertEquals(utf8Length(text), encoder.encode(text).length);
  });
}

Deno.test("utf8Length() counts as TextEncoder does: any code units", () => {
  const random = new Random(1);
  const kinds = [0x80, 0x800, 0xd800, 0xdc00, 0xe000, 0x10000];
  for (let round = 0; round < 500; round++) {
    const units = Array.from({ length: 12 }, () => random.below(kinds[random.below(6)] ?? 1));
    const text = String.fromCharCode(...units);
    assertEquals(utf8Length(text), encoder.encode(text).length, JSON.stringify(text));
  }
});
