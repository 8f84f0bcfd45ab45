// Switches as people type them.

import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { parseOnOff } from "../src/on_off.ts";

Deno.test("parseOnOff() takes on and off in any case, and nothing else", () => {
  assertEquals(["on", "ON", "off", "Off"].map(parseOnOff), [true, true, false, false]);
  for (const text of ["", "1", "true", "o n", " on", "\x1b[31mon"]) {
    const error = assertThrows(() => parseOnOff(text), ChatError, "A setting is on or off, not ");
    assertEquals(error.code, "usage");
  }
});
