// Telnet and line endings, as hostile bytes: every case comes in one read, in two reads cut at every
// place, and one byte at a time, and must give the same text.
// What text may then contain is the business of sanitize_test.ts.

import { assert, assertEquals } from "@std/assert";
import { Nvt } from "../src/nvt.ts";
import { bytes, everyCut, passed, randomCut, shown } from "./support/bytes.ts";
import { Random } from "./support/random.ts";

const [LF, CR, NUL] = [10, 13, 0];
const [SE, NOP, IP, GA, SB, WILL, WONT, DO, DONT, IAC] = [
  240,
  241,
  244,
  249,
  250,
  251,
  252,
  253,
  254,
  255,
];
const [ECHO, WINDOW_SIZE] = [1, 31];

interface Case {
  readonly name: string;
  readonly input: Uint8Array;
  /** One character per byte. */
  readonly text: string;
}

function check(cases: readonly Case[]): void {
  for (const { name, input, text } of cases) {
    for (const pieces of everyCut(input)) {
      const lengths = pieces.map((piece) => piece.length).join("+");
      assertEquals(passed(new Nvt(), pieces), text, `${name}, read as ${lengths} bytes`);
    }
  }
}

Deno.test("Nvt.filter() makes every way to end a line one LF", () => {
  check([
    { name: "LF", input: bytes("a\nb\n"), text: "a\nb\n" },
    { name: "CR LF", input: bytes("a\r\nb\r\n"), text: "a\nb\n" },
    { name: "CR NUL", input: bytes("a\r\0b\r\0"), text: "a\nb\n" },
    { name: "CR", input: bytes("a\rb\r"), text: "a\nb\n" },
    { name: "all of them", input: bytes("a\nb\r\nc\r\0d\re"), text: "a\nb\nc\nd\ne" },
    { name: "empty lines, LF", input: bytes("\n\n\n"), text: "\n\n\n" },
    { name: "empty lines, CR LF", input: bytes("\r\n\r\n"), text: "\n\n" },
    { name: "empty lines, CR", input: bytes("\r\r\r"), text: "\n\n\n" },
    { name: "LF CR", input: bytes("a\n\rb"), text: "a\n\nb" },
    { name: "CR CR LF", input: bytes("a\r\r\nb"), text: "a\n\nb" },
    { name: "CR LF LF", input: bytes("a\r\n\nb"), text: "a\n\nb" },
    { name: "CR NUL LF", input: bytes("a\r\0\nb"), text: "a\n\nb" },
    { name: "CR LF NUL", input: bytes("a\r\n\0b"), text: "a\nb" },
  ]);
});

Deno.test("Nvt.filter() drops every NUL", () => {
  check([
    { name: "alone", input: bytes(NUL), text: "" },
    { name: "many", input: bytes(NUL, NUL, "a", NUL, "b", NUL), text: "ab" },
    { name: "before a newline", input: bytes("hi", NUL, LF), text: "hi\n" },
    { name: "after a newline", input: bytes("hi", LF, NUL, "you"), text: "hi\nyou" },
    { name: "two after CR", input: bytes("hi", CR, NUL, NUL, "you"), text: "hi\nyou" },
    { name: "after a stray 0xFF", input: bytes("a", IAC, NUL, "b"), text: "ab" },
    { name: "after CR and a command", input: bytes("a", CR, IAC, NOP, NUL, "b"), text: "a\nb" },
  ]);
});

Deno.test("Nvt.filter() swallows negotiation split at every byte", () => {
  check([
    { name: "WILL", input: bytes("a", IAC, WILL, ECHO, "b\n"), text: "ab\n" },
    { name: "WONT", input: bytes("a", IAC, WONT, ECHO, "b\n"), text: "ab\n" },
    { name: "DO", input: bytes("a", IAC, DO, ECHO, "b\n"), text: "ab\n" },
    { name: "DONT", input: bytes("a", IAC, DONT, ECHO, "b\n"), text: "ab\n" },
    { name: "option 255", input: bytes("a", IAC, DO, 255, "b"), text: "ab" },
    { name: "option 13", input: bytes("a", IAC, WILL, CR, "b"), text: "ab" },
    { name: "option 0, CR NUL after", input: bytes(IAC, DO, 0, "a\r\0b"), text: "a\nb" },
    { name: "go ahead", input: bytes("a", IAC, GA, "b\n"), text: "ab\n" },
    { name: "interrupt, then DO", input: bytes("a", IAC, IP, IAC, DO, 6, "b\n"), text: "ab\n" },
    { name: "end of file", input: bytes("a", IAC, 236, "b"), text: "ab" },
    {
      name: "what a telnet client says first",
      input: bytes(IAC, DO, 3, IAC, WILL, 24, IAC, WILL, 31, IAC, WILL, 32, "hello\r\n"),
      text: "hello\n",
    },
    { name: "between CR and LF", input: bytes("a\r", IAC, NOP, "\nb"), text: "a\n\nb" },
    { name: "inside a character", input: bytes(0xc3, IAC, NOP, 0xa9), text: "\xc3\xa9" },
  ]);
});

Deno.test("Nvt.filter() swallows a subnegotiation split at every byte", () => {
  check([
    {
      name: "window size",
      input: bytes("a", IAC, SB, WINDOW_SIZE, 0, 80, 0, 24, IAC, SE, "b\n"),
      text: "ab\n",
    },
    { name: "empty", input: bytes("a", IAC, SB, IAC, SE, "b"), text: "ab" },
    {
      name: "with newlines in it",
      input: bytes("a", IAC, SB, 24, "x\ny\rz", NUL, IAC, SE, "b"),
      text: "ab",
    },
    {
      name: "with 255 in it, doubled",
      input: bytes("a", IAC, SB, WINDOW_SIZE, 0, IAC, IAC, 0, IAC, IAC, IAC, SE, "b"),
      text: "ab",
    },
    {
      name: "with a lone SE in it",
      input: bytes("a", IAC, SB, 24, SE, "x", IAC, SE, "b"),
      text: "ab",
    },
    {
      name: "with a command in it",
      input: bytes("a", IAC, SB, 24, IAC, WILL, "x", IAC, SE, "b"),
      text: "ab",
    },
    { name: "SE without SB", input: bytes("a", IAC, SE, "b"), text: "ab" },
  ]);
});

Deno.test("Nvt.filter() keeps nothing of a subnegotiation without end", () => {
  const nvt = new Nvt();
  assertEquals(passed(nvt, [bytes("a", IAC, SB, 24)]), "a");
  for (let read = 0; read < 100; read++) {
    assertEquals(passed(nvt, [bytes("x\r\n".repeat(300), NUL, IAC, IAC)]), "");
  }
  assertEquals(passed(nvt, [bytes(IAC, SE, "b\n")]), "b\n");
});

Deno.test("Nvt.filter() makes IAC IAC one byte 255", () => {
  check([
    { name: "once", input: bytes("a", IAC, IAC, "b"), text: "a\xffb" },
    { name: "twice", input: bytes(IAC, IAC, IAC, IAC), text: "\xff\xff" },
    { name: "before a command", input: bytes(IAC, IAC, IAC, NOP, "b"), text: "\xffb" },
    { name: "before WILL as text", input: bytes(IAC, IAC, WILL, ECHO, "b"), text: "\xff\xfb\x01b" },
    { name: "before a newline", input: bytes("a", IAC, IAC, "\nb"), text: "a\xff\nb" },
  ]);
});

Deno.test("Nvt.filter() does not let a stray 0xFF swallow what follows", () => {
  check([
    { name: "LF", input: bytes("a", IAC, LF, "b\n"), text: "a\nb\n" },
    { name: "CR LF", input: bytes("a", IAC, CR, LF, "b\n"), text: "a\nb\n" },
    { name: "CR", input: bytes("a", IAC, CR, "b"), text: "a\nb" },
    { name: "a letter", input: bytes("a", IAC, "b"), text: "ab" },
    { name: "a Latin-1 letter", input: bytes("a", IAC, 0xe9, "b"), text: "a\xe9b" },
    { name: "the byte below the first command", input: bytes(IAC, 235, "b"), text: "\xebb" },
    { name: "after CR", input: bytes("a", CR, IAC, LF, "b"), text: "a\n\nb" },
  ]);
});

Deno.test("Nvt.filter() returns bytes without work for it as they are", () => {
  const plain = bytes("grüße, 世界 🌍\n\ttab\x1b[31m\x7f\n");
  assert(new Nvt().filter(plain) === plain);
});

Deno.test("Nvt.filter() never gives NUL, CR or more bytes than it got", () => {
  const random = new Random(1);
  for (let round = 0; round < 300; round++) {
    const input = Uint8Array.from(
      { length: 60 },
      () => random.pick([LF, CR, NUL, IAC, SB, SE, WILL, DO, NOP, 97, random.below(256)]),
    );
    const whole = passed(new Nvt(), [input.slice()]);
    const pieces = randomCut(input, 7, random);
    assertEquals(passed(new Nvt(), pieces), whole, `cut differently: ${shown(input)}`);
    assert(!/[\0\r]/.test(whole), shown(input));
    assert(whole.length <= input.length);
  }
});

Deno.test("Nvt.takeMark() tells once that a timing mark was asked for, however it is split", () => {
  const TIMING_MARK = 6;
  const ctrlC = Uint8Array.of(IAC, IP, IAC, DO, TIMING_MARK);
  for (const pieces of everyCut(ctrlC)) {
    const nvt = new Nvt();
    assertEquals([passed(nvt, pieces), nvt.takeMark(), nvt.takeMark()], ["", true, false]);
  }
  for (
    const other of [[DO, ECHO], [WILL, TIMING_MARK], [DONT, TIMING_MARK], [SB, DO, TIMING_MARK]]
  ) {
    const nvt = new Nvt();
    passed(nvt, [Uint8Array.of(IAC, ...other)]);
    assertEquals(nvt.takeMark(), false, other.join(" "));
  }
});
