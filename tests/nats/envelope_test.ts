// What messages say, and that a node passes over what it does not know.

import { assertEquals } from "@std/assert";
import type { Fact } from "../../src/fact.ts";
import { linesIn, packJson, packKept, unpack } from "../../src/nats/envelope.ts";
import { said } from "../support/store_lines_contract.ts";

const encoder = new TextEncoder();

Deno.test("unpack() gives what was packed, whatever its characters", () => {
  const facts: Fact[] = [said(1, { text: 'née 🐙 "\\"\u200e\ud800' }), {
    kind: "cut",
    id: "1",
    text: "",
  }];
  const packed = packJson(facts.map((fact) => JSON.stringify(fact)));
  assertEquals(unpack(packed), { facts, kept: [] });
  assertEquals(unpack(packKept([said(2)])), { facts: [], kept: [said(2)] });
});

Deno.test("unpack() finds nothing in what is of another version, or not ours", () => {
  const nothing = { facts: [], kept: [] };
  const foreign = ['{"v":2,"facts":[{"kind":"said"}]}', '{"facts":[]}', "null", "hello", "", "[1]"];
  for (const text of foreign) assertEquals(unpack(encoder.encode(text)), nothing, text);
});

Deno.test("linesIn() gives lines that were said and those that were kept", () => {
  const away: Fact = { kind: "away", by: { id: "1", name: "anna" }, text: null };
  assertEquals(linesIn({ facts: [said(1), away, said(2)], kept: [said(0)] }), [
    said(1),
    said(2),
    said(0),
  ]);
});
