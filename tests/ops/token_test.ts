// The token of the ops port: what it may be, and what opens.

import { assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import { ChatError } from "../../src/errors.ts";
import { Token } from "../../src/ops/token.ts";

const TEXT = "0123456789abcdef";

Deno.test("Token.opens() takes the token in a Bearer header and nothing else", () => {
  const token = new Token(TEXT);
  for (const right of [`Bearer ${TEXT}`, `bearer  ${TEXT}`]) assertEquals(token.opens(right), true);
  const wrong = [null, "", TEXT, "Bearer", "Bearer ", `Basic ${TEXT}`, `Bearer ${TEXT} x`];
  const near = [`Bearer ${TEXT}0`, `Bearer ${TEXT.slice(1)}`, `Bearer ${TEXT.toUpperCase()}`];
  for (const header of [...wrong, ...near]) assertEquals(token.opens(header), false, `${header}`);
});

Deno.test("Token() refuses what could be guessed or cannot be sent, without repeating it", () => {
  for (const text of ["", "short", "with a space in it", "ümläutsümläutsümläuts", "a".repeat(15)]) {
    const { code, message } = assertThrows(() => new Token(text), ChatError);
    assertEquals(code, "bad-setting");
    assertEquals(text !== "" && message.includes(text), false);
  }
});

Deno.test("Token.random() is another each time, and good", () => {
  const [one, other] = [Token.random(), Token.random()];
  assertMatch(one, /^[0-9a-f]{32}$/);
  assertNotEquals(one, other);
  assertEquals(new Token(one).opens(`Bearer ${one}`), true);
});
