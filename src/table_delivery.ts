// Who hears of what is new at tables: those who sit there, each as their seat sees it; who watches; the
// room, of the start and the result alone. And the scores hear of results. Decides nothing.

import type { Person, TableCard, TableShown } from "./event.ts";
import type { Game } from "./game.ts";
import type { Hub } from "./hub.ts";
import { MAX_SEATS } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Member } from "./member.ts";
import { nameKey } from "./name.ts";
import type { Roster } from "./roster.ts";
import type { Scores } from "./scores.ts";
import { namesAt, players, seatOf, type Table, titleOf } from "./table.ts";
import type { TableAlarms } from "./table_alarms.ts";
import type { Result, TableNews } from "./table_news.ts";

export interface TableDeliveryParts {
  readonly games: ReadonlyMap<string, Game>;
  readonly roster: Omit<Roster, "apply">;
  readonly hub: Pick<Hub, "tell" | "tellAll" | "post">;
  readonly scores: Pick<Scores, "add" | "addGuest">;
  readonly alarms: Pick<TableAlarms, "set">;
  /** The clients of this node. */
  readonly members: ReadonlyMap<string, Member>;
  readonly log: Log;
}

/** When it happened, and whether this node keeps the results: one of all does. */
export interface Occasion {
  readonly at: number;
  readonly keeps: boolean;
}

export class TableDelivery {
  readonly #parts: TableDeliveryParts;

  constructor(parts: TableDeliveryParts) {
    this.#parts = parts;
  }

  deliver(news: readonly TableNews[], occasion: Occasion): void {
    for (const item of news) {
      this.#deliver(item, occasion);
      if ("table" in item) this.#parts.alarms.set(item.table);
    }
  }

  /** A table as one client sees it, under these lines. */
  show(table: Table, { client, at, text }: { client: Member; at: number; text: string[] }): void {
    const seat = seatOf(table, client.person);
    this.#parts.hub.tell(client, this.#shown(table, { at, text, seat: seat < 0 ? null : seat }));
  }

  #deliver(news: TableNews, { at, keeps }: Occasion): void {
    const { hub, members } = this.#parts;
    switch (news.what) {
      case "shown":
        return this.#showAll(news, at);
      case "met":
        return this.#meet(news.table, { id: news.client, at });
      case "told": {
        const member = members.get(news.client);
        if (member) hub.tell(member, { kind: "notice", text: news.text });
        return;
      }
      case "asked":
        return this.#ask(news, at);
      case "started": {
        const { table, by } = news;
        const card = cardOf(table);
        return hub.post(table.room, { kind: "game", at, card, what: "started", by });
      }
      case "over": {
        const { table, text, winners } = news;
        hub.post(table.room, {
          kind: "game",
          at,
          card: cardOf(table),
          what: "over",
          text,
          winners,
        });
        return this.#score(news.results, keeps);
      }
    }
  }

  #showAll({ table, text, whispers = [] }: TableNews & { what: "shown" }, at: number): void {
    const { hub, members } = this.#parts;
    table.seats.forEach(({ left, person }, seat) => {
      if (left) return;
      const own = whispers.filter((whisper) => whisper.seat === seat).map(({ text }) => text);
      const event = this.#shown(table, { at, text: [...text, ...own], seat });
      for (const member of this.#clientsOf(person, table.room)) hub.tell(member, event);
    });
    const watchers = table.watchers.flatMap((id) => members.get(id) ?? []);
    if (watchers.length > 0) hub.tellAll(watchers, this.#shown(table, { at, text, seat: null }));
  }

  #meet(table: Table, { id, at }: { id: string; at: number }): void {
    const client = this.#parts.members.get(id);
    if (!client) return;
    const does = seatOf(table, client.person) < 0 ? "watch" : "play";
    this.show(table, { client, at, text: [`You ${does} ${titleOf(table)}`] });
  }

  #ask({ table, by, rival }: TableNews & { what: "asked" }, at: number): void {
    const event = { kind: "challenge", at, card: cardOf(table), by, due: table.due } as const;
    for (const member of this.#clientsOf(rival, table.room)) {
      if (!member.hides(by)) this.#parts.hub.tell(member, event);
    }
  }

  /** An account's are kept by one node; a guest's by its own, as long as it is there. */
  #score(results: readonly Result[], keeps: boolean): void {
    const { members, roster, scores } = this.#parts;
    for (const result of results) {
      const { account, id } = result.person;
      if (account === undefined) {
        const guest = members.get(id);
        if (guest) scores.addGuest(guest, result);
      } else if (keeps && roster.isRegistered(nameKey(result.person.name))) {
        scores.add(account, result);
      }
    }
  }

  #shown(
    table: Table,
    { at, text, seat }: { at: number; text: readonly string[]; seat: number | null },
  ): TableShown {
    const card = cardOf(table);
    const shown = { kind: "table", at, card, seat, due: table.due, text } as const;
    return { ...shown, ...this.#sight(table, seat) };
  }

  /** A game that breaks here is seen by nobody, and goes on. */
  #sight(table: Table, seat: number | null): Pick<TableShown, "turn" | "board" | "view"> {
    const { games, log } = this.#parts;
    const game = games.get(table.game);
    const { phase, state } = table;
    try {
      if (game && state !== null) {
        const board = game.board(state, { seat, names: namesAt(table) });
        const turn = phase === "over" ? [] : game.turn(state);
        return { turn, board, view: game.view(state, seat) };
      }
    } catch (bug) {
      log.error("game broke", { game: table.game, error: String(bug) });
    }
    return { turn: [], board: [], view: null };
  }

  /** The clients of this node that somebody is in the room with. */
  *#clientsOf(person: Person, room: string): Generator<Member> {
    const { roster, members } = this.#parts;
    for (const client of roster.clientsOf(person)) {
      const member = members.get(client.person.id);
      if (member && client.rooms.some(({ name }) => name === room)) yield member;
    }
  }
}

/** What all may know of a table. */
export function cardOf(table: Table): TableCard {
  const { game, late, max, mode, number, phase, room, seats } = table;
  const mayJoin = phase === "open" ? table.rival === null : phase === "running" && late;
  return {
    room,
    table: number,
    game,
    mode,
    phase,
    joinable: mayJoin && players(table).length < max && seats.length < MAX_SEATS,
    players: seats.map(({ person, away, left }) => ({
      ...person,
      state: left ? "left" : away === null ? "here" : "away",
    })),
  };
}
