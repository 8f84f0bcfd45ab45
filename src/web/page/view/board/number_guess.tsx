// The number race: where the number can still be, and what was guessed.

import type { BoardProps } from "./board.ts";
import { MoveForm } from "./move_form.tsx";

export interface NumberGuessView {
  readonly low: number;
  readonly high: number;
  /** The latest last. */
  readonly guesses: readonly { readonly seat: number; readonly number: number }[];
  readonly number: number | null;
}

const SHOWN = 5;

export function NumberGuess({ view, isOnTurn, names, onMove }: BoardProps<NumberGuessView>) {
  const { low, high, guesses, number } = view;
  return (
    <div class="guess">
      <p class="range">
        {number === null
          ? (
            <>
              Between <b>{low}</b> and <b>{high}</b>
            </>
          )
          : (
            <>
              It is <b>{number}</b>
            </>
          )}
      </p>
      <ul>
        {guesses.slice(-SHOWN).map(({ seat, number }, i) => <li key={i}>{names[seat]}: {number}
        </li>)}
      </ul>
      {isOnTurn && <MoveForm label="Your guess" onMove={onMove} isNumber />}
    </div>
  );
}
