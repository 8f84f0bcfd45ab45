// The list of given names: what guests are called must be sayable, distinct and free of surprises.

import { assert, assertEquals, assertGreaterOrEqual, assertMatch } from "@std/assert";
import { FIRST_NAMES } from "../src/first_names.ts";
import { nameKey, parseName } from "../src/name.ts";

Deno.test("FIRST_NAMES has 240 names or more, of which marcus is the first", () => {
  assertGreaterOrEqual(FIRST_NAMES.length, 240);
  assertEquals(FIRST_NAMES.slice(0, 4), ["marcus", "marie", "anna", "richard"]);
});

Deno.test("FIRST_NAMES are lower-case ASCII, 3 to 10 letters", () => {
  for (const name of FIRST_NAMES) assertMatch(name, /^[a-z]{3,10}$/);
});

Deno.test("FIRST_NAMES are all different names", () => {
  assertEquals(new Set(FIRST_NAMES.map(nameKey)).size, FIRST_NAMES.length);
});

Deno.test("FIRST_NAMES are names that parseName() takes, and their own keys", () => {
  for (const name of FIRST_NAMES) {
    assertEquals(parseName(name), name);
    assertEquals(nameKey(name), name);
  }
});

Deno.test("FIRST_NAMES has no word that people type in a chat, and none of the commands", () => {
  const words = `afk bot brb bye chai clear everyone exit fun hello help here hey hiya hope join joy
    kick lan list lol mark may msg names nick part quit reply rooms say sky sue thanks topic users
    whisper who whois will yaa yes`.split(/\s+/);
  for (const word of words) assert(!FIRST_NAMES.includes(word), word);
});
