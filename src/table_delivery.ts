// What comes of a fact at the tables, and who hears of it: those who sit there, each as their seat sees it;
// who watches; the room, of the start and the result alone. And the scores hear of results. Decides
// nothing.

import type { Format } from "./dialect.ts";
import type { Opened, Played, Renamed, Settled } from "./fact.ts";
import type { Hub } from "./hub.ts";
import type { Log } from "./log.ts";
import type { Member } from "./member.ts";
import { nameKey } from "./name.ts";
import type { Person } from "./person.ts";
import { targetOf } from "./room_rules.ts";
import { sanctionOn } from "./room_settings.ts";
import type { Roster } from "./roster.ts";
import type { Scores } from "./scores.ts";
import { seatOf, type Table, titleOf } from "./table.ts";
import type { TableAlarms } from "./table_alarms.ts";
import type { TableShown } from "./table_event.ts";
import type { Result, TableNews } from "./table_news.ts";
import { cardOf, type Glance, viewOf } from "./table_view.ts";
import type { Tables } from "./tables.ts";

export interface TableDeliveryParts {
  readonly tables: Tables;
  readonly roster: Omit<Roster, "apply">;
  readonly hub: Pick<Hub, "tell" | "tellAll" | "post">;
  readonly scores: Pick<Scores, "add" | "addGuest">;
  readonly alarms: Pick<TableAlarms, "set">;
  /** The clients of this node. */
  readonly members: ReadonlyMap<string, Member>;
  readonly log: Log;
  /** This node's name among the nodes. */
  readonly node: string;
}

/** What brought news to tables, and whose doing it was. */
type Cause = { readonly at: number } & Partial<Pick<Played, "by" | "act">>;

type Sight = Omit<Glance, "format"> & { readonly table: Table };

const FORMATS: readonly Format[] = ["text", "json"];

export class TableDelivery {
  readonly #parts: TableDeliveryParts;

  constructor(parts: TableDeliveryParts) {
    this.#parts = parts;
  }

  played(fact: Played): void {
    this.#deliver(this.#parts.tables.played(fact), fact);
  }

  /** Somebody has come to a room. */
  here(room: string, person: Person, cause: Cause): void {
    this.#deliver(this.#parts.tables.here(room, person), cause);
  }

  /** One client of somebody is in a room no longer. `returns`: it may come back. */
  gone(
    room: string,
    { person, cause, returns = false }: {
      person: Person;
      cause: Cause;
      returns?: boolean | undefined;
    },
  ): void {
    this.#deliver(this.#parts.tables.gone(room, { person, at: cause.at, returns }), cause);
  }

  renamed(fact: Renamed, rooms: readonly string[]): void {
    this.#deliver(this.#parts.tables.renamed(fact, rooms), fact);
  }

  /** Whoever may not play there any more leaves the games. */
  barred(fact: Settled): void {
    const { roster, tables } = this.#parts;
    const { room, settings: { barred: list }, at: now } = fact;
    const barred = (person: Person) => {
      const client = roster.clientsOf(person)[0] ?? { person, address: "" };
      return sanctionOn(targetOf(client), { list, now }) !== undefined;
    };
    this.#deliver(tables.clear(room, { barred, at: now }), fact);
  }

  opened(fact: Opened, at: number): void {
    this.#deliver(this.#parts.tables.restore(fact), { at });
  }

  #deliver(news: readonly TableNews[], cause: Cause): void {
    for (const item of news) {
      this.#tell(item, cause);
      if ("table" in item) this.#parts.alarms.set(item.table);
    }
  }

  #tell(news: TableNews, cause: Cause): void {
    const { hub, members } = this.#parts;
    const { at } = cause;
    switch (news.what) {
      case "shown":
        return this.#show(news, at);
      case "met":
        return this.#meet(news.table, { client: members.get(news.client), at });
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
        const card = cardOf(table);
        hub.post(table.room, { kind: "game", at, card, what: "over", text, winners });
        return this.#score(news.results, this.#keepsResultsOf(cause));
      }
    }
  }

  #show({ table, text, whispers = [], without }: TableNews & { what: "shown" }, at: number): void {
    const { members } = this.#parts;
    const sight = { table, at };
    table.seats.forEach(({ left, person }, seat) => {
      if (left) return;
      const own = whispers.filter((whisper) => whisper.seat === seat).map(({ text }) => text);
      const clients = [...this.#clientsOf(person, table.room)].filter(({ id }) => id !== without);
      this.#showTo(clients, { ...sight, seat, text: [...text, ...own] });
    });
    const watchers = table.watchers.flatMap((id) => members.get(id) ?? []);
    this.#showTo(watchers, { ...sight, seat: null, text });
  }

  #meet(table: Table, { client, at }: { client: Member | undefined; at: number }): void {
    if (!client) return;
    const seat = seatOf(table, client.person);
    const text = [`You ${seat < 0 ? "watch" : "play"} ${titleOf(table)}`];
    this.#showTo([client], { table, at, seat: seat < 0 ? null : seat, text });
  }

  /** Those who see the same, made once for all who read the same format. */
  #showTo(clients: readonly Member[], { table, at, seat, text }: Sight): void {
    for (const format of FORMATS) {
      const readers = clients.filter(({ dialect }) => dialect.format === format);
      if (readers.length === 0) continue;
      this.#parts.hub.tellAll(readers, this.#view(table, { at, seat, text, format }));
    }
  }

  #ask({ table, by, rival }: TableNews & { what: "asked" }, at: number): void {
    const event = { kind: "challenge", at, card: cardOf(table), by, due: table.due } as const;
    for (const client of this.#clientsOf(rival, table.room)) {
      if (!client.hides(by)) this.#parts.hub.tell(client, event);
    }
  }

  /** An account's are kept by one node; a guest's by its own, as long as it is there. */
  #score(results: readonly Result[], keeps: boolean): void {
    const { members, roster, scores } = this.#parts;
    for (const result of results) {
      const { account, id, name } = result.person;
      const guest = members.get(id);
      if (account === undefined) {
        if (guest) scores.addGuest(guest, result);
      } else if (keeps && roster.isRegistered(nameKey(name))) scores.add(account, result);
    }
  }

  /** Whether this node is the one of all that keeps the results. */
  #keepsResultsOf({ act, by }: Cause): boolean {
    if (act?.do === "wait") return act.node === this.#parts.node;
    return by !== undefined && this.#parts.members.has(by.id);
  }

  /** A game that breaks when it is looked at is seen by nobody, and goes on. */
  #view(table: Table, glance: Glance): TableShown {
    const { log, tables } = this.#parts;
    try {
      return viewOf(table, tables.games.get(table.game), glance);
    } catch (bug) {
      log.error("game broke", { game: table.game, error: String(bug) });
      return viewOf(table, undefined, glance);
    }
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
