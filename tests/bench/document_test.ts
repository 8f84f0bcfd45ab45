// What docs/performance.md and its chart show of fixed figures, and that the prose around them stays.

import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { barChart, escapeXml } from "../../bench/chart.ts";
import { chartOf, figuresOf, insertFigures } from "../../bench/document.ts";
import { readDoc } from "../support/docs.ts";
import { REPORT } from "./sample_report.ts";

Deno.test("figuresOf() tells date, machine and versions, and has a table for what was played", () => {
  const text = figuresOf(REPORT);
  assertMatch(text, /^Measured on 2026-11-23\.\n/);
  assertStringIncludes(text, "Some CPU, 2 cores, Linux 6.1; server on core 0, load on core 1");
  assertStringIncludes(text, "netchat 0.1.0 (source, Deno 2.9.6); Node 20.0.0");
  assertEquals(text.match(/^### /gm)?.length, 2);
  assertStringIncludes(text, "| C floor | 5,000,000 | 0.96 × |");
});

Deno.test("figuresOf() says when figures are rough, and when nothing was bound to a core", () => {
  const text = figuresOf({ ...REPORT, quick: true, pinned: false });
  assertStringIncludes(text, "A quick run");
  assertStringIncludes(text, "not bound to cores");
});

Deno.test("insertFigures() replaces what stood between the marks and nothing else", async () => {
  const document = await readDoc("docs/performance.md");
  const once = insertFigures(document, "FIRST");
  const twice = insertFigures(once, "SECOND $& $1");
  assertStringIncludes(twice, "\n\nSECOND $& $1\n\n");
  assert(!twice.includes("FIRST"));
  assertEquals(twice.replace("SECOND $& $1", "FIRST"), once);
  const prose = (text: string) => text.split(/<!-- figures.*?-->/s).filter((_, i) => i !== 1);
  assertEquals(prose(twice), prose(document));
});

Deno.test("insertFigures() refuses a document without a place for them", () => {
  assertThrows(() => insertFigures("# Performance\n", "figures"), Error, "Cannot find");
});

Deno.test("chartOf() draws those who delivered, the fastest first, to scale", () => {
  const svg = chartOf(REPORT);
  const names = [...svg.matchAll(/<text x="0" [^>]*>([^<]+)<\/text>/g)].map(([, name]) => name);
  assertEquals(names, ["C floor", "netchat", "Go", "Node"]);
  const lengths = [...svg.matchAll(/class="(own|bar)" [^>]*width="(\d+)"/g)];
  assertEquals(lengths.map(([, kind, length]) => [kind, Number(length)]), [
    ["bar", 500],
    ["own", 481],
    ["bar", 300],
    ["bar", 16],
  ]);
  assertStringIncludes(svg, ">4,810,000/s</text>");
});

Deno.test("barChart() lets no label end a tag or an attribute", () => {
  const evil = `<b a="1">&'`;
  const bars = [{ label: evil, value: 1, text: evil, own: false }];
  const svg = barChart([{ title: evil, bars }], evil);
  assertEquals(svg.split(escapeXml(evil)).length - 1, 4);
  assert(!svg.includes("<b") && !svg.includes(evil));
  assertEquals(escapeXml(evil), "&#60;b a=&#34;1&#34;&#62;&#38;&#39;");
});

Deno.test("barChart() draws nothing for nobody", () => {
  assertMatch(barChart([], "nothing"), /^<svg [^>]*>\s*<style>[^]*<\/style>\s*<\/svg>\n$/);
});
