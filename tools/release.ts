// `deno task release`: a binary for each target in dist/release/, and SHA256SUMS beside them. Where Deno's download site
// is out of reach, it makes what npm allows, and says what is missing. How one is compiled is compile/.

import { join, resolve } from "node:path";
import project from "../deno.json" with { type: "json" };
import { ENTRIES, ROOT, withSuffix } from "./compile.ts";
import { compileFromNpm, TARGET as NPM_TARGET } from "./compile/npm_route.ts";
import { compilePlain } from "./compile/plain.ts";
import { stage } from "./compile/stage.ts";

/** Those that Deno compiles for. */
export const TARGETS: readonly string[] = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
];

/** Makes the binary for `target` at `output`, or nothing; resolves to whether it could be done here. */
export type Make = (target: string, output: string) => Promise<boolean>;

export interface Release {
  /** Files' names. */
  readonly made: readonly string[];
  readonly missing: readonly string[];
}

/** Fills `folder`, which it empties first. Rejects if a compilation fails for another reason than the network. */
export async function release(folder: string, make: Make): Promise<Release> {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  const made: string[] = [];
  const missing: string[] = [];
  for (const target of TARGETS) {
    const name = withSuffix(`netchat-${project.version}-${target}`, target);
    if (await make(target, join(folder, name))) made.push(name);
    else missing.push(target);
  }
  await Deno.writeTextFile(join(folder, "SHA256SUMS"), await sums(folder, made));
  return { made, missing };
}

/** As sha256sum writes and checks them. */
async function sums(folder: string, names: readonly string[]): Promise<string> {
  const lines = names.map(async (name) => {
    const bytes = await Deno.readFile(join(folder, name));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return `${digest.toHex()}  ${name}\n`;
  });
  return (await Promise.all(lines)).join("");
}

class OutOfReach extends Error {}

/** The plain way until it turns out that the download site does not answer: to ask again takes long. */
function compiler(): Make {
  let reachable = true;
  return async (target, output) => {
    try {
      const how = await stage(output, async (path) => {
        const job = { root: ROOT, entries: ENTRIES, output: path, target };
        const plain = reachable ? await compilePlain(job) : undefined;
        reachable = plain !== undefined;
        if (!reachable && target !== NPM_TARGET) throw new OutOfReach();
        return plain ?? await compileFromNpm(job);
      });
      console.log(`compiled ${output} with ${how}`);
      return true;
    } catch (error) {
      if (error instanceof OutOfReach) return false;
      throw error;
    }
  };
}

/** What is missing and why, in a sentence; "" if nothing is. */
export function shortfall({ missing }: Release): string {
  if (missing.length === 0) return "";
  const why = "Deno's download site could not be reached, and npm's runtime is for another target";
  return `Not made: ${missing.join(", ")}. ${why}; run this again where the site can be reached`;
}

async function main(): Promise<number> {
  try {
    const released = await release(resolve("dist/release"), compiler());
    if (shortfall(released) !== "") console.error(shortfall(released));
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) main().then((code) => Deno.exit(code));
