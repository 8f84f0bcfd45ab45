// All tables where games are played: the state that all nodes agree on because they apply the same facts in
// the same order, as with the roster. Says what is new; who hears of it is table_delivery.ts. Rights, and
// what is typed, are game_desk.ts.

import type { Opened, Played, Renamed, TableAct } from "./fact.ts";
import { type Game, isRefusal, type Plan } from "./game.ts";
import { CHALLENGE_MS, GAMES_PER_PERSON, LACK_MS, MAX_TABLES, TABLES_PER_ROOM } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Person } from "./person.ts";
import type { Roster } from "./roster.ts";
import { type Seat, seatMark, seatOf, type Table, titleOf } from "./table.ts";
import { TableBook } from "./table_book.ts";
import { TableCourse } from "./table_course.ts";
import {
  isAsked,
  joinFault,
  leaveFault,
  moveFault,
  moveRefusal,
  watchFault,
} from "./table_faults.ts";
import type { TableNews } from "./table_news.ts";

export interface TablesParts {
  readonly games: readonly Game[];
  readonly roster: Omit<Roster, "apply">;
  readonly log: Log;
}

/** Somebody, and when what is told of them happened. */
export interface Stir {
  readonly person: Person;
  readonly at: number;
}

type Act = Pick<Played, "room" | "by" | "at" | "act">;
type Play = TableAct & { readonly do: "play" };

export class Tables {
  readonly #parts: TablesParts;
  readonly #games: ReadonlyMap<string, Game>;
  readonly #book = new TableBook();

  constructor(parts: TablesParts) {
    this.#parts = parts;
    this.#games = new Map(parts.games.map((game) => [game.name, game]));
  }

  get games(): ReadonlyMap<string, Game> {
    return this.#games;
  }

  /** For looking only. */
  get book(): Omit<TableBook, "add" | "remove"> {
    return this.#book;
  }

  /**
   * Why that cannot be done now, as a sentence, or null. Asked where it is typed: until it has its place in
   * the order others may do something, and this node may not know of all rooms.
   */
  refusal(what: Omit<Act, "at">): string | null {
    const { act, by, room } = what;
    const fault = this.#fault(what);
    if (fault !== null) return fault;
    if (act.do === "play") return this.#crowdFault() ?? this.#busyFault(by);
    if (act.do === "join") return this.#busyFault(by);
    const table = act.do === "move" ? this.#book.find(room, act.table) : undefined;
    if (act.do !== "move" || !table) return null;
    return moveRefusal(table, this.#gameOf(table), { seat: seatOf(table, by), text: act.text });
  }

  /** Somebody did something, or time did. */
  played(fact: Act): TableNews[] {
    return this.#tidied(() => this.#played(fact));
  }

  /** Somebody is in a room, or carries another account there: their seats are theirs again. */
  here(room: string, person: Person): TableNews[] {
    return this.#book.playedBy(person, room).flatMap((table) => {
      const seat = table.seats[seatOf(table, person)];
      const met: TableNews = { what: "met", table, client: person.id };
      if (!seat || seat.away === null) return [met];
      seat.away = null;
      const text = [`${person.name} is back`];
      return [{ what: "shown", table, text, without: person.id }, met];
    });
  }

  /** One client of somebody is in a room no longer. `returns`: it may come back, as after a lost connection. */
  gone(room: string, { person, at, returns }: Stir & { returns: boolean }): TableNews[] {
    return this.#tidied(() =>
      this.#book.of(room).flatMap((table) => {
        table.watchers = table.watchers.filter((id) => id !== person.id);
        const seat = seatOf(table, person);
        if (seat < 0 || this.#isPresent(room, person)) return [];
        const course = this.#course(table, at);
        return returns ? course.goAway(seat) : course.leave(seat);
      })
    );
  }

  /** Somebody who is in these rooms has another name, or another account. */
  renamed({ by: old, at }: Renamed, rooms: readonly string[]): TableNews[] {
    const person = this.#parts.roster.residents.get(old.id)?.person;
    if (!person) return [];
    return rooms.flatMap((room) => {
      if (old.account === undefined) this.#renameRival(room, { old, person });
      if (old.account === person.account) this.#rename(room, { old, person });
      else if (old.account === undefined) return this.#identify(room, { old, person, at });
      else return this.gone(room, { person: old, at, returns: false });
      return [];
    });
  }

  /** Whoever may not play in a room any more leaves the games there. */
  clear(
    room: string,
    { barred, at }: { barred: (person: Person) => boolean; at: number },
  ): TableNews[] {
    return this.#tidied(() =>
      this.#book.of(room).flatMap((table) =>
        table.seats.flatMap(({ left, person }, seat) =>
          left || !barred(person) ? [] : this.#course(table, at).leave(seat)
        )
      )
    );
  }

  /** Games from before a restart go on. A room where games are played knows better. */
  restore({ room, tables = [], anew = false }: Omit<Opened, "kind" | "settings" | "lines">) {
    if (anew) this.#book.of(room).forEach((table) => this.#book.remove(table));
    if (this.#book.of(room).length > 0) return [];
    return tables.filter(({ game }) => this.#games.has(game)).map((kept) => {
      const table = structuredClone(kept) as Table; // every node changes its own
      this.#book.add(table);
      return { what: "shown", table, text: [] } as const;
    });
  }

  /** Of a move, only whether anything can be moved. */
  #fault({ room, by, act }: Omit<Act, "at">): string | null {
    if (act.do === "wait" || act.do === "return") return null;
    if (act.do === "play") return this.#playFault(room, act);
    const table = this.#book.find(room, act.table);
    if (!table) return `There is no game ${act.table} in ${room}: /games lists those there are`;
    switch (act.do) {
      case "join":
        return joinFault(table, by);
      case "watch":
        return watchFault(table, by);
      case "leave":
        return leaveFault(table, by);
      case "move":
        return moveFault(table, by);
      case "end":
        return null;
    }
  }

  #played(fact: Act): TableNews[] {
    const { act, room, by, at } = fact;
    if (act.do === "wait") {
      return this.#book.of(room).flatMap((table) => this.#course(table, at).wait());
    }
    if (!this.#isIn(room, by)) return [];
    if (act.do === "return") return this.#return(act.mark, { room, by });
    const fault = this.#fault(fact);
    if (fault !== null) return [{ what: "told", client: by.id, text: fault }];
    if (act.do === "play") return this.#play(act, fact);
    const table = this.#book.find(room, act.table);
    if (!table) return [];
    const course = this.#course(table, at);
    switch (act.do) {
      case "join":
        table.watchers = table.watchers.filter((id) => id !== by.id);
        return course.join(this.#seatFor(by));
      case "watch":
        table.watchers = [...table.watchers, by.id];
        return [{ what: "met", table, client: by.id }];
      case "leave":
        return this.#leave(table, { by, course });
      case "move":
        return course.move(by.id, { seat: seatOf(table, by), text: act.text });
      case "end":
        return course.end({ text: `${by.name} ended it`, winners: [] }, { counts: false });
    }
  }

  #playFault(room: string, { game, options }: Play): string | null {
    const plan = this.#games.get(game)?.plan(options);
    if (!plan) return `There is no game "${game}": /games lists those there are`;
    if (isRefusal(plan)) return plan.refused;
    if (plan.ask !== undefined) return plan.ask;
    if (this.#book.of(room).length < TABLES_PER_ROOM) return null;
    return `${TABLES_PER_ROOM} games are played in ${room}: /watch or /join-game one of them`;
  }

  #crowdFault(): string | null {
    if (this.#book.count < MAX_TABLES) return null;
    return "Too many games are played just now: try again later";
  }

  #busyFault(by: Person): string | null {
    let busy = 0;
    for (const table of this.#book.all()) if (seatOf(table, by) >= 0) busy++;
    if (busy < GAMES_PER_PERSON) return null;
    return `You are in ${GAMES_PER_PERSON} games already: /leave-game one of them first`;
  }

  #play({ game, options, rival, seed }: Play, { room, by, at }: Act): TableNews[] {
    const { mode, seats, late, timeMs, secret = "" } = this.#games.get(game)?.plan(options) as Plan;
    const table: Table = {
      number: this.#book.freeNumber(room),
      room,
      game,
      mode,
      seats: [this.#seatFor(by)],
      watchers: [],
      phase: "open",
      rival,
      ...seats,
      late,
      timeMs,
      secret,
      seed,
      state: null,
      due: at + (rival ? CHALLENGE_MS : LACK_MS),
    };
    this.#book.add(table);
    if (rival) {
      const text = [`${rival.name} is asked to play ${titleOf(table)} with you`];
      return [{ what: "shown", table, text }, { what: "asked", table, by, rival }];
    }
    const begun = this.#course(table, at).begin();
    const text = [`${titleOf(table)} begins when ${table.min} have come`];
    const waits: TableNews[] = [{ what: "shown", table, text }];
    return [{ what: "started", table, by }, ...begun.length > 0 ? begun : waits];
  }

  #leave(table: Table, { by, course }: { by: Person; course: TableCourse }): TableNews[] {
    const tell = (text: string): TableNews => ({ what: "told", client: by.id, text });
    const seat = seatOf(table, by);
    if (seat >= 0) return [tell(`You left ${titleOf(table)}`), ...course.leave(seat)];
    if (isAsked(table, by)) {
      const end = course.end({ text: `${by.name} would rather not`, winners: [] });
      return [tell(`You declined ${titleOf(table)}`), ...end];
    }
    table.watchers = table.watchers.filter((id) => id !== by.id);
    return [tell(`You watch ${titleOf(table)} no longer`)];
  }

  /** Seats of somebody who was on with another client, before the connection was lost. */
  #return(mark: string, { room, by }: { room: string; by: Person }): TableNews[] {
    for (const table of this.#book.of(room)) {
      const seat = table.seats.find((seat) =>
        !seat.left && seat.away !== null && seat.mark === mark
      );
      if (seat && seatOf(table, by) < 0) seat.person = by;
    }
    return this.here(room, by);
  }

  #rename(room: string, { old, person }: { old: Person; person: Person }): void {
    for (const table of this.#book.playedBy(old, room)) {
      const seat = table.seats[seatOf(table, old)];
      if (seat) seat.person = person;
    }
  }

  /** Whoever is asked to play may take another name, or log in, before answering. */
  #renameRival(room: string, { old, person }: { old: Person; person: Person }): void {
    for (const table of this.#book.of(room)) {
      if (isAsked(table, old)) table.rival = person;
    }
  }

  /** A guest has logged in, or registered: the seats are the account's, but for tables where it sits already. */
  #identify(room: string, { old, person, at }: Stir & { old: Person }): TableNews[] {
    const news = this.#tidied(() =>
      this.#book.playedBy(old, room).flatMap((table) => {
        const seat = seatOf(table, old);
        if (seatOf(table, person) >= 0) return this.#course(table, at).leave(seat);
        table.seats[seat] = this.#seatFor(person);
        return [];
      })
    );
    return [...news, ...this.here(room, person)];
  }

  #course(table: Table, at: number): TableCourse {
    return new TableCourse(table, { game: this.#gameOf(table), log: this.#parts.log, at });
  }

  #gameOf({ game }: Table): Game {
    return this.#games.get(game) as Game; // no table is added without
  }

  #seatFor(person: Person): Seat {
    const since = this.#parts.roster.residents.get(person.id)?.since ?? 0;
    return { person, mark: seatMark(person, since), away: null, left: false };
  }

  #isIn(room: string, { id }: Person): boolean {
    return this.#parts.roster.rooms.get(room)?.people.has(id) ?? false;
  }

  #isPresent(room: string, person: Person): boolean {
    return this.#parts.roster.clientsOf(person).some((client) => this.#isIn(room, client.person));
  }

  /** What comes of `act`, and tables that are over are no more. */
  #tidied(act: () => TableNews[]): TableNews[] {
    const news = act();
    for (const item of news) {
      if ("table" in item && item.table.phase === "over") this.#book.remove(item.table);
    }
    return news;
  }
}
