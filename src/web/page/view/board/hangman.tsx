// Hangman: the gallows, the word, and a button for each letter. A key does the same while the board has the
// focus.

import { MoveForm } from "./move_form.tsx";
import type { BoardProps } from "./board.ts";

export interface HangmanView {
  /** null where not found. */
  readonly letters: readonly (string | null)[];
  /** Letters and words. */
  readonly wrong: readonly string[];
  readonly misses: number;
  readonly lives: number;
  readonly word: string | null;
}

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** What hangs, in the order in which it comes. */
const PARTS = [
  "M62 12v12",
  "M62 24a8 8 0 1 0 .01 0Z",
  "M62 40v24",
  "M62 46 50 56",
  "M62 46 74 56",
  "M62 64 52 80",
  "M62 64 72 80",
];

export function Hangman({ view, isOnTurn, onMove }: BoardProps<HangmanView>) {
  const { letters, wrong, misses, lives, word } = view;
  const tried = new Set([...wrong, ...letters.map((letter) => baseOf(letter ?? ""))]);
  function onKeyDown({ key, target, ctrlKey, altKey, metaKey }: KeyboardEvent): void {
    const isTyping = target instanceof HTMLInputElement;
    if (isTyping || ctrlKey || altKey || metaKey || !isOnTurn) return;
    const letter = key.toUpperCase();
    if (LETTERS.includes(letter) && !tried.has(letter)) onMove(letter);
  }
  return (
    <div class="hangman" onKeyDown={onKeyDown}>
      <svg viewBox="0 0 96 96" role="img" aria-label={`${misses} of ${lives} wrong guesses`}>
        <path class="frame" d="M8 90h56M20 90V12h42" />
        {PARTS.slice(0, Math.round(misses * PARTS.length / lives)).map((part) => (
          <path key={part} d={part} />
        ))}
      </svg>
      <div>
        <div
          class="word"
          role="img"
          aria-label={`The word: ${letters.map((letter) => letter ?? "blank").join(" ")}`}
        >
          {letters.map((letter, i) => <span key={i} aria-hidden="true">{letter ?? ""}</span>)}
        </div>
        {word !== null && letters.includes(null) && <p class="known">The word is {word}</p>}
        {wrong.length > 0 && <p class="known">Wrong: {wrong.join(" ")}</p>}
        {isOnTurn && (
          <>
            <div class="letters" role="group" aria-label="Letters">
              {LETTERS.map((letter) => (
                <button
                  key={letter}
                  type="button"
                  disabled={tried.has(letter)}
                  onClick={() => onMove(letter)}
                >
                  {letter}
                </button>
              ))}
            </div>
            <MoveForm label="The whole word" onMove={onMove} />
          </>
        )}
      </div>
    </div>
  );
}

/** Without accents, as guesses count. */
function baseOf(letter: string): string {
  return letter.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
}
