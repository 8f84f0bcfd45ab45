// Games beside the talk: first the lobby talks, while the players of many rooms look on; then they play
// connect four, two in each room, by moves that may be legal. The talk may not come later than before.

import type { Figures, Job } from "../figures.ts";
import type { Client } from "./client.ts";
import { Crowd } from "./crowd.ts";
import { Ledger } from "./ledger.ts";
import { type Pace, paceOf } from "./pace.ts";
import { countsOf, latencies, Stretch } from "./results.ts";
import { awaitStragglers, SETTLE_MS } from "./talk.ts";
import { LOBBY } from "./wire.ts";

/** How often in a second both players of a room try to move: each moves about as often as a quick person. */
const TRIES = 0.5;
const COLUMNS = 7;

export function games(job: Job): Figures {
  const { clients, games, speakers, seconds, warmup } = sizesOf(job);
  const isPlayer = (id: number) => id >= clients - 2 * games;
  const hears = (a: number, b: number) => a !== b && !isPlayer(a) && !isPlayer(b);
  const ledger = new Ledger({ receivers: clients, speakers, hears });
  const tables = new Map<string, GameTable>();
  const crowd = new Crowd(job, {
    ledgerOf: () => ledger,
    roomOf: (id) => isPlayer(id) ? `#g${id % games}` : LOBBY,
    plays: isPlayer,
    onPlayerLine: ({ room, id }, line) => tables.get(room)?.hear(id, line),
    sample: 1,
  });
  for (const first of crowd.clients.filter(({ id }) => isPlayer(id)).slice(0, games)) {
    const second = crowd.clients[first.id + games] as Client;
    tables.set(first.room, new GameTable(crowd, [first, second]));
  }
  crowd.gather(job.connectsAtOnce);
  crowd.for(SETTLE_MS);

  const pace = paceOf(job.scenario, crowd);
  crowd.for(warmup * 1000, pace);
  crowd.intake.resetLatency(crowd.us);
  crowd.for(seconds * 1000, pace);
  const { p99Ms: p99BeforeMs } = latencies(crowd);

  const play = movesOf([...tables.values()]);
  for (const table of tables.values()) table.begin();
  const both = () => {
    pace();
    play();
  };
  crowd.for(warmup * 1000, both);
  crowd.intake.resetLatency(crowd.us);
  const before = movesIn(tables);
  const stretch = new Stretch(job.pid, ledger);
  crowd.for(seconds * 1000, both);
  const counted = stretch.end();
  const moves = movesIn(tables) - before;
  awaitStragglers(crowd, ledger);
  return {
    ...countsOf([ledger], crowd.shutOut.length),
    ...counted,
    ...latencies(crowd),
    ...(p99BeforeMs !== undefined && { p99BeforeMs }),
    movesPerSecond: moves / seconds,
    games: [...tables.values()].filter(({ goesOn }) => goesOn).length,
  };
}

function sizesOf({ scenario }: Job) {
  return { ...scenario, games: (scenario.special ?? 0) / 2 };
}

/** Two players of a room, who begin again when it is over. */
class GameTable {
  readonly #crowd: Crowd;
  readonly #players: readonly [Client, Client];
  goesOn = false;
  /** Moves that were made, as the first player saw them. */
  moves = 0;

  constructor(crowd: Crowd, players: readonly [Client, Client]) {
    this.#crowd = crowd;
    this.#players = players;
  }

  begin(): void {
    this.#crowd.type(this.#players[0], "/play connect-four");
  }

  /** Each player tries a column: it is refused, as people are, if it is not their turn. */
  move(column: number): void {
    if (!this.goesOn) return;
    for (const player of this.#players) this.#crowd.type(player, `!${column}`);
  }

  /** What the server told one of them. */
  hear(id: number, line: string): void {
    const isFirst = id === this.#players[0].id;
    if (isFirst) return this.#hearAsFirst(line);
    if (/plays connect-four/.test(line)) this.#crowd.type(this.#players[1], "/join-game");
  }

  #hearAsFirst(line: string): void {
    if (/^\*1 connect-four \(1\) begins: /.test(line)) this.goesOn = true;
    else if (/^\*1 .* dropped /.test(line)) this.moves++;
    else if (/^\* connect-four \(1\) is over/.test(line)) {
      this.goesOn = false;
      this.begin();
    }
  }
}

function movesIn(tables: ReadonlyMap<string, GameTable>): number {
  return [...tables.values()].reduce((sum, { moves }) => sum + moves, 0);
}

/** Every table in turn, so often a second. */
function movesOf(tables: readonly GameTable[]): Pace {
  let start: number | undefined;
  let made = 0;
  return () => {
    const now = performance.now();
    start ??= now;
    for (; made < (now - start) / 1000 * TRIES * tables.length; made++) {
      tables[made % tables.length]?.move(1 + made % COLUMNS);
    }
  };
}
