// Telnet's commands, as hostile bytes: every case comes in one read, in two reads cut at every place, and one
// byte at a time, and must give the same text and the same commands.

import { assertEquals } from "@std/assert";
import { MAX_SUBNEGOTIATION_BYTES } from "../../src/limits.ts";
import { type Command, Parser } from "../../src/telnet/parser.ts";
import { bytes, everyCut, passed, randomCut, shown } from "../support/bytes.ts";
import { Random } from "../support/random.ts";

const [EOF, SE, NOP, DM, IP, AYT, EC, EL, SB, WILL, WONT, DO, DONT, IAC] = [
  236,
  240,
  241,
  242,
  244,
  246,
  247,
  248,
  250,
  251,
  252,
  253,
  254,
  255,
];
const [ECHO, TERMINAL_TYPE, WINDOW_SIZE] = [1, 24, 31];

/** What a client sends, the text in it, one character a byte, and the commands. */
type Case = readonly [input: Uint8Array, text: string, ...commands: Command[]];

const CASES: Readonly<Record<string, Case>> = {
  "text alone": [bytes("hi\r\0\n"), "hi\r\0\n"],
  "a doubled 255 is one": [bytes("a", IAC, IAC, "b"), "a\xffb"],
  "a stray 255": [bytes("a", IAC, "b"), "ab"],
  "options of both sides": [
    bytes("a", IAC, WILL, WINDOW_SIZE, "b", IAC, WONT, ECHO, IAC, DO, ECHO, "c", IAC, DONT, IAC),
    "abc",
    { kind: "option", side: "theirs", on: true, option: WINDOW_SIZE },
    { kind: "option", side: "theirs", on: false, option: ECHO },
    { kind: "option", side: "ours", on: true, option: ECHO },
    { kind: "option", side: "ours", on: false, option: IAC },
  ],
  "a window's size": [
    bytes(IAC, SB, WINDOW_SIZE, 1, 2, 0, 24, IAC, SE, "a"),
    "a",
    { kind: "window size", columns: 258 },
  ],
  "a window's size with 255 in it, doubled": [
    bytes(IAC, SB, WINDOW_SIZE, IAC, IAC, IAC, IAC, 0, 24, IAC, SE),
    "",
    { kind: "window size", columns: 65_535 },
  ],
  "a window's size that is too short or too long": [
    bytes(IAC, SB, WINDOW_SIZE, 0, 80, 0, IAC, SE, IAC, SB, WINDOW_SIZE, 0, 80, 0, 24, 0, IAC, SE),
    "",
  ],
  "a terminal's type": [
    bytes(IAC, SB, TERMINAL_TYPE, 0, "XTERM-256", IAC, SE),
    "",
    { kind: "terminal type", name: "XTERM-256" },
  ],
  "a question for our type": [bytes(IAC, SB, TERMINAL_TYPE, 1, IAC, SE, "a"), "a"],
  "a subnegotiation that nobody asked for, and an empty one": [
    bytes(IAC, SB, 39, 0, "USER", IAC, SE, IAC, SB, IAC, SE, "a"),
    "a",
  ],
  "commands that stand for keys": [
    bytes("a", IAC, EC, "b", IAC, EL, IAC, IP, IAC, EOF, "c"),
    "a\bb\x15\x03\x04c",
  ],
  "are you there": [bytes(IAC, AYT, "a", IAC, AYT), "a", { kind: "are you there" }, {
    kind: "are you there",
  }],
  "other commands": [bytes("a", IAC, NOP, IAC, DM, IAC, SE, "b"), "ab"],
};

for (const [name, [input, text, ...commands]] of Object.entries(CASES)) {
  Deno.test(`Parser takes apart ${name}, however it is cut`, () => {
    for (const pieces of everyCut(input)) {
      const parser = new Parser();
      const heard: Command[] = [];
      const filter = (piece: Uint8Array) => parser.filter(piece, (command) => heard.push(command));
      assertEquals(passed({ filter }, pieces), text);
      assertEquals(heard, commands);
    }
  });
}

Deno.test("Parser keeps a bounded part of a subnegotiation without an end, and hears what follows", () => {
  const parser = new Parser();
  const heard: Command[] = [];
  const filter = (piece: Uint8Array) => shown(parser.filter(piece, (one) => heard.push(one)));
  assertEquals(filter(bytes(IAC, SB, TERMINAL_TYPE, 0)), "");
  for (let i = 0; i < 100; i++) assertEquals(filter(bytes("x".repeat(1000))), "");
  assertEquals(filter(bytes(IAC, SE, "text")), "text");
  assertEquals(heard, [
    { kind: "terminal type", name: "x".repeat(MAX_SUBNEGOTIATION_BYTES - 2) },
  ]);
});

Deno.test("Parser never gives more than it was given, whatever comes in whatever pieces", () => {
  const random = new Random(854);
  const likely = [IAC, IAC, SB, SE, WILL, DO, DONT, WINDOW_SIZE, 0, 13, 10, 65];
  for (let run = 0; run < 300; run++) {
    const input = Uint8Array.from({ length: random.below(200) }, () => {
      return random.once(3) ? random.below(256) : random.pick(likely);
    });
    const whole: Command[] = [];
    const cut: Command[] = [];
    const [one, other] = [new Parser(), new Parser()];
    const text = shown(one.filter(input.slice(), (command) => whole.push(command)));
    const filter = (piece: Uint8Array) => other.filter(piece, (command) => cut.push(command));
    assertEquals(passed({ filter }, randomCut(input, 5, random)), text);
    assertEquals(cut, whole);
  }
});
