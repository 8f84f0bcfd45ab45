// `deno task compile`: makes ./netchat, one binary that may use the network and nothing else.
// What lives here: the flags, the list of entries, and which of two ways is taken. How a way works
// belongs in compile/: plain.ts (Deno's own) and npm_route.ts (without Deno's download site).

import { parseArgs } from "@std/cli/parse-args";
import { resolve } from "node:path";
import type { Job } from "./compile/job.ts";
import { compileFromNpm } from "./compile/npm_route.ts";
import { compilePlain } from "./compile/plain.ts";
import { stage } from "./compile/stage.ts";

/**
 * The module that runs, then the modules that only a Worker opens. A module beside main.ts has to name
 * those, as in `new URL("./worker.ts", import.meta.url)`: bundled, every module has main's URL.
 */
export const ENTRIES: Job["entries"] = ["main.ts", "worker.ts"];

export const ROOT = new URL("../", import.meta.url);

const USAGE = "usage is deno task compile [--target T] [--output ./netchat]";

export class UsageError extends Error {}

export interface Flags {
  output: string;
  target: string | undefined;
}

export function parseFlags(args: readonly string[]): Flags {
  const { _: rest, ...given } = parseArgs(args, { string: ["output", "target"], unknown: refuse });
  rest.forEach((arg) => refuse(String(arg)));
  const empty = Object.keys(given).find((name) => given[name] === "");
  if (empty !== undefined) throw new UsageError(`Flag "--${empty}" needs a value; ${USAGE}`);
  const { output = "./netchat", target } = given as Partial<Flags>;
  return { output, target };
}

function refuse(arg: string): never {
  throw new UsageError(`Unknown argument "${arg}"; ${USAGE}`);
}

async function compile({ output, target }: Flags): Promise<string> {
  const binary = withSuffix(output, target);
  const way = await stage(resolve(binary), async (path) => {
    const job: Job = { root: ROOT, entries: ENTRIES, output: path, target };
    return await compilePlain(job) ?? await compileFromNpm(job);
  });
  const megabytes = Math.round((await Deno.stat(binary)).size / 1e6);
  return `compiled ${binary} (${megabytes} MB) with ${way}`;
}

/** Deno would append the suffix by itself; doing it first means knowing the file's name. */
export function withSuffix(output: string, target = Deno.build.target): string {
  return target.includes("windows") && !output.endsWith(".exe") ? `${output}.exe` : output;
}

async function main(args: readonly string[]): Promise<number> {
  try {
    console.log(await compile(parseFlags(args)));
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

if (import.meta.main) main(Deno.args).then((code) => Deno.exit(code));
