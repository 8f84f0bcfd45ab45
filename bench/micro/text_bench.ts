// Pure text on the path of a line: what may reach a terminal, how a line looks, when names are the same.
// Run with: deno task bench:micro

import { plain } from "../../src/dialect/plain.ts";
import type { Said } from "../../src/line.ts";
import { nameKey } from "../../src/name.ts";
import { sanitize } from "../../src/sanitize.ts";

const LINE = "so it is a quarter past nine and nobody has seen the coffee, ok?";
const HOSTILE =
  "\x1b[31mred\x1b[0m \x1b]0;title\x07 \u202egnp.exe\u2069 \x9b2J\u2028 and some words";
const INTRODUCERS = "\x1b]".repeat(32);

const said: Said = {
  kind: "said",
  id: "1",
  at: Date.UTC(2026, 0, 1, 14, 3),
  room: "#lobby",
  by: { id: "c1", name: "anna" },
  text: LINE,
};
const timed = plain.with({ time: true, color: false, bell: false });
const loud = plain.with({ time: true, color: true, bell: true });

Deno.bench("sanitize: a plain line", { group: "sanitize", baseline: true }, () => {
  sanitize(LINE);
});

Deno.bench("sanitize: escapes and overrides", { group: "sanitize" }, () => {
  sanitize(HOSTILE);
});

Deno.bench("sanitize: nothing but introducers", { group: "sanitize" }, () => {
  sanitize(INTRODUCERS);
});

Deno.bench("plain dialect: a line", { group: "render", baseline: true }, () => {
  plain.render(said);
});

Deno.bench("plain dialect: a line with time", { group: "render" }, () => {
  timed.render(said);
});

Deno.bench("plain dialect: time, colour, and a bell for one viewer", { group: "render" }, () => {
  loud.render(said, { name: "bob" });
});

Deno.bench("nameKey: ASCII", { group: "nameKey", baseline: true }, () => {
  nameKey("Richard_2");
});

Deno.bench("nameKey: Cyrillic", { group: "nameKey" }, () => {
  nameKey("Настасья");
});
