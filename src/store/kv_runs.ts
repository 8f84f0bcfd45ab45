// What fits one operation of Deno KV: so many entries, so many bytes of keys, so many of all; and where
// keys end. Pure.

/** Sorts after every text: the end of all keys that go on with any word. */
export const AFTER_TEXT = true;

/** Entries written or read at a time. */
export const KV_BATCH = 500;

/** Bytes of keys, and of values, in one operation: below Deno's 80 and 800 KiB, as sizes are estimates. */
const KEY_BYTES = 75_000;
const VALUE_BYTES = 600_000;

/** The share of one operation that an entry takes up, by what it has most of. */
export function shareOf(key: Deno.KvKey, valueBytes = 0): number {
  return Math.max(1 / KV_BATCH, keyBytes(key) / KEY_BYTES, valueBytes / VALUE_BYTES);
}

/** `items` in their order, cut so that each run's shares come to at most one. */
export function* inRuns<T>(items: readonly T[], share: (item: T) => number): Generator<T[]> {
  let run: T[] = [];
  let total = 0;
  for (const item of items) {
    const size = share(item);
    if (run.length > 0 && total + size > 1) {
      yield run;
      [run, total] = [[], 0];
    }
    run.push(item);
    total += size;
  }
  if (run.length > 0) yield run;
}

/** At most: a UTF-16 unit becomes three bytes, and each part is framed by two. */
function keyBytes(key: Deno.KvKey): number {
  return key.reduce<number>((sum, part) => sum + 2 + 3 * String(part).length, 0);
}
