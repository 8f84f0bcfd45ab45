// Texts at and above their limit: kept whole or refused with the numbers, never cut.

import { assertEquals, assertThrows } from "@std/assert";
import { bounded } from "../src/bounded.ts";
import { ChatError } from "../src/errors.ts";

Deno.test("bounded() returns a text up to the limit as it is", () => {
  for (const text of ["", "a", "12345", "é世🌍🌍🌍"]) {
    assertEquals(bounded(text, { what: "topic", max: 5 }), text);
  }
});

Deno.test("bounded() refuses a longer text and says how long it is", () => {
  for (const [text, length] of [["123456", 6], ["🌍".repeat(7), 7]] as const) {
    const error = assertThrows(() => bounded(text, { what: "away text", max: 5 }), ChatError);
    assertEquals(error.code, "usage");
    assertEquals(error.message, `Your away text has ${length} characters: use at most 5`);
  }
});
