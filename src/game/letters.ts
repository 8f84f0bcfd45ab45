// Letters as hangman counts them: with an accent or without, and in any case, they are one. Pure.

/** Letters with a stroke or the like, which Unicode does not take apart. */
const BASES: Readonly<Record<string, string>> = {
  Ø: "O",
  Ł: "L",
  Đ: "D",
  Ħ: "H",
  Ŧ: "T",
  İ: "I",
};

const LETTER = /\p{L}\p{M}{0,3}/gu;
const WORD = /^(?:\p{L}\p{M}{0,3})+$/u;

/** The letters of a word, each with its marks, as capitals; null if anything else is in it. */
export function lettersOf(text: string): string[] | null {
  const composed = text.normalize("NFC");
  if (!WORD.test(composed)) return null;
  return (composed.match(LETTER) ?? []).map((letter) => letter.toUpperCase());
}

/** What a letter has in common with its accented forms. */
export function baseOf(letter: string): string {
  const base = letter.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
  return BASES[base] ?? base;
}
