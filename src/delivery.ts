// What comes of a fact once it has its place in the order: the roster changes, and whoever should know
// hears of it through the hub. Decides nothing and refuses nothing; that was chat.ts, before.

import type { Clock } from "./clock.ts";
import { Crowd } from "./crowd.ts";
import type {
  Cut,
  Departed,
  Fact,
  Joined,
  Kicked,
  Left,
  Noted,
  Person,
  Renamed,
  Settled,
  Summary,
  Told,
} from "./event.ts";
import type { GuestNames } from "./guest_names.ts";
import type { History } from "./history.ts";
import type { Hub } from "./hub.ts";
import { NAMES_IN_SUMMARY } from "./limits.ts";
import type { Member } from "./member.ts";
import type { Resident, Room, Roster } from "./roster.ts";

export interface DeliveryParts {
  readonly roster: Roster;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly guests: GuestNames;
  readonly history: Pick<History, "add">;
}

export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #replay: number;
  readonly #crowd: Crowd;
  /** The clients of this node. */
  readonly #members = new Map<string, Member>();

  /** `replay`: lines shown on entering a room. */
  constructor(parts: DeliveryParts, replay: number) {
    this.#parts = parts;
    this.#replay = replay;
    this.#crowd = new Crowd(parts.clock, (room, event) => parts.hub.post(room, event));
  }

  /** A client of this node, from before it arrives until it has departed. */
  add(member: Member): void {
    this.#members.set(member.id, member);
  }

  knows(member: Member): boolean {
    return this.#members.has(member.id);
  }

  get members(): Iterable<Member> {
    return this.#members.values();
  }

  /** `fact` has got its place in the order. */
  receive(fact: Fact): void {
    switch (fact.kind) {
      case "joined":
        return this.#joined(fact);
      case "left":
        return this.#left(fact);
      case "departed":
        return this.#departed(fact);
      case "renamed":
        return this.#renamed(fact);
      case "told":
        return this.#told(fact);
      case "said":
      case "acted":
        this.#parts.history.add(fact, this.#members.has(fact.by.id));
        this.#parts.roster.apply(fact);
        return this.#parts.hub.post(fact.room, fact);
      case "kicked":
        return this.#kicked(fact);
      case "settled":
        return this.#settled(fact);
      case "cut":
        return this.#cut(fact);
      case "noted":
        return this.#noted(fact);
      case "announced":
        for (const member of this.#members.values()) this.#parts.hub.tell(member, fact);
        return;
      case "opened":
      case "arrived":
      case "away":
      case "registration":
      case "forgotten":
        return this.#parts.roster.apply(fact);
    }
  }

  #joined(fact: Joined): void {
    this.#parts.roster.apply(fact);
    const room = this.#parts.roster.rooms.get(fact.room);
    if (!room?.people.has(fact.by.id)) return; // departed before
    const member = this.#members.get(fact.by.id);
    if (member) this.#showIn(member, room);
    if (!this.#isShared(fact.by, room)) this.#crowd.tell(fact, room.people.size);
  }

  /** What the newcomer sees comes first, and the subscription right after: nothing is missed or doubled. */
  #showIn(member: Member, room: Room): void {
    const replay = this.#replay;
    const lines = replay === 0 ? [] : room.history.slice(-replay);
    this.#parts.hub.tell(member, {
      kind: "entered",
      room: room.name,
      topic: room.settings.topic,
      company: company(room, member.id),
      recent: lines.filter((line) => !member.hides(line.by)),
      first: member.room === "",
    });
    member.room = room.name;
    this.#parts.hub.subscribe(room.name, member);
  }

  #left(fact: Left): void {
    const room = this.#parts.roster.rooms.get(fact.room);
    if (!room?.people.has(fact.by.id)) return; // departed before
    const { size } = room.people;
    this.#parts.roster.apply(fact);
    const member = this.#members.get(fact.by.id);
    if (member) this.#parts.hub.unsubscribe(fact.room, member);
    if (!this.#isShared(fact.by, room)) this.#crowd.tell(fact, size);
  }

  /** The room sees why; whoever is kicked is told by a notice, and then sees the lobby. */
  #kicked(fact: Kicked): void {
    const { roster, hub } = this.#parts;
    const room = roster.rooms.get(fact.room);
    const clients = roster.clientsOf(fact.who).filter(({ rooms }) => room && rooms.includes(room));
    if (!room || clients.length === 0) return;
    const before = clients.map(({ rooms }) => rooms);
    for (const { person: { id } } of clients) {
      const member = this.#members.get(id);
      if (member) hub.unsubscribe(room.name, member); // they are told otherwise
    }
    if (!fact.quiet) hub.post(room.name, fact);
    roster.apply(fact);
    const came = clients.filter(({ rooms }, i) => rooms.some((room) => !before[i]?.includes(room)));
    this.#showOut(fact, came); // before they are there to see it
    for (const client of clients) this.#expel(fact, client);
  }

  #expel(fact: Kicked, { person: { id }, rooms }: Resident): void {
    const member = this.#members.get(id);
    if (!member) return;
    const why = fact.text === "" ? "" : `: ${fact.text}`;
    if (rooms.some(({ name }) => name === fact.room)) {
      return member.end(`${fact.by.name} kicked you${why}`);
    }
    const text = `${fact.by.name} kicked you out of ${fact.room}${why}`;
    this.#parts.hub.tell(member, { kind: "notice", text });
    const room = rooms.at(-1);
    if (room && member.room === fact.room) this.#showIn(member, room);
  }

  /** Those in the lobby see that somebody has come, if that is news. */
  #showOut({ at, who }: Kicked, came: readonly Resident[]): void {
    const lobby = came[0]?.rooms.at(-1);
    if (!lobby) return;
    const there = this.#parts.roster.clientsOf(who).filter(({ rooms }) => rooms.includes(lobby));
    if (there.length > came.length) return; // another client was there before
    this.#crowd.tell({ kind: "joined", at, room: lobby.name, by: who }, lobby.people.size);
  }

  #settled(fact: Settled): void {
    this.#parts.roster.apply(fact);
    this.#parts.hub.post(fact.room, fact);
  }

  #cut({ id, text }: Cut): void {
    this.#members.get(id)?.end(text);
  }

  #noted({ to, text }: Noted): void {
    for (const member of this.#clientsOf(to)) {
      this.#parts.hub.tell(member, { kind: "notice", text });
    }
  }

  /** Whether another client of the same account is in the room: then nobody has come or gone. */
  #isShared(by: Person, room: Room): boolean {
    return this.#parts.roster.clientsOf(by).some(({ person, rooms }) =>
      person.id !== by.id && rooms.includes(room)
    );
  }

  /** The clients of this node that somebody is on with: one, or all of an account. */
  *#clientsOf(person: Person): Generator<Member> {
    for (const { person: { id } } of this.#parts.roster.clientsOf(person)) {
      const member = this.#members.get(id);
      if (member) yield member;
    }
  }

  #departed(fact: Departed): void {
    const resident = this.#parts.roster.residents.get(fact.by.id);
    if (!resident) return;
    const { person: by, rooms } = resident; // by the name they have now
    for (const room of rooms) this.#left({ ...fact, kind: "left", by, room: room.name });
    this.#parts.roster.apply(fact);
    this.#members.delete(by.id);
    this.#parts.guests.give(by.name);
  }

  #renamed(fact: Renamed): void {
    this.#parts.roster.apply(fact);
    const resident = this.#parts.roster.residents.get(fact.by.id);
    if (!resident) return;
    const member = this.#members.get(fact.by.id);
    if (member) member.person = resident.person;
    if (fact.name === fact.by.name) return; // logged in or out, and the same to all others
    for (const room of resident.rooms) this.#parts.hub.post(room.name, fact);
    this.#parts.guests.give(fact.by.name);
  }

  /** All clients of an account see its private lines: those that come, and those that another of them sends. */
  #told(fact: Told): void {
    for (const member of this.#clientsOf(fact.to)) {
      if (member.hides(fact.by)) continue;
      member.lastTeller = fact.by;
      this.#parts.hub.tell(member, fact);
    }
    if (fact.by.account === undefined) return;
    const { at, to, text } = fact;
    for (const member of this.#clientsOf(fact.by)) {
      if (member.id !== fact.by.id) this.#parts.hub.tell(member, { kind: "sent", at, to, text });
    }
  }
}

/** The others in a room: a few names and a number. */
function company(room: Room, id: string): Summary {
  const some: string[] = [];
  for (const { person } of room.people.values()) {
    if (person.id === id || some.includes(person.name)) continue;
    some.push(person.name);
    if (some.length === NAMES_IN_SUMMARY + 1) break;
  }
  const total = room.people.size - 1;
  const shown = total > NAMES_IN_SUMMARY + 1 ? some.slice(0, NAMES_IN_SUMMARY) : some;
  return { names: shown, others: total - shown.length };
}
