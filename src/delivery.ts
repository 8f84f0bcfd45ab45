// What comes of a fact once it has its place in the order: the roster changes, and whoever should know
// hears of it through the hub. Decides nothing and refuses nothing; that was chat.ts, before.

import type { Clock } from "./clock.ts";
import { Crowd } from "./crowd.ts";
import type { Departed, Fact, Joined, Left, Renamed, Summary, Told } from "./event.ts";
import type { GuestNames } from "./guest_names.ts";
import type { History } from "./history.ts";
import type { Hub } from "./hub.ts";
import { NAMES_IN_SUMMARY } from "./limits.ts";
import type { Member } from "./member.ts";
import type { Room, Roster } from "./roster.ts";

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
        if (this.#members.has(fact.by.id)) this.#parts.history.add(fact); // other nodes keep theirs
        this.#parts.roster.apply(fact);
        return this.#parts.hub.post(fact.room, fact);
      case "topic":
        this.#parts.roster.apply(fact);
        return this.#parts.hub.post(fact.room, fact);
      case "opened":
      case "arrived":
      case "away":
        return this.#parts.roster.apply(fact);
    }
  }

  #joined(fact: Joined): void {
    this.#parts.roster.apply(fact);
    const room = this.#parts.roster.rooms.get(fact.room);
    if (!room?.people.has(fact.by.id)) return; // departed before
    const member = this.#members.get(fact.by.id);
    if (member) this.#showIn(member, room);
    this.#crowd.tell(fact, room.people.size);
  }

  /** What the newcomer sees comes first, and the subscription right after: nothing is missed or doubled. */
  #showIn(member: Member, room: Room): void {
    const replay = this.#replay;
    const lines = replay === 0 ? [] : room.history.slice(-replay);
    this.#parts.hub.tell(member, {
      kind: "entered",
      room: room.name,
      topic: room.topic,
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
    this.#crowd.tell(fact, size);
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
    for (const room of resident.rooms) this.#parts.hub.post(room.name, fact);
    this.#parts.guests.give(fact.by.name);
  }

  #told(fact: Told): void {
    const member = this.#members.get(fact.to.id);
    if (!member || member.hides(fact.by)) return;
    member.lastTeller = fact.by;
    this.#parts.hub.tell(member, fact);
  }
}

/** The others in a room: a few names and a number. */
function company(room: Room, id: string): Summary {
  const some: string[] = [];
  for (const { person } of room.people.values()) {
    if (person.id === id) continue;
    some.push(person.name);
    if (some.length === NAMES_IN_SUMMARY + 1) break;
  }
  const total = room.people.size - 1;
  const shown = total > NAMES_IN_SUMMARY + 1 ? some.slice(0, NAMES_IN_SUMMARY) : some;
  return { names: shown, others: total - shown.length };
}
