// The token on standard input: the first line, whatever comes after.

import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../src/errors.ts";
import { MAX_INPUT_BYTES } from "../../src/limits.ts";
import { readFirstLine } from "../../src/ops/token_input.ts";

function stream(...pieces: string[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(pieces.map((piece) => new TextEncoder().encode(piece)));
}

Deno.test("readFirstLine() takes the first line, in however many pieces it comes", async () => {
  for (const pieces of [["tok", "en\nrest\n"], ["token\r\n", "more"], ["token"], ["token\n"]]) {
    assertEquals(await readFirstLine(stream(...pieces)), "token");
  }
  assertEquals(await readFirstLine(stream()), "");
});

Deno.test("readFirstLine() does not read for ever", async () => {
  const endless = stream("x".repeat(MAX_INPUT_BYTES), "x", "x");
  await assertRejects(() => readFirstLine(endless), ChatError, "has no end of line");
});
