// Small errands that every part of the benchmark runs: a program's output, its version, a free port.

const decoder = new TextDecoder();

/** What a program prints, errors included; null if it is not there or fails. */
export async function outputOf(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string | null> {
  try {
    const command = new Deno.Command(program, { args: [...args], env: { ...env } });
    const { success, stdout, stderr } = await command.output();
    return success ? decoder.decode(stdout) + decoder.decode(stderr) : null;
  } catch {
    return null; // not installed
  }
}

/** The first number with dots in what a program says of its version; null if the program is not there. */
export async function versionOf(program: string, flag = "--version"): Promise<string | null> {
  const output = await outputOf(program, [flag]);
  return output === null ? null : /\d+(\.\d+)+/.exec(output)?.[0] ?? "unknown";
}

/** A port of 127.0.0.1 that nobody listens on. */
export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The path of one of the benchmark's files. */
export function pathOf(relative: string): string {
  return decodeURIComponent(new URL(relative, import.meta.url).pathname);
}
