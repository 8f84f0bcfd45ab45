// axe, which finds what keeps people from using a page.

import axe from "axe-core";
import type { AxeResults } from "axe-core";
import type { Visit } from "./browser.ts";

/** What axe has to say about the page as it is. */
export async function complaints({ page }: Visit): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate("axe.run()") as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
