// What both ways of compiling share: the job, and the arguments that make the binary what it is.
// Nothing here runs a command, so that the two ways cannot grant different permissions.

export interface Job {
  /** The project's folder; entries are relative to it. */
  root: URL;
  /** The main module, then the modules that only a Worker opens. */
  entries: readonly [string, ...string[]];
  /** The binary's absolute path. */
  output: string;
  /** What `--target` asked for, if anything. */
  target: string | undefined;
}

/** The permissions that the binary is born with; it cannot ask for more. */
const PERMISSIONS = ["--allow-net", "--no-prompt"];

/**
 * Lets workers share a port, and opens Deno KV; flags, because a bundle leaves deno.json's "unstable"
 * behind.
 */
const FEATURES = ["--unstable-net", "--unstable-kv"];

/**
 * A small young generation: less memory for each idle connection. 4 MB would save another 0.8 KiB each, but
 * where everybody talks it is collected too often. An old one that is not collected before it has 64 MB: a sixth
 * more connects a second. The start task has the same.
 */
const TUNING = ["--v8-flags=--max-semi-space-size=8,--initial-old-space-size=64"];

/** The arguments of `deno compile`, after any `flags` of the caller's own. */
export function compileArgs(job: Pick<Job, "entries" | "output">, flags: string[] = []): string[] {
  const [main, ...workers] = job.entries;
  const includes = workers.flatMap((worker) => ["--include", worker]);
  return [
    "compile",
    ...flags,
    ...PERMISSIONS,
    ...FEATURES,
    ...TUNING,
    ...includes,
    "--output",
    job.output,
    main,
  ];
}
