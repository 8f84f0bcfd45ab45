// Words for hangman, from the list that wallets use to spell keys: 2,048 common English words, no two of
// them alike. Sorted into levels by how many wrong guesses they take.

import { wordlist } from "@scure/bip39/wordlists/english";

/** Letters of English texts, the most frequent first. */
const FREQUENT = "etaoinshrdlcumwfgypbvkjxqz";
/** Wrong guesses that easy and normal words take at most. */
const EASY = 9;
const NORMAL = 14;

export type Level = "easy" | "normal" | "hard";

export const LEVELS = ["easy", "normal", "hard"] as const satisfies readonly Level[];

let sorted: Readonly<Record<Level, readonly string[]>> | undefined;

/** Sorted when first asked for: no start waits for it. */
export function wordsOf(level: Level): readonly string[] {
  return (sorted ??= byLevel())[level];
}

/** Wrong guesses of somebody who tries all letters, the most frequent first, until the word is complete. */
export function wrongGuesses(word: string): number {
  const letters = new Set(word);
  const last = Math.max(...[...letters].map((letter) => FREQUENT.indexOf(letter)));
  return last + 1 - letters.size;
}

function byLevel(): Record<Level, string[]> {
  const words: Record<Level, string[]> = { easy: [], normal: [], hard: [] };
  for (const word of wordlist) words[levelOf(word)].push(word);
  return words;
}

function levelOf(word: string): Level {
  const wrong = wrongGuesses(word);
  return wrong <= EASY ? "easy" : wrong <= NORMAL ? "normal" : "hard";
}
