// Runs a command to its end: its output when it went well, one Error with its own words when not.
// Nothing here knows what the commands are for.

export interface RunOptions {
  args: string[];
  cwd?: string | URL;
  env?: Record<string, string>;
}

export async function run(command: string, options: RunOptions): Promise<Uint8Array<ArrayBuffer>> {
  const env = { ...options.env, NO_COLOR: "1" };
  const { success, stdout, stderr } = await new Deno.Command(command, { ...options, env }).output();
  if (!success) throw new Error(withoutBacktrace(new TextDecoder().decode(stderr)));
  return stdout;
}

/** Deno's own words about a failure are good; the addresses below them help nobody. */
export function withoutBacktrace(words: string): string {
  return words.split(/^Stack backtrace:$/m, 1).join("").trim();
}
