// Who is where, what was said last, which rules rooms have and which names are registered: the state that
// all nodes agree on because they apply the same facts in the same order. Changed by apply() alone; tells
// nobody anything.

import type { Listed } from "./event.ts";
import type {
  Arrived,
  Away,
  Fact,
  Kicked,
  Opened,
  Registration,
  Renamed,
  Settled,
} from "./fact.ts";
import { Latest } from "./latest.ts";
import type { Line } from "./line.ts";
import { nameKey } from "./name.ts";
import type { Followed } from "./node_fact.ts";
import type { Person } from "./person.ts";
import { NO_SETTINGS, type RoomSettings } from "./room_settings.ts";

/** Somebody who is connected, to whichever node. */
export interface Resident {
  person: Person;
  away: string | null;
  /** When they arrived, in milliseconds since 1970. */
  readonly since: number;
  /** As the transport gave it. */
  readonly address: string;
  /** Few, and most often one: no set. */
  rooms: readonly Room[];
}

export interface Room {
  readonly name: string;
  settings: RoomSettings;
  readonly people: Map<string, Resident>;
  /** How many people these are: all clients of an account are one. */
  heads: number;
  /** The latest lines, oldest first. */
  readonly history: readonly Line[];
}

/** What only the roster may do to a room. */
class OpenRoom implements Room {
  readonly name: string;
  settings = NO_SETTINGS;
  readonly people = new Map<string, Resident>();
  heads = 0;
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
  /** By name key: one guest, or all clients of an account. */
  readonly #names = new Map<string, readonly Resident[]>();
  /** Keys of names that belong to accounts. */
  readonly #registered = new Set<string>();
  #server: RoomSettings = NO_SETTINGS;

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

  /** The rules of the whole server. */
  get server(): RoomSettings {
    return this.#server;
  }

  /** The resident of that name, in any case; of several clients of an account, the first. */
  named(name: string): Resident | undefined {
    return this.namesakes(name)[0];
  }

  /** All clients with that name: more than one only if they share an account. */
  namesakes(name: string): readonly Resident[] {
    return this.#names.get(nameKey(name)) ?? [];
  }

  /** All clients that somebody is on with: one, or all of an account. */
  clientsOf({ id, name, account }: Person): readonly Resident[] {
    if (account !== undefined) {
      return this.namesakes(name).filter(({ person }) => person.account === account);
    }
    const resident = this.#residents.get(id);
    return resident ? [resident] : [];
  }

  /** Whether another client of the same account is in the room: then one more or less changes nothing. */
  isShared(person: Person, room: Room): boolean {
    if (person.account === undefined) return false;
    return this.clientsOf(person).some((other) =>
      other.person.id !== person.id && other.rooms.includes(room)
    );
  }

  /** The away text, or null. Who is on with several clients is away if that is so on all of them. */
  awayText({ person, away }: Resident): string | null {
    return this.clientsOf(person).some((client) => client.away === null) ? null : away;
  }

  /** People in a room, each once however many clients they have there; the first so many. */
  members({ people }: Room, atMost: number): Listed[] {
    const found = new Map<string, Listed>();
    for (const resident of people.values()) {
      if (found.size === atMost) break;
      const { person } = resident;
      if (found.has(person.name)) continue;
      found.set(person.name, { person, away: this.awayText(resident) !== null });
    }
    return [...found.values()];
  }

  /** Whether a name with this key belongs to an account. */
  isRegistered(key: string): boolean {
    return this.#registered.has(key);
  }

  /** Makes `fact` true. Facts about people or rooms that are gone change nothing. */
  apply(fact: Fact): void {
    switch (fact.kind) {
      case "said":
      case "acted":
        return this.#remember(fact);
      case "opened":
        return this.#restore(fact);
      case "followed":
        return this.#follow(fact);
      case "arrived":
        return this.#arrive(fact);
      case "joined":
        return this.#join(fact.by.id, fact.room);
      case "left":
        return this.#leave(fact.by.id, fact.room);
      case "departed":
        return this.#depart(fact.by);
      case "renamed":
        return this.#rename(fact);
      case "kicked":
        return this.#kick(fact);
      case "settled":
        return this.#settle(fact);
      case "registration":
        return this.#register(fact);
      case "forgotten":
        return this.#forget(fact.account);
      case "away":
        return this.#setAway(fact);
      case "muster": // which means other facts
      case "linked":
      case "ousted":
      case "skipped":
      case "told":
      case "cut":
      case "recalled":
      case "announced":
      case "noted":
      case "played":
        return;
    }
  }

  #open(name: string): OpenRoom {
    const room = new OpenRoom(name, this.#options.history);
    this.#rooms.set(name, room);
    return room;
  }

  /** A room that has lines already knows better. */
  #restore({ room: name, lines, settings }: Opened): void {
    const room = this.#rooms.get(name) ?? this.#open(name);
    if (room.history.length === 0) { for (const line of lines) room.past.add(line); }
    if (settings.revision > room.settings.revision) room.settings = settings;
  }

  /** What is known of the past may be from when this node heard the room last. */
  #follow({ room: name, lines }: Followed): void {
    const room = this.#rooms.get(name) ?? this.#open(name);
    room.past.keepOnly(() => false);
    for (const line of lines) room.past.add(line);
  }

  /** What was kept last counts, in whatever order it becomes known. */
  #settle({ room: name, settings }: Settled): void {
    const place = name === "" ? this.#server : this.#rooms.get(name)?.settings;
    if (!place || settings.revision <= place.revision) return;
    const room = this.#rooms.get(name);
    if (room) room.settings = settings;
    else this.#server = settings;
  }

  #register({ key, registered }: Registration): void {
    if (registered) this.#registered.add(key);
    else this.#registered.delete(key);
  }

  #forget(account: string): void {
    for (const room of this.#rooms.values()) {
      room.past.keepOnly((line) => line.by.account !== account);
    }
  }

  #remember(line: Line): void {
    this.#rooms.get(line.room)?.past.add(line);
  }

  #arrive({ by: person, at, address }: Arrived): void {
    const resident = { person, away: null, since: at, address, rooms: [] };
    this.#residents.set(person.id, resident);
    this.#addName(resident);
  }

  #join(id: string, name: string): void {
    const resident = this.#residents.get(id);
    if (!resident) return this.#closeIfEmpty(name); // it may have opened for them
    const room = this.#rooms.get(name) ?? this.#open(name);
    if (!room.people.has(id) && !this.isShared(resident.person, room)) room.heads++;
    room.people.set(id, resident);
    if (resident.rooms.includes(room)) return;
    resident.rooms = resident.rooms.concat(room); // a spread keeps space for sixteen more
  }

  #leave(id: string, name: string): void {
    const room = this.#rooms.get(name);
    const resident = this.#residents.get(id);
    if (!room || !resident) return;
    if (room.people.delete(id) && !this.isShared(resident.person, room)) room.heads--;
    resident.rooms = resident.rooms.filter((other) => other !== room);
    this.#closeIfEmpty(name);
  }

  /** Whoever is kicked out of their only room is in the lobby then. */
  #kick({ who, room }: Kicked): void {
    if (room === this.#options.lobby) return; // the connection ends, and they depart
    for (const client of this.clientsOf(who)) {
      if (!client.rooms.some(({ name }) => name === room)) continue;
      this.#leave(client.person.id, room);
      if (client.rooms.length === 0) this.#join(client.person.id, this.#options.lobby);
    }
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
    this.#forgetName(resident);
  }

  #rename({ by, name, account }: Renamed): void {
    const resident = this.#residents.get(by.id);
    if (!resident) return;
    for (const room of this.#roomsAlone(resident)) room.heads--;
    this.#forgetName(resident);
    resident.person = account === undefined ? { id: by.id, name } : { id: by.id, name, account };
    this.#addName(resident);
    for (const room of this.#roomsAlone(resident)) room.heads++;
  }

  /** Rooms where it is the only client of its account. */
  #roomsAlone({ person, rooms }: Resident): Room[] {
    return rooms.filter((room) => !this.isShared(person, room));
  }

  #addName(resident: Resident): void {
    const key = nameKey(resident.person.name);
    const others = this.#names.get(key);
    this.#names.set(key, others ? others.concat(resident) : [resident]);
  }

  #forgetName(resident: Resident): void {
    const key = nameKey(resident.person.name);
    const others = this.namesakes(resident.person.name).filter((other) => other !== resident);
    if (others.length > 0) this.#names.set(key, others);
    else this.#names.delete(key);
  }

  #setAway({ by, text }: Away): void {
    const resident = this.#residents.get(by.id);
    if (resident) resident.away = text;
  }
}
