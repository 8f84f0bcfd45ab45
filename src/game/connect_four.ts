// Connect four: two drop pieces into seven columns; four in a line win.

import { type Game, type Names, refuse, type Step } from "../game.ts";

const COLUMNS = 7;
const ROWS = 6;
const LINE = 4;
const MARKS = ["X", "O"] as const;
/** Turns in a row that somebody may let go by. */
const MISSES = 2;
/** Steps to the next cell of a line: right, up, and both ways across. */
const DIRECTIONS = [[1, 0], [0, 1], [1, 1], [1, -1]] as const;

interface State {
  /** Column by column, each from below: who has a piece there. */
  readonly columns: readonly (readonly number[])[];
  readonly turn: number;
  /** Turns in a row that each let go by. */
  readonly missed: readonly number[];
  /** Column and row, from 0, of the piece that came last. */
  readonly last: readonly [number, number] | null;
  /** The cells of the line that has won. */
  readonly line: readonly (readonly [number, number])[];
  readonly over: boolean;
}

export const connectFour: Game<State> = {
  name: "connect-four",
  summary: "two drop pieces into seven columns; four in a line win",
  hint: "!1 to !7 drops a piece",
  rules:
    "Type !1 to !7 to drop a piece into that column. Four of yours in a line win: across, up, or " +
    "slanting. Who lets two turns in a row go by has lost.",

  plan(options) {
    if (options !== "") return refuse(`connect-four has no options, such as "${options}"`);
    return { mode: "", seats: { min: 2, max: 2 }, late: false, timeMs: 60_000 };
  },

  start({ names, seed }) {
    const turn = seed & 1;
    const columns = Array.from({ length: COLUMNS }, () => []);
    const state: State = { columns, turn, missed: [0, 0], last: null, line: [], over: false };
    return { state, show: [next(state, names)] };
  },

  move(state, { seat, names, text }) {
    if (seat !== state.turn) return refuse(`It is ${names[state.turn]}'s turn: wait for yours`);
    const column = /^[1-7]$/.test(text) ? Number(text) - 1 : -1;
    const pieces = state.columns[column];
    if (!pieces) return refuse(`"${text}" is no column: type !1 to !${COLUMNS}`);
    if (pieces.length === ROWS) return refuse(`Column ${text} is full: choose another`);
    return drop(state, { seat, names, column });
  },

  leave(state, { seat, names }) {
    const winner = 1 - seat;
    return wins(state, { winner, text: `${names[winner]} wins, as ${names[seat]} left` });
  },

  timeout(state, { names }) {
    const seat = state.turn;
    const missed = state.missed.map((count, i) => i === seat ? count + 1 : count);
    const after = { ...state, missed, turn: 1 - seat };
    if ((missed[seat] ?? 0) < MISSES) {
      return { state: after, show: [`${names[seat]} let the turn go by. ${next(after, names)}`] };
    }
    const text = `${names[1 - seat]} wins, as ${names[seat]} let ${MISSES} turns go by`;
    return wins(after, { winner: 1 - seat, text });
  },

  turn: ({ turn, over }) => over ? [] : [turn],

  view: ({ columns, last, line, turn, over }) => ({
    rows: ROWS,
    columns,
    last,
    line,
    turn: over ? null : turn,
  }),

  board({ columns }) {
    const lines: string[] = [];
    for (let row = ROWS - 1; row >= 0; row--) {
      let line = "|";
      for (const pieces of columns) line += ` ${MARKS[pieces[row] ?? -1] ?? "."}`;
      lines.push(`${line} |`);
    }
    return [...lines, "  1 2 3 4 5 6 7"];
  },
};

function drop(
  state: State,
  { seat, names, column }: { seat: number; names: Names; column: number },
): Step<State> {
  const columns = state.columns.map((pieces, i) => i === column ? [...pieces, seat] : pieces);
  const last = [column, (columns[column]?.length ?? 0) - 1] as const;
  const missed = state.missed.map((count, i) => i === seat ? 0 : count);
  const line = lineThrough(columns, last);
  const after = { columns, last, missed, line, turn: 1 - seat, over: false };
  const did = `${names[seat]} dropped ${MARKS[seat]} into ${column + 1}`;
  if (line.length > 0) {
    return wins(after, { winner: seat, text: `${names[seat]} beats ${names[1 - seat]}`, did });
  }
  if (columns.some(({ length }) => length < ROWS)) {
    return { state: after, show: [`${did}. ${next(after, names)}`] };
  }
  const text = "nobody wins: the board is full";
  return { state: { ...after, over: true }, show: [did], over: { text, winners: [] } };
}

/** Points are the cells left free: who is quicker is better. */
function wins(
  state: State,
  { winner, text, did }: { winner: number; text: string; did?: string },
): Step<State> {
  const free = state.columns.reduce((sum, { length }) => sum + ROWS - length, 0);
  return {
    state: { ...state, over: true },
    show: did === undefined ? [] : [did],
    over: { text, winners: [winner], points: { [winner]: free } },
  };
}

/** The line of at least four that goes through a cell, as cells; none if there is no such line. */
function lineThrough(
  columns: State["columns"],
  [column, row]: readonly [number, number],
): State["line"] {
  for (const [right, up] of DIRECTIONS) {
    const after = reach(columns, { column, row, right, up });
    const before = reach(columns, { column, row, right: -right, up: -up });
    if (before + 1 + after < LINE) continue;
    return Array.from({ length: before + 1 + after }, (_, i) => {
      const step = i - before;
      return [column + step * right, row + step * up] as const;
    });
  }
  return [];
}

/** How many more pieces of the same player follow from a cell in one direction. */
function reach(
  columns: State["columns"],
  { column, row, right, up }: { column: number; row: number; right: number; up: number },
): number {
  const owner = columns[column]?.[row];
  let steps = 0;
  while (columns[column + (steps + 1) * right]?.[row + (steps + 1) * up] === owner) steps++;
  return steps;
}

function next({ turn }: State, names: Names): string {
  return `${names[turn]} is on turn with ${MARKS[turn]}`;
}
