// Characters cut in two by reads, and bytes that are no characters at all.
// The oracle is one TextDecoder that sees everything at once.

import { assertEquals } from "@std/assert";
import { Utf8 } from "../src/utf8.ts";
import { bytes, everyCut, randomCut, shown } from "./support/bytes.ts";
import { Random } from "./support/random.ts";

function decoded(pieces: readonly Uint8Array[]): string {
  const utf8 = new Utf8();
  return pieces.map((piece) => utf8.decode(piece)).join("") + utf8.end();
}

function atOnce(whole: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(whole);
}

Deno.test("Utf8.decode() keeps characters whole that are split at every byte", () => {
  const texts = ["é", "€", "🌍", "aé€🌍b", "👩‍👩‍👧‍👦", "e\u0301", "\u{10ffff}", "\u0080\u07ff\u0800\uffff\u{10000}"];
  for (const text of texts) {
    for (const pieces of everyCut(bytes(text))) assertEquals(decoded(pieces), text);
  }
});

Deno.test("Utf8.decode() makes U+FFFD of what is not UTF-8, wherever reads cut it", () => {
  const cases: readonly [string, Uint8Array, string][] = [
    ["a lone continuation", bytes("a", 0x80, "b"), "a\ufffdb"],
    ["Latin-1", bytes("caf", 0xe9, "\n"), "caf\ufffd\n"],
    ["a character cut by a newline", bytes(0xe2, 0x82, "\n"), "\ufffd\n"],
    ["a character cut by another", bytes(0xf0, 0x9f, 0x8c, "é"), "\ufffdé"],
    ["an overlong slash", bytes(0xc0, 0xaf), "\ufffd\ufffd"],
    ["an overlong newline", bytes(0xe0, 0x80, 0x8a), "\ufffd\ufffd\ufffd"],
    ["a surrogate", bytes(0xed, 0xa0, 0x80), "\ufffd\ufffd\ufffd"],
    ["above the last character", bytes(0xf4, 0x90, 0x80, 0x80), "\ufffd\ufffd\ufffd\ufffd"],
    ["five bytes long", bytes(0xf8, 0x88, 0x80, 0x80, 0x80), "\ufffd".repeat(5)],
    ["bytes that never occur", bytes(0xfe, 0xff), "\ufffd\ufffd"],
    ["only leads", bytes(0xc3, 0xe2, 0xf0, 0xc3), "\ufffd".repeat(4)],
    ["five continuations", bytes(0x80, 0x80, 0x80, 0x80, 0x80), "\ufffd".repeat(5)],
  ];
  for (const [name, input, text] of cases) {
    for (const pieces of everyCut(input)) assertEquals(decoded(pieces), text, name);
  }
});

Deno.test("Utf8.decode() gives what one decoder would, for any bytes and any reads", () => {
  const random = new Random(3);
  for (let round = 0; round < 500; round++) {
    const input = Uint8Array.from({ length: 40 }, () =>
      random.pick([65, 10, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, random.below(256)]));
    assertEquals(decoded(randomCut(input, 6, random)), atOnce(input), shown(input));
  }
});

Deno.test("Utf8.decode() holds back no more than a character that may still become whole", () => {
  const steps: readonly [Uint8Array, string][] = [
    [bytes("abc"), "abc"],
    [bytes("x", 0xf0, 0x9f), "x"],
    [bytes(0x8c), ""],
    [bytes(0x8d, "y"), "🌍y"],
    [bytes(0x80), "\ufffd"],
    [bytes(0xf8), "\ufffd"],
    [bytes(0xc3, 0xa9), "é"],
    [bytes(0xc3), ""],
    [bytes(), ""],
    [bytes(0xa9), "é"],
    [bytes(0xe2, 0x82, 0xac), "€"],
  ];
  const utf8 = new Utf8();
  for (const [input, text] of steps) assertEquals(utf8.decode(input), text, shown(input));
});

Deno.test("Utf8.decode() keeps no view of a buffer that is used again", () => {
  const utf8 = new Utf8();
  const buffer = bytes("ab", 0xe2, 0x82);
  assertEquals(utf8.decode(buffer), "ab");
  buffer.fill(88);
  assertEquals(utf8.decode(bytes(0xac)), "€");
});

Deno.test("Utf8.decode() mixes nothing of two connections that share the decoder", () => {
  const [one, other] = [new Utf8(), new Utf8()];
  assertEquals(one.decode(bytes(0xe2, 0x82)), "");
  assertEquals(other.decode(bytes(0xac, "x")), "\ufffdx");
  assertEquals(other.decode(bytes(0xf0)), "");
  assertEquals(one.decode(bytes(0xac)), "€");
  assertEquals(other.end(), "\ufffd");
  assertEquals(one.end(), "");
});

Deno.test("Utf8.end() gives one U+FFFD for a character that never got whole, and only once", () => {
  for (const rest of [bytes(0xc3), bytes(0xe2, 0x82), bytes(0xf0, 0x9f, 0x8c)]) {
    const utf8 = new Utf8();
    assertEquals(utf8.decode(rest), "");
    assertEquals(utf8.end(), "\ufffd");
    assertEquals(utf8.end(), "");
  }
});

Deno.test("Utf8.decode() leaves byte order marks for sanitize() to find", () => {
  for (const pieces of everyCut(bytes("\ufeffa\n\ufeffb"))) {
    assertEquals(decoded(pieces), "\ufeffa\n\ufeffb");
  }
});
