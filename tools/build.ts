// `deno task build`: bundles the page (src/web/page) into dist/web/assets.ts, which the server embeds. Does
// nothing when that is newer than all it is made from. Nothing of it is in git.

import { bundlePage } from "./build/bundle.ts";
import { isFresh } from "./build/fresh.ts";

const ROOT = new URL("../", import.meta.url);

/** Folders count with all that is below them. */
const SOURCES = [
  "src/web/page",
  "src/protocol.ts",
  "deno.json",
  "deno.lock",
  "tools/build.ts",
  "tools/build",
];

const ASSETS = new URL("dist/web/assets.ts", ROOT);

async function main(): Promise<number> {
  try {
    if (isFresh(ASSETS, SOURCES.map((path) => new URL(path, ROOT)))) return 0;
    await bundlePage(ROOT, ASSETS);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main());
