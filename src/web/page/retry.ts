// How long to wait before the next try to connect: longer each time, and for each client another while, so
// that a server that comes back does not meet all of them at once. Pure.

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** `random` from 0 to 1. The first try comes almost at once. */
export function waitBefore(tries: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries, 10));
  return Math.round(longest * (0.5 + random / 2));
}
