// What passes of lines at, above and far above the limit, however reads cut them.
// The same through all stages, with text instead of bytes, is line_reader_test.ts.

import { assert, assertEquals } from "@std/assert";
import { LineLimit, TOO_LONG } from "../src/line_limit.ts";
import { bytes, everyCut, passed, randomCut } from "./support/bytes.ts";
import { Random } from "./support/random.ts";

const MAX = 8;

const CASES: readonly { name: string; input: string; passes: string }[] = [
  { name: "nothing", input: "", passes: "" },
  { name: "an empty line", input: "\n", passes: "\n" },
  { name: "a short line", input: "1234567\n", passes: "1234567\n" },
  { name: "exactly the limit", input: "12345678\n", passes: "12345678\n" },
  { name: "exactly the limit, unfinished", input: "12345678", passes: "12345678" },
  { name: "one above", input: "123456789\n", passes: "12345678\0\n" },
  { name: "one above, unfinished", input: "123456789", passes: "12345678\0" },
  { name: "far above", input: "x".repeat(100) + "\n", passes: "xxxxxxxx\0\n" },
  {
    name: "the tail looks like a command",
    input: "12345678/quit\nok\n",
    passes: "12345678\0\nok\n",
  },
  { name: "two lines, the first too long", input: "1234567890\nab\n", passes: "12345678\0\nab\n" },
  { name: "two lines, the second too long", input: "ab\n1234567890\n", passes: "ab\n12345678\0\n" },
  { name: "both too long", input: "1234567890\nabcdefghij\n", passes: "12345678\0\nabcdefgh\0\n" },
  { name: "both at the limit", input: "12345678\nabcdefgh\n", passes: "12345678\nabcdefgh\n" },
  { name: "many short lines", input: "a\n\nbc\n".repeat(9), passes: "a\n\nbc\n".repeat(9) },
];

for (const { name, input, passes } of CASES) {
  Deno.test(`LineLimit.filter() bounds lines cut at every byte: ${name}`, () => {
    for (const pieces of everyCut(bytes(input))) {
      const lengths = pieces.map((piece) => piece.length).join("+");
      assertEquals(passed(new LineLimit(MAX), pieces), passes, `read as ${lengths} bytes`);
    }
  });
}

Deno.test("LineLimit.filter() marks a line once, however long it gets", () => {
  const limit = new LineLimit(MAX);
  assertEquals(passed(limit, [bytes("123456789")]), "12345678" + TOO_LONG);
  for (let read = 0; read < 100; read++) assertEquals(passed(limit, [bytes("x".repeat(700))]), "");
  assertEquals(passed(limit, [bytes("tail\nnext\n")]), "\nnext\n");
});

Deno.test("LineLimit.unfinished counts bytes since the newline, those thrown away included", () => {
  const limit = new LineLimit(MAX);
  const steps: readonly [string, number][] = [
    ["", 0],
    ["abc", 3],
    ["de", 5],
    ["", 5],
    ["fgh", 8],
    ["i", 9],
    ["x".repeat(991), 1000],
    ["tail\nab", 2],
    ["\n", 0],
    ["a\nbc\ndef", 3],
    ["g\n", 0],
    ["123456789\nx", 1],
  ];
  for (const [input, unfinished] of steps) {
    limit.filter(bytes(input));
    assertEquals(limit.unfinished, unfinished, `after "${input}"`);
  }
});

Deno.test("LineLimit.filter() rewrites in place and returns short reads untouched", () => {
  const short = bytes("ab\ncd");
  assert(new LineLimit(MAX).filter(short) === short);
  const long = bytes("1234567890\n");
  assertEquals(new LineLimit(MAX).filter(long).buffer, long.buffer);
});

Deno.test("LineLimit.filter() passes random lines as a plain cut of each would", () => {
  const random = new Random(2);
  for (let round = 0; round < 200; round++) {
    const lines = Array.from({ length: 12 }, () => "abcdefghijklmnopqrst".slice(random.below(20)));
    const expected = lines.map((line) => line.length <= MAX ? line : line.slice(0, MAX) + TOO_LONG);
    const pieces = randomCut(bytes(lines.join("\n") + "\n"), 1 + random.below(40), random);
    assertEquals(passed(new LineLimit(MAX), pieces), expected.join("\n") + "\n");
  }
});
