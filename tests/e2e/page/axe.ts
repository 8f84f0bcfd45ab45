// axe, which finds what keeps people from using a page.

import axe from "axe-core";
import type { AxeResults } from "axe-core";
import type { Visit } from "./browser.ts";

/** What axe has to say about the page as it is, or about a part of it. */
export async function complaints(visit: Visit, part = "html"): Promise<string[]> {
  return named((await judge(visit, part)).violations);
}

/** The same in other colours, which change nothing else. */
export async function complaintsOfColours(visit: Visit, part = "html"): Promise<string[]> {
  return named((await judge(visit, part, COLOURS)).violations);
}

/** How many texts in a part of the page stand out from what is behind them, and which do not. */
export async function readable(
  visit: Visit,
  part: string,
): Promise<{ good: number; bad: string[] }> {
  const { passes, violations, incomplete } = await judge(visit, part, COLOURS);
  const nodes = (results: AxeResults["passes"]) => results.flatMap(({ nodes }) => nodes);
  const bad = nodes([...violations, ...incomplete]).map(({ html }) => html);
  return { good: nodes(passes).length, bad };
}

const COLOURS = { runOnly: ["color-contrast"] };

async function judge({ page }: Visit, part: string, options = {}): Promise<AxeResults> {
  if (!await page.evaluate("'axe' in globalThis")) await page.evaluate(axe.source);
  return await page.evaluate(`axe.run(${JSON.stringify(part)}, ${JSON.stringify(options)})`);
}

function named(violations: AxeResults["violations"]): string[] {
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
