// Which board a game has: one line for each. A game without one is told in words, and moves are typed.

import type { FunctionComponent } from "preact";
import type { BoardProps } from "./board.ts";
import { ConnectFour } from "./connect_four.tsx";
import { Hangman } from "./hangman.tsx";
import { MoveForm } from "./move_form.tsx";
import { NumberGuess } from "./number_guess.tsx";

/** By the game's name. Each takes the view that the server makes for it. */
const BOARDS: Readonly<Record<string, unknown>> = {
  "connect-four": ConnectFour,
  "hangman": Hangman,
  "number-guess": NumberGuess,
};

export function boardOf(game: string): FunctionComponent<BoardProps<unknown>> {
  const board = Object.hasOwn(BOARDS, game) ? BOARDS[game] : Plain;
  return board as FunctionComponent<BoardProps<unknown>>;
}

function Plain({ isOnTurn, onMove }: BoardProps<unknown>) {
  return isOnTurn ? <MoveForm label="Your move" onMove={onMove} /> : null;
}
