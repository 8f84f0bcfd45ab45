// The gallows, as many times as a guess was wrong. Pure drawing.

/** Wrong guesses until it is over. */
export const LIVES = 7;

/** From bottom to top of the story: what each wrong guess adds, as row, column and character. */
const PARTS: readonly (readonly [row: number, column: number, character: string])[] = [
  [1, 2, "|"],
  [2, 2, "O"],
  [3, 2, "|"],
  [3, 1, "/"],
  [3, 3, "\\"],
  [4, 1, "/"],
  [4, 3, "\\"],
];

const FRAME = ["  +---+", "      |", "      |", "      |", "      |", "========"];

export function gallows(misses: number): string[] {
  const rows = FRAME.map((row) => Array.from(row));
  for (const [row, column, character] of PARTS.slice(0, misses)) {
    (rows[row] ?? [])[column] = character;
  }
  return rows.map((row) => row.join("").padEnd(8));
}
