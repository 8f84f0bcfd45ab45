// Why something cannot be done at a table: pure answers in a sentence, or null. Who has the right is asked
// elsewhere.

import { type Game, isRefusal } from "./game.ts";
import { MAX_SEATS } from "./limits.ts";
import { isSame, namesAt, type Player, players, seatOf, type Table, titleOf } from "./table.ts";

export function joinFault(table: Table, by: Player): string | null {
  const { game, late, max, number, phase, rival, seats } = table;
  const title = titleOf(table);
  if (seatOf(table, by) >= 0) return `You are in ${title} already`;
  if (phase === "open" && rival && !isSame(rival, by)) {
    return `${title} is for ${rival.name}: /play ${game} yourself`;
  }
  const watch = `/watch ${number} to see it`;
  if (hasLeft(table, by)) return `You left ${title}: ${watch}`;
  if (phase === "running" && !late) return `${title} has begun: ${watch}`;
  const full = players(table).length >= max || seats.length >= MAX_SEATS;
  return full ? `${title} is full: ${watch}` : null;
}

/** Nobody comes back to a game, knowing its secret or with a new seat's chances: not by logging in either. */
function hasLeft({ phase, seats }: Table, by: Player): boolean {
  const gone = seats.filter(({ left }) => left && phase === "running");
  return gone.some(({ person }) => isSame(person, by) || person.id === by.id);
}

export function watchFault(table: Table, by: Player): string | null {
  if (seatOf(table, by) >= 0) return `You play ${titleOf(table)} yourself: /board shows it`;
  if (table.watchers.includes(by.id)) return `You watch ${titleOf(table)} already: /board shows it`;
  return table.phase === "open" && table.rival ? `${titleOf(table)} has not begun` : null;
}

/** Who was asked to play may say no, which is leaving too. */
export function leaveFault(table: Table, by: Player): string | null {
  const isAt = isAsked(table, by) || seatOf(table, by) >= 0 || table.watchers.includes(by.id);
  return isAt ? null : `You are not in ${titleOf(table)}`;
}

/** Whether it is a move at all is the game's to say. */
export function moveFault(table: Table, by: Player): string | null {
  if (seatOf(table, by) < 0) {
    return `You do not play ${titleOf(table)}: /join-game ${table.number} to do so`;
  }
  return table.phase === "open" ? `${titleOf(table)} has not begun: it waits for players` : null;
}

/** What the game itself has against a move. A game that breaks here does so again when it moves, and ends then. */
export function moveRefusal(
  table: Table,
  game: Game,
  { seat, text }: { seat: number; text: string },
): string | null {
  try {
    const step = game.move(table.state, { seat, text, names: namesAt(table) });
    return isRefusal(step) ? step.refused : null;
  } catch {
    return null;
  }
}

/** Whether somebody was asked to play and has not answered. */
export function isAsked({ phase, rival }: Table, by: Player): boolean {
  return phase === "open" && rival !== null && isSame(rival, by);
}
