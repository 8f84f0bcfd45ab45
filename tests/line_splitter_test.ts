// One stream for all: whatever is split at the same time, everybody gets the lines that they put in.

import { assertEquals, assertThrows } from "@std/assert";
import { LineSplitter } from "../src/line_splitter.ts";

type Split = ReturnType<LineSplitter["split"]>;

async function linesOf(split: Split): Promise<(string | undefined)[]> {
  return (await Promise.all(split)).map(({ value }) => value);
}

/** The lines of all texts, which are split at once. */
function all(splitter: LineSplitter, texts: readonly string[]): Promise<(string | undefined)[][]> {
  return Promise.all(texts.map((text) => linesOf(splitter.split(text))));
}

Deno.test("LineSplitter.split() gives the lines without their newlines, empty ones as well", async () => {
  const splitter = new LineSplitter();
  const texts = ["one\n", "\n", "\n\ntwo\n\n", "a\tb 🌍\n"];
  const lines = [["one"], [""], ["", "", "two", ""], ["a\tb 🌍"]];
  for (const [i, text] of texts.entries()) {
    assertEquals(await linesOf(splitter.split(text)), lines[i], JSON.stringify(text));
  }
});

Deno.test("LineSplitter.split() gives everybody their own lines, whoever splits at the same time", async () => {
  const splitter = new LineSplitter();
  const first = ["a1\na2\n", "b1\n", "\n", "c1\nc2\nc3\n"];
  assertEquals(await all(splitter, first), [["a1", "a2"], ["b1"], [""], ["c1", "c2", "c3"]]);
  const early = splitter.split("d1\nd2\n"); // and read only after others have come and gone
  await Promise.resolve();
  assertEquals(await all(splitter, ["e1\n", "f1\nf2\n"]), [["e1"], ["f1", "f2"]]);
  assertEquals(await linesOf(early), ["d1", "d2"]);
});

Deno.test("LineSplitter.split() goes on for others when somebody never reads their lines", async () => {
  const splitter = new LineSplitter();
  splitter.split("x\n".repeat(5000));
  assertEquals(await all(splitter, ["a1\n"]), [["a1"]]);
});

Deno.test("LineSplitter.split() refuses a text without an end, and nobody else's lines suffer from it", async () => {
  const splitter = new LineSplitter();
  for (const text of ["", "unfinished", "one\nunfinished"]) {
    assertThrows(() => splitter.split(text), TypeError, "must end with a newline");
  }
  assertEquals(await all(splitter, ["a1\n"]), [["a1"]]);
});
