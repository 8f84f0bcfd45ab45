// A table as tests need it: two guests at a game that runs, and whatever is to be otherwise.

import type { Table } from "../../src/table.ts";

export function sampleTable(changes: Partial<Table> = {}): Table {
  const seat = (n: number) => ({
    person: { id: `c${n}`, name: `guest${n}` },
    mark: `c${n} 1`,
    away: null,
    left: false,
  });
  return {
    number: 1,
    room: "#tea",
    game: "coin",
    mode: "",
    seats: [seat(1), seat(2)],
    watchers: ["c3"],
    phase: "running",
    rival: null,
    min: 2,
    max: 3,
    late: true,
    timeMs: 10_000,
    secret: "",
    seed: 1,
    state: { turn: 0 },
    due: 10_000,
    ...changes,
  };
}
