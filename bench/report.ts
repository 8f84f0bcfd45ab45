// Puts figures into the documents: deno run -A bench/report.ts figures.json
// Writes the generated part of docs/performance.md, and docs/performance.svg. The prose stays as it is.

import { chartOf, figuresOf, insertFigures } from "./document.ts";
import type { Report } from "./figures.ts";
import { pathOf } from "./tool.ts";

const DOCUMENT = pathOf("../docs/performance.md");
const CHART = pathOf("../docs/performance.svg");

/** Runs the program and resolves to its exit code. */
async function main([file, ...others]: readonly string[]): Promise<number> {
  if (file === undefined || file.startsWith("-") || others.length > 0) {
    console.error("Usage: deno run -A bench/report.ts FIGURES.json");
    return 2;
  }
  const report = JSON.parse(await Deno.readTextFile(file)) as Report;
  const document = await Deno.readTextFile(DOCUMENT);
  await Deno.writeTextFile(DOCUMENT, insertFigures(document, figuresOf(report)));
  await Deno.writeTextFile(CHART, chartOf(report));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", DOCUMENT, CHART] }).output();
  return 0;
}

Deno.exit(await main(Deno.args));
