// Declares a test for each build of netchat: run from source, and compiled. Where the binary or a program
// is missing the test is ignored and its name says why; with CI=true in the environment it fails instead.

import {
  BINARY,
  type Build,
  BUILDS,
  ROOT,
  ServerProcess,
  type StartOptions,
  toPath,
} from "../support/server_process.ts";

export interface Scenario {
  readonly name: string;
  /** Programs that must be installed. */
  readonly needs?: readonly string[];
  /** Where it makes sense; all builds if not given. */
  readonly builds?: readonly Build[];
}

/** Declares `run` as a test of each build; its name is a sentence. */
export function scenario(
  scenario: string | Scenario,
  run: (build: Build) => Promise<void>,
): void {
  const { name, needs = [], builds = BUILDS }: Scenario = typeof scenario === "string"
    ? { name: scenario }
    : scenario;
  for (const build of builds) {
    const missing = missingPrograms(needs) ?? missingBuild(build);
    declare(`${name} (${build})`, missing, () => run(build));
  }
}

/** Declares `run` as a test that no build is needed for. */
export function withPrograms({ name, needs = [] }: Scenario, run: () => Promise<void>): void {
  declare(name, missingPrograms(needs), run);
}

function declare(name: string, missing: string | null, run: () => Promise<void>): void {
  if (missing === null) Deno.test(name, run);
  else if (Deno.env.get("CI") !== "true") Deno.test.ignore(`${name}, ignored: ${missing}`, run);
  else Deno.test(name, () => Promise.reject(new Error(missing)));
}

/** A server of each build that the tests of a file share: started when first asked for, ended after the last. */
export function shared(
  flags: readonly string[],
  options?: StartOptions,
): (build: Build) => Promise<ServerProcess> {
  const servers = new Map<Build, Promise<ServerProcess>>();
  Deno.test.afterAll(async () => {
    for (const server of servers.values()) await (await server)[Symbol.asyncDispose]();
  });
  return (build) => {
    const server = servers.get(build) ?? ServerProcess.start(build, flags, options);
    servers.set(build, server);
    return server;
  };
}

/** The builds that can be started here. */
export function usableBuilds(): Build[] {
  return BUILDS.filter((build) => missingBuild(build) === null);
}

function missingPrograms(programs: readonly string[]): string | null {
  const absent = programs.filter((program) => !isInstalled(program));
  return absent.length > 0 ? `${absent.join(" and ")} not installed` : null;
}

function isInstalled(program: string): boolean {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return folders.some((folder) => fileTime(`${folder}/${program}`) !== null);
}

/** A binary older than the source would test yesterday's code. */
function missingBuild(build: Build): string | null {
  if (build === "source") return null;
  const made = fileTime(toPath(BINARY));
  if (made === null) return "no ./netchat, `deno task compile` makes it";
  const newest = Math.max(...frontTimes(), ...sourceTimes(new URL("src/", ROOT)));
  return made < newest ? "./netchat is older than its source, `deno task compile` renews it" : null;
}

function* frontTimes(): Generator<number> {
  for (const { name } of Deno.readDirSync(ROOT)) {
    if (name.endsWith(".ts")) yield fileTime(toPath(new URL(name, ROOT))) ?? 0;
  }
}

function* sourceTimes(folder: URL): Generator<number> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* sourceTimes(new URL(`${name}/`, folder));
    else yield fileTime(toPath(new URL(name, folder))) ?? 0;
  }
}

/** When a file was last changed, in milliseconds since 1970; null where there is none. */
function fileTime(path: string): number | null {
  try {
    const { isFile, mtime } = Deno.statSync(path);
    return isFile ? mtime?.getTime() ?? 0 : null;
  } catch {
    return null;
  }
}
