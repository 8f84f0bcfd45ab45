// Makes a file in a folder of its own and moves it into place once it is whole. Deno removes the old
// binary before it has a new one, and leaves an unfinished file behind when it is stopped.
// Nothing here knows how a binary is made.

import { basename, dirname, join } from "node:path";

/** Calls `make` with the path to write to; what it returns is returned once the file is in place. */
export async function stage<T>(output: string, make: (path: string) => Promise<T>): Promise<T> {
  await refuseToReplace(output);
  await Deno.mkdir(dirname(output), { recursive: true });
  // Beside the output, as a file can only be renamed within one file system.
  const folder = await Deno.makeTempDir({ dir: dirname(output), prefix: "netchat-" });
  try {
    const path = join(folder, basename(output));
    const made = await make(path);
    await Deno.rename(path, output);
    return made;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A slip such as `--output main.ts` must not cost the source. */
async function refuseToReplace(output: string): Promise<void> {
  const old = await Deno.stat(output).catch(() => undefined);
  if (old === undefined || old.mode === null || (old.isFile && old.mode & 0o111)) return;
  throw new Error(`Cannot write "${output}": it exists and is no program; give another --output`);
}
