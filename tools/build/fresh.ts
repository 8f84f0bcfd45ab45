// Whether something that was made is newer than all it was made from, by the times of files and folders:
// a folder's own time tells of files that were added or taken away.

/** `sources` may be folders; one that is missing counts as changed. */
export function isFresh(made: URL, sources: readonly URL[]): boolean {
  const then = timeOf(made);
  return then !== null && sources.every((source) => newest(source) < then);
}

function newest(path: URL): number {
  const own = timeOf(path) ?? Infinity;
  if (own === Infinity || !Deno.statSync(path).isDirectory) return own;
  const below = [...Deno.readDirSync(path)].map(({ name }) => newest(new URL(`${path}/${name}`)));
  return Math.max(own, ...below);
}

/** In milliseconds since 1970; null where there is nothing. */
function timeOf(path: URL): number | null {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
