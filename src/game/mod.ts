// The table of games, in the order of /games. A new game is one file and one line here: docs/games.md shows
// how.

import type { Game } from "../game.ts";
import { connectFour } from "./connect_four.ts";
import { hangman } from "./hangman.ts";
import { numberGuess } from "./number_guess.ts";

export const games: readonly Game[] = [hangman, connectFour, numberGuess];
