// "Did you mean …?" Pure; a thin guard around @std/text so that only near words are offered.

import { levenshteinDistance } from "@std/text/levenshtein-distance";

/** Candidates that are looked at; comparing with thousands would stall a turn. */
const MAX_CANDIDATES = 500;

/** The candidate most like `word`, or undefined if none is within `reach` edits. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = reach(wanted.length) + 1;
  let looked = 0;
  for (const candidate of candidates) {
    if (++looked > MAX_CANDIDATES) break;
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = levenshteinDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Edits that still look like a slip of the hand in a word of that length. */
function reach(length: number): number {
  return length < 4 ? 1 : length < 8 ? 2 : 3;
}
