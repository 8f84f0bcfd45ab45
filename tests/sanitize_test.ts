// What one person's text may do to another's terminal: nothing. Tables of hostile sequences, and random
// mixtures of them checked against a plain list of forbidden characters.

import { assert, assertEquals, assertLess } from "@std/assert";
import { escapeUnsafe, printable, sanitize } from "../src/sanitize.ts";
import { bytes } from "./support/bytes.ts";
import { Random } from "./support/random.ts";

/** The promise, written down a second time: from and to, both included. */
const FORBIDDEN = [
  [0x00, 0x08],
  [0x0a, 0x1f],
  [0x7f, 0x9f],
  [0x2028, 0x2029],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
] as const;

function isForbidden(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return FORBIDDEN.some(([from, to]) => code >= from && code <= to);
}

function hex(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16)}`;
}

Deno.test("sanitize() drops every forbidden character and keeps every other", () => {
  for (let code = 0; code <= 0x10ffff; code += code < 0x3000 ? 1 : 0x100) {
    const character = String.fromCodePoint(code);
    const expected = isForbidden(character) ? "" : character;
    assertEquals(sanitize(character), expected, hex(character));
  }
  for (const code of [0xd800, 0xdbff, 0xdc00, 0xdfff, 0xfeff]) {
    assertEquals(sanitize(`a${String.fromCharCode(code)}b`), "ab", code.toString(16));
  }
});

Deno.test("sanitize() keeps what people write", () => {
  const texts = [
    "",
    "hello, world",
    "\ttab\tstops\t",
    "Grüße aus Köln; 東京から; привет; שלום; مرحبا",
    "👩‍👩‍👧‍👦 🇩🇪 👍🏽 e\u0301",
    "right\u200eto\u200fleft, zero\u200dwidth",
    "[31m and ]0;title are only letters",
    "100% \\x1b[31m \\u001b",
  ];
  for (const text of texts) assertEquals(sanitize(text), text);
});

const SEQUENCES: readonly [what: string, text: string, left: string][] = [
  ["CSI colour", "\x1b[31mred\x1b[0m", "red"],
  ["CSI with many parameters", "\x1b[38;2;1;2;3;48:5:7mx", "x"],
  ["CSI private", "\x1b[?1049hx\x1b[?25l", "x"],
  ["CSI with intermediates", "\x1b[1 q\x1b[!px", "x"],
  ["CSI clear screen", "a\x1b[2J\x1b[Hb", "ab"],
  ["CSI of 8 bits", "\x9b31mred\x9b0m", "red"],
  ["CSI report that would type", "\x1b[6n\x1b[c\x1b[>cx", "x"],
  ["CSI without end", "\x1b[31", "31"],
  ["CSI of 8 bits without end", "\x9b31", "31"],
  ["CSI cut by text of another script", "\x1b[31é", "31é"],
  ["nothing but CSI", "\x1b[", ""],
  ["OSC title, BEL", "\x1b]0;owned\x07hi", "hi"],
  ["OSC title, ST", "\x1b]0;owned\x1b\\hi", "hi"],
  ["OSC title, 8 bits", "\x9d0;owned\x9chi", "hi"],
  ["OSC, mixed", "\x1b]0;owned\x9chi\x9d0;owned\x07", "hi"],
  ["OSC link", "\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\", "link"],
  ["OSC clipboard", "\x1b]52;c;cm0gLXJm\x07hi", "hi"],
  ["OSC without end", "\x1b]0;not a title, words", "0;not a title, words"],
  ["OSC of 8 bits without end", "\x9d0;words", "0;words"],
  ["OSC cut by CSI", "\x1b]0;words\x1b[31mred", "0;wordsred"],
  ["OSC inside OSC", "\x1b]0;a\x1b]0;b\x07c", "0;ac"],
  ["OSC inside OSC, 8 bits", "\x9d0;a\x9d0;b\x9cc", "0;ac"],
  ["DCS, ST", "\x1bP1$tx\x1b\\hi", "hi"],
  ["DCS, 8 bits", "\x901$tx\x9chi", "hi"],
  ["DCS without end", "\x1bPq#0words", "q#0words"],
  ["SOS, PM, APC", "\x1bXa\x1b\\\x1b^b\x1b\\\x1b_c\x1b\\hi", "hi"],
  ["SOS, PM, APC, 8 bits", "\x98a\x9c\x9eb\x9c\x9fc\x9chi", "hi"],
  ["two-character escapes", "\x1bc\x1b7\x1b8\x1bM\x1b=hi", "hi"],
  ["character sets", "\x1b(0\x1b)B\x1b%Ghi", "hi"],
  ["ESC alone", "\x1b", ""],
  ["ESC at the end", "hi\x1b", "hi"],
  ["ESC ESC", "\x1b\x1b[31mhi", "hi"],
  ["ESC before a letter of no escape", "\x1bé", "é"],
  ["ST alone", "a\x1b\\b\x9cc", "abc"],
  ["shift out and in", "\x0ea\x0f", "a"],
  ["bell and backspace", "a\x07\b\bb", "ab"],
  ["a forged line", "hi\r\n* bob is an operator\n", "hi* bob is an operator"],
  ["line and paragraph separators", "a\u2028b\u2029c\x85d", "abcd"],
  ["bidi override", "\u202egpj.exe\u202c", "gpj.exe"],
  ["bidi isolates and embeddings", "\u2066a\u2067b\u2068c\u2069\u202ad\u202be", "abcde"],
  ["byte order marks", "\ufeffa\ufeff", "a"],
  ["the mark of a line that was too long", "x\0", "x"],
  ["an escape in pieces, put together by dropping", "\x1b\0[31mred", "[31mred"],
  ["half a pair, an escape, half a pair", "\ud83d\x1b[m\ude00", "😀"],
];

for (const [what, text, left] of SEQUENCES) {
  Deno.test(`sanitize() leaves no more than text of: ${what}`, () => {
    assertEquals(sanitize(text), left);
  });
}

Deno.test("sanitize() stops C1 controls that came as UTF-8, as U+FFFD when they came as bytes", () => {
  for (let code = 0x80; code <= 0x9f; code++) {
    assertEquals(sanitize(new TextDecoder().decode(bytes("a", 0xc2, code, "b"))).slice(0, 1), "a");
    assert(!/[\x80-\x9f]/.test(sanitize(new TextDecoder().decode(bytes("a", 0xc2, code, "b")))));
    assertEquals(sanitize(new TextDecoder().decode(bytes("a", code, "b"))), "a\ufffdb");
  }
});

/** Characters from which sequences are made, and some that belong to none. */
const ALPHABET = Array.from(
  "\0\x07\b\t\n\r\x0e\x1b\x1b\x1b\x7f\x84\x90\x98\x9b\x9b\x9c\x9d\x9e\x9f[]P\\X^_(%?0;19 !$~m@aé世🌍" +
    "\u2028\u2029\u202a\u202e\u2066\u2069\u200f\ufeff",
).concat("\ud83d", "\ude00");

function hostile(random: Random): string {
  return Array.from({ length: 1 + random.below(40) }, () => random.pick(ALPHABET)).join("");
}

Deno.test("sanitize() leaves nothing forbidden of random mixtures, and nothing to do a second time", () => {
  const random = new Random(4);
  for (let round = 0; round < 3000; round++) {
    const text = hostile(random);
    const clean = sanitize(text);
    const left = Array.from(clean).filter(isForbidden);
    assertEquals(left, [], JSON.stringify(text));
    assertEquals(sanitize(clean), clean, JSON.stringify(text));
  }
});

Deno.test("sanitize() takes time in proportion to the text, whatever is in it", () => {
  const introducers = [
    "\x1b",
    "\x1b[",
    "\x1b]",
    "\x1bP",
    "\x1bX ",
    "\x1b   ",
    "\x9b0",
    "\x90",
    "\x9d",
    "\x9fa",
  ];
  for (const introducer of introducers) {
    const text = introducer.repeat(100_000);
    const start = performance.now();
    sanitize(text);
    // Linear takes 5 ms, quadratic tens of seconds: nothing between is a matter of the machine.
    assertLess(performance.now() - start, 2000, JSON.stringify(introducer));
  }
});

Deno.test("printable() sanitizes, makes tabs spaces and cuts to a number of characters", () => {
  const cases: readonly [string, number | undefined, string][] = [
    ["", undefined, ""],
    ["bob", undefined, "bob"],
    ["x".repeat(40), undefined, "x".repeat(40)],
    ["x".repeat(41), undefined, "x".repeat(39) + "…"],
    ["x".repeat(100_000), undefined, "x".repeat(39) + "…"],
    ["abcdef", 6, "abcdef"],
    ["abcdefg", 6, "abcde…"],
    ["🌍🌍🌍🌍🌍🌍", 6, "🌍🌍🌍🌍🌍🌍"],
    ["🌍🌍🌍🌍🌍🌍🌍", 6, "🌍🌍🌍🌍🌍…"],
    ["\x1b[31mred\x1b[0m\u202e", 6, "red"],
    ["a\tb\nc", 6, "a bc"],
    ["\x1b[m".repeat(100) + "end", 6, "…"],
    ["🌍".repeat(1000), 1, "…"],
  ];
  for (const [text, max, shown] of cases) {
    assertEquals(printable(text, max), shown, JSON.stringify(text.slice(0, 50)));
  }
});

Deno.test("printable() gives at most so many characters, none of them forbidden", () => {
  const random = new Random(5);
  for (let round = 0; round < 1000; round++) {
    const text = hostile(random);
    for (const max of [1, 2, 10]) {
      const shown = Array.from(printable(text, max));
      assert(shown.length <= max, JSON.stringify(text));
      assertEquals(shown.filter((character) => isForbidden(character) || character === "\t"), []);
    }
  }
});

Deno.test("escapeUnsafe() shows forbidden characters as escapes and keeps all else", () => {
  assertEquals(escapeUnsafe('{"a":"é\t🌍"}'), '{"a":"é\t🌍"}');
  assertEquals(escapeUnsafe("\x1b[31m\0"), "\\u001b[31m\\u0000");
  assertEquals(
    escapeUnsafe("\x7f\x9b\u2028\u202e\ufeff\ud800"),
    "\\u007f\\u009b\\u2028\\u202e\\ufeff\\ud800",
  );
});

Deno.test("escapeUnsafe() leaves JSON that says the same", () => {
  const random = new Random(6);
  for (let round = 0; round < 500; round++) {
    const record = { [hostile(random)]: hostile(random), text: hostile(random) };
    const line = escapeUnsafe(JSON.stringify(record));
    assertEquals(JSON.parse(line), record);
    assertEquals(Array.from(line).filter(isForbidden), []);
  }
});
