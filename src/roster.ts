// Who is where, and what was said last: the state that all nodes agree on because they apply the same
// facts in the same order. Changed by apply() alone; tells nobody anything.

import type { Away, Fact, Line, Opened, Person } from "./event.ts";
import { Latest } from "./latest.ts";
import { nameKey } from "./name.ts";

/** Somebody who is connected, to whichever node. */
export interface Resident {
  person: Person;
  away: string | null;
  /** When they arrived, in milliseconds since 1970. */
  readonly since: number;
  /** Few, and most often one: no set. */
  rooms: readonly Room[];
}

export interface Room {
  readonly name: string;
  topic: string;
  readonly people: Map<string, Resident>;
  /** The latest lines, oldest first. */
  readonly history: readonly Line[];
}

/** What only the roster may do to a room. */
class OpenRoom implements Room {
  readonly name: string;
  topic = "";
  readonly people = new Map<string, Resident>();
  readonly past: Latest<Line>;

  constructor(name: string, keep: number) {
    this.name = name;
    this.past = new Latest(keep);
  }

  get history(): readonly Line[] {
    return this.past.all;
  }
}

export interface RosterOptions {
  /** The room that never vanishes. */
  readonly lobby: string;
  /** Lines kept for each room. */
  readonly history: number;
}

export class Roster {
  readonly #options: RosterOptions;
  readonly #rooms = new Map<string, OpenRoom>();
  readonly #residents = new Map<string, Resident>();
  /** Name key to id. */
  readonly #names = new Map<string, string>();

  constructor(options: RosterOptions) {
    this.#options = options;
    this.#open(options.lobby);
  }

  get rooms(): ReadonlyMap<string, Room> {
    return this.#rooms;
  }

  get residents(): ReadonlyMap<string, Resident> {
    return this.#residents;
  }

  /** The resident of that name, in any case. */
  named(name: string): Resident | undefined {
    const id = this.#names.get(nameKey(name));
    return id === undefined ? undefined : this.#residents.get(id);
  }

  /** Makes `fact` true. Facts about people or rooms that are gone change nothing. */
  apply(fact: Fact): void {
    switch (fact.kind) {
      case "said":
      case "acted":
        return this.#remember(fact);
      case "opened":
        return this.#restore(fact);
      case "arrived":
        return this.#arrive(fact.by, fact.at);
      case "joined":
        return this.#join(fact.by.id, fact.room);
      case "left":
        return this.#leave(fact.by.id, fact.room);
      case "departed":
        return this.#depart(fact.by);
      case "renamed":
        return this.#rename(fact.by, fact.name);
      case "topic": {
        const room = this.#rooms.get(fact.room);
        if (room) room.topic = fact.text;
        return;
      }
      case "away":
        return this.#setAway(fact);
      case "told":
        return;
    }
  }

  #open(name: string): OpenRoom {
    const room = new OpenRoom(name, this.#options.history);
    this.#rooms.set(name, room);
    return room;
  }

  /** A room that has lines already knows better. */
  #restore({ room: name, lines }: Opened): void {
    const room = this.#rooms.get(name) ?? this.#open(name);
    if (room.history.length > 0) return;
    for (const line of lines) room.past.add(line);
  }

  #remember(line: Line): void {
    this.#rooms.get(line.room)?.past.add(line);
  }

  #arrive(person: Person, at: number): void {
    this.#residents.set(person.id, { person, away: null, since: at, rooms: [] });
    this.#names.set(nameKey(person.name), person.id);
  }

  #join(id: string, name: string): void {
    const resident = this.#residents.get(id);
    if (!resident) return this.#closeIfEmpty(name); // it may have opened for them
    const room = this.#rooms.get(name) ?? this.#open(name);
    room.people.set(id, resident);
    if (!resident.rooms.includes(room)) resident.rooms = [...resident.rooms, room];
  }

  #leave(id: string, name: string): void {
    const room = this.#rooms.get(name);
    const resident = this.#residents.get(id);
    if (!room || !resident) return;
    room.people.delete(id);
    resident.rooms = resident.rooms.filter((other) => other !== room);
    this.#closeIfEmpty(name);
  }

  #closeIfEmpty(name: string): void {
    if (name === this.#options.lobby) return;
    if (this.#rooms.get(name)?.people.size === 0) this.#rooms.delete(name);
  }

  #depart(person: Person): void {
    const resident = this.#residents.get(person.id);
    if (!resident) return;
    for (const room of resident.rooms) this.#leave(person.id, room.name);
    this.#residents.delete(person.id);
    this.#forgetName(resident.person);
  }

  #rename(person: Person, name: string): void {
    const resident = this.#residents.get(person.id);
    if (!resident) return;
    this.#forgetName(resident.person);
    resident.person = { id: person.id, name };
    this.#names.set(nameKey(name), person.id);
  }

  #forgetName(person: Person): void {
    const key = nameKey(person.name);
    if (this.#names.get(key) === person.id) this.#names.delete(key);
  }

  #setAway({ by, text }: Away): void {
    const resident = this.#residents.get(by.id);
    if (resident) resident.away = text;
  }
}
