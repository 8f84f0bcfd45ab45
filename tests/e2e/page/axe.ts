// axe, which finds what keeps people from using a page.

import axe from "axe-core";
import type { AxeResults } from "axe-core";
import type { Visit } from "./browser.ts";

/** What axe has to say about the page as it is, or about a part of it. */
export async function complaints({ page }: Visit, part = "html"): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(`axe.run(${JSON.stringify(part)})`) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** How many texts in a part of the page stand out from what is behind them, and which do not. */
export async function readable(
  { page }: Visit,
  part: string,
): Promise<{ good: number; bad: string[] }> {
  await page.evaluate(axe.source);
  const run = `axe.run(${JSON.stringify(part)}, { runOnly: ["color-contrast"] })`;
  const { passes, violations, incomplete } = await page.evaluate(run) as AxeResults;
  const nodes = (results: AxeResults["passes"]) => results.flatMap(({ nodes }) => nodes);
  const bad = nodes([...violations, ...incomplete]).map(({ html }) => html);
  return { good: nodes(passes).length, bad };
}
