// Code in what people say, over one line or several.

import { assertEquals } from "@std/assert";
import { pieces } from "../../../../src/web/page/text/code_blocks.ts";

function show(...texts: string[]): string[] {
  const entries = texts.map((text, i) => ({ id: String(i), text }));
  return pieces(entries).map((piece) =>
    piece.kind === "line" ? piece.entry.text : `<${piece.text}>`
  );
}

Deno.test("pieces() makes one block of the lines between two marks", () => {
  assertEquals(show("look", "```", "let x;", "  x = 1", "```", "ok"), [
    "look",
    "<let x;\n  x = 1>",
    "ok",
  ]);
});

Deno.test("pieces() leaves out the language, and keeps code beside the marks", () => {
  assertEquals(show("```ts", "a", "b```"), ["<a\nb>"]);
  assertEquals(show("```let x = 1", "```"), ["<let x = 1>"]);
});

Deno.test("pieces() takes a block on one line", () => {
  assertEquals(show("```x = 1```"), ["<x = 1>"]);
});

Deno.test("pieces() leaves a mark that nobody closes as it was typed", () => {
  assertEquals(show("```", "a"), ["```", "a"]);
  assertEquals(show("a ``` b", "c"), ["a ``` b", "c"]);
});
