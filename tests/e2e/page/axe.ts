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
