// The course of one table, from the first player to the result: the game's steps, and what is new after
// each. Checks nothing; that was table_faults.ts, before. A game that breaks ends, and nothing else does.

import { type Game, isRefusal, type Outcome, type Step } from "./game.ts";
import { SEAT_MS } from "./limits.ts";
import type { Log } from "./log.ts";
import { namesAt, players, type Seat, type Table, titleOf } from "./table.ts";
import type { Result, TableNews } from "./table_news.ts";

export interface CourseParts {
  readonly game: Game;
  readonly log: Log;
  /** Milliseconds since 1970, by the fact that is the cause. */
  readonly at: number;
}

interface Ending {
  /** Whether those at the table know already. */
  readonly told?: boolean;
  /** Whether it is a result like others. */
  readonly counts?: boolean;
}

const MINUTE = 60_000;

export class TableCourse {
  readonly #table: Table;
  readonly #parts: CourseParts;

  constructor(table: Table, parts: CourseParts) {
    this.#table = table;
    this.#parts = parts;
  }

  /** Begins, if there are enough. */
  begin(): TableNews[] {
    const table = this.#table;
    if (players(table).length < table.min) return [];
    const { mode, secret, seats: { length: seats }, seed } = table;
    table.phase = "running";
    table.secret = ""; // it is in the game's state from now on
    const setup = { mode, secret, seats, seed, names: namesAt(table) };
    const { game } = this.#parts;
    return this.#step(() => game.start(setup), [`${titleOf(table)} begins: ${game.hint}`]);
  }

  join(seat: Seat): TableNews[] {
    const table = this.#table;
    table.seats.push(seat);
    if (table.phase === "running") {
      const at = { seat: table.seats.length - 1, names: namesAt(table) };
      return this.#step(() => this.#parts.game.join?.(table.state, at));
    }
    const begun = this.begin();
    if (begun.length === 0) return this.#show(`${seat.person.name} joined ${titleOf(table)}`);
    const starter = table.seats[0]?.person;
    if (!table.rival || !starter) return begun; // the room knows of it
    return [...begun, { what: "started", table, by: starter }];
  }

  /** `client`: whose move it is, and who is told if it is none. */
  move(client: string, { seat, text }: { seat: number; text: string }): TableNews[] {
    const { state } = this.#table;
    let refused: string | undefined;
    const news = this.#step(() => {
      const step = this.#parts.game.move(state, { seat, text, names: namesAt(this.#table) });
      if (isRefusal(step)) refused = step.refused;
      return isRefusal(step) ? undefined : step;
    });
    return refused === undefined ? news : [{ what: "told", client, text: refused }];
  }

  /** Gives up a seat for good. A game that nobody plays any more, or that lacks its starter, is over. */
  leave(seat: number): TableNews[] {
    const table = this.#table;
    const given = table.seats[seat];
    if (!given || given.left || table.phase === "over") return [];
    given.left = true;
    const text = `${given.person.name} left`;
    const { phase, state } = table;
    if (players(table).length === 0 || (phase === "open" && seat === 0)) {
      return this.end({ text, winners: [] });
    }
    if (phase === "open") return this.#show(text);
    const at = { seat, names: namesAt(table) };
    return this.#step(() => this.#parts.game.leave(state, at), [text]);
  }

  /** Nobody is there any more who sits in this seat. */
  goAway(seat: number): TableNews[] {
    const gone = this.#table.seats[seat];
    if (!gone) return [];
    gone.away = this.#parts.at;
    const wait = `the seat is kept for ${SEAT_MS / MINUTE} minutes`;
    return this.#show(`${gone.person.name} lost the connection: ${wait}`);
  }

  /** Does what is due. */
  wait(): TableNews[] {
    const { at } = this.#parts;
    const table = this.#table;
    const overdue = table.seats.flatMap(({ away }, seat) =>
      away !== null && away + SEAT_MS <= at ? [seat] : []
    );
    const news = overdue.flatMap((seat) => this.leave(seat));
    return table.due > at ? news : [...news, ...this.#timeout()];
  }

  /** The end, whether the game has come to it or not. */
  end(
    { text, winners, points = {} }: Outcome,
    { told = false, counts = true }: Ending = {},
  ): TableNews[] {
    const table = this.#table;
    const ran = table.phase !== "open";
    table.phase = "over";
    const won = (seat: number) => winners.includes(seat) && table.seats[seat]?.left === false;
    const { name: game } = this.#parts.game;
    const results = !ran || !counts ? [] : table.seats.map(({ person }, seat): Result => (
      { person, game, won: won(seat), points: won(seat) ? points[seat] ?? null : null }
    ));
    const news = told ? [] : this.#show(`The end: ${text}`);
    if (!ran && table.rival) return news; // the room has heard nothing of it
    const names = namesAt(table).filter((_, seat) => won(seat));
    return [...news, { what: "over", table, text, winners: names, results }];
  }

  #timeout(): TableNews[] {
    const { phase, rival, state } = this.#table;
    if (phase === "over") return [];
    if (phase === "running") {
      return this.#step(() => this.#parts.game.timeout(state, { names: namesAt(this.#table) }));
    }
    const text = rival ? `${rival.name} did not answer` : "too few have come";
    return this.end({ text, winners: [] });
  }

  /** One step of the game. `before`: what those at the table are told first. */
  #step(take: () => Step<unknown> | undefined, before: readonly string[] = []): TableNews[] {
    const { at, game, log } = this.#parts;
    try {
      const step = take();
      return step ? this.#follow(step, before) : this.#show(...before);
    } catch (bug) {
      const error = bug instanceof Error ? bug.stack ?? bug.message : String(bug);
      log.error("game broke", { game: game.name, at, error });
      return this.end({ text: "it broke on our side", winners: [] }, { counts: false });
    }
  }

  #follow({ state, show, whispers = [], over }: Step<unknown>, before: readonly string[]) {
    const table = this.#table;
    table.state = state;
    table.due = this.#parts.at + table.timeMs;
    const end = over ? this.end(over, { told: true }) : [];
    const text = [...before, ...show, ...over ? [`The end: ${over.text}`] : []];
    const shown: TableNews = { what: "shown", table, text, whispers };
    return [shown, ...end];
  }

  #show(...text: readonly string[]): TableNews[] {
    return text.length === 0 ? [] : [{ what: "shown", table: this.#table, text }];
  }
}
