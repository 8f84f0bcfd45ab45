// What comes of a fact once it has its place in the order: the roster changes, and whoever should know
// hears of it through the hub. Decides nothing and refuses nothing; that was chat.ts, before. Coming and going
// are room_delivery.ts, games table_delivery.ts.

import type { Clock } from "./clock.ts";
import type { PrivateEvent } from "./event.ts";
import type { Away, Cut, Departed, Fact, Noted, Recalled, Renamed, Settled, Told } from "./fact.ts";
import type { GuestNames } from "./guest_names.ts";
import type { History } from "./history.ts";
import type { Hub } from "./hub.ts";
import type { Log } from "./log.ts";
import type { Member } from "./member.ts";
import { factsOf } from "./muster.ts";
import type { Linked, Skipped } from "./node_fact.ts";
import type { Person } from "./person.ts";
import type { Rights } from "./rights.ts";
import { RoomDelivery } from "./room_delivery.ts";
import type { Roster } from "./roster.ts";
import type { Scores } from "./scores.ts";
import type { TableAlarms } from "./table_alarms.ts";
import { TableDelivery } from "./table_delivery.ts";
import type { Tables } from "./tables.ts";
import type { Unread } from "./unread.ts";

export interface DeliveryParts {
  readonly roster: Roster;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly guests: GuestNames;
  readonly history: Pick<History, "add">;
  readonly unread: Pick<Unread, "entered" | "left">;
  readonly rights: Pick<Rights, "role">;
  readonly tables: Tables;
  readonly scores: Pick<Scores, "add" | "addGuest">;
  readonly alarms: Pick<TableAlarms, "set">;
  readonly log: Log;
}

export interface DeliveryOptions {
  /** Lines shown on entering a room. */
  readonly replay: number;
  /** This node's name among the nodes. */
  readonly node: string;
}

/** What the old connection of somebody who came back is told. */
export const CAME_BACK = "You came back on another connection: goodbye";

const LINK_LOST = "The link to the other servers is lost: what you say waits until it is back";
const SKIPPED = "The link was lost for too long: some of what was said is missing in";
const LINK_BACK = "The link to the other servers is back, and so is what was said meanwhile";

export class Delivery {
  readonly #parts: DeliveryParts;
  /** The clients of this node. */
  readonly #members = new Map<string, Member>();
  readonly #inRooms: RoomDelivery;
  readonly #atTables: TableDelivery;

  constructor(parts: DeliveryParts, options: DeliveryOptions) {
    this.#parts = parts;
    const around = { ...parts, ...options, members: this.#members };
    this.#atTables = new TableDelivery(around);
    this.#inRooms = new RoomDelivery({ ...around, atTables: this.#atTables });
  }

  /** A client of this node, from before it arrives until it has departed. */
  add(member: Member): void {
    this.#members.set(member.id, member);
  }

  knows(member: Member): boolean {
    return this.#members.has(member.id);
  }

  member(id: string): Member | undefined {
    return this.#members.get(id);
  }

  get size(): number {
    return this.#members.size;
  }

  /** Of the clients of this node. */
  get ids(): Iterable<string> {
    return this.#members.keys();
  }

  get members(): Iterable<Member> {
    return this.#members.values();
  }

  /** A room that the client is in already. */
  showAgain(member: Member, name: string): void {
    this.#inRooms.showAgain(member, name);
  }

  /** `fact` has got its place in the order. */
  receive(fact: Fact): void {
    switch (fact.kind) {
      case "joined":
        return this.#inRooms.joined(fact);
      case "left":
        return this.#inRooms.left(fact);
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
      case "kicked":
        return this.#inRooms.kicked(fact);
      case "settled":
        return this.#settled(fact);
      case "cut":
        return this.#cut(fact);
      case "recalled":
        return this.#recalled(fact);
      case "noted":
        return this.#noted(fact);
      case "announced":
        for (const member of this.#members.values()) this.#parts.hub.tell(member, fact);
        return;
      case "muster":
        for (const each of [...factsOf(fact, this.#parts.roster)]) this.receive(each);
        return;
      case "linked":
        return this.#linked(fact);
      case "skipped":
        return this.#skipped(fact);
      case "played":
        return this.#atTables.played(fact);
      case "away":
        return this.#away(fact);
      case "opened":
        this.#parts.roster.apply(fact);
        return this.#atTables.opened(fact, this.#parts.clock.now());
      case "followed":
      case "arrived":
      case "registration":
      case "forgotten":
        return this.#parts.roster.apply(fact);
    }
  }

  #settled(fact: Settled): void {
    this.#parts.roster.apply(fact);
    this.#parts.hub.post(fact.room, fact);
    if (fact.change.what === "bar") this.#atTables.barred(fact);
  }

  #cut({ id, text }: Cut): void {
    this.#members.get(id)?.end(text);
  }

  #skipped({ room }: Skipped): void {
    for (const { person: { id } } of this.#parts.roster.rooms.get(room)?.people.values() ?? []) {
      const member = this.#members.get(id);
      if (member) this.#notice(member, `${SKIPPED} ${room}`);
    }
  }

  /** All clients of this node learn why nothing comes, once. */
  #linked({ up }: Linked): void {
    const text = up ? LINK_BACK : LINK_LOST;
    for (const member of this.#members.values()) this.#notice(member, text);
  }

  /** What it comes back to is kept by its session, as after any loss. */
  #recalled({ key }: Recalled): void {
    for (const member of this.#members.values()) {
      if (member.tokenKey === key) member.end(CAME_BACK, { elsewhere: true });
    }
  }

  #noted({ to, text }: Noted): void {
    for (const member of this.#clientsOf(to)) this.#notice(member, text);
  }

  #notice(member: Member, text: string): void {
    this.#parts.hub.tell(member, { kind: "notice", text });
  }

  /** The clients of this node that somebody is on with. */
  *#clientsOf(who: Person): Generator<Member> {
    for (const { person: { id } } of this.#parts.roster.clientsOf(who)) {
      const member = this.#members.get(id);
      if (member) yield member;
    }
  }

  #departed(fact: Departed): void {
    const resident = this.#parts.roster.residents.get(fact.by.id);
    if (!resident) return;
    const { person: by, rooms } = resident; // by the name they have now
    const { at, text } = fact;
    for (const { name: room } of rooms) {
      this.#inRooms.left({ kind: "left", at, by, text, room }, fact);
    }
    this.#parts.roster.apply(fact);
    this.#members.delete(by.id);
    this.#parts.guests.give(by.name);
  }

  #renamed(fact: Renamed): void {
    this.#parts.roster.apply(fact);
    const resident = this.#parts.roster.residents.get(fact.by.id);
    if (!resident) return;
    const member = this.#members.get(fact.by.id);
    if (member) this.#inRooms.identify(member, resident);
    this.#atTables.renamed(fact, resident.rooms.map(({ name }) => name));
    if (member) this.#tellWhoOneIs(member);
    for (const { name } of resident.rooms) this.#parts.hub.post(name, { ...fact, room: name });
    if (fact.name !== fact.by.name) this.#parts.guests.give(fact.by.name);
  }

  /** Who is on with several clients is away if that is so on all of them. */
  #away(fact: Away): void {
    const { roster, hub, clock } = this.#parts;
    const resident = roster.residents.get(fact.by.id);
    if (!resident) return;
    const before = roster.awayText(resident) !== null;
    roster.apply(fact);
    const away = roster.awayText(resident) !== null;
    for (const member of this.#clientsOf(resident.person)) this.#tellWhoOneIs(member);
    if (away === before) return;
    const { person: by, rooms } = resident;
    const at = clock.now();
    for (const { name: room } of rooms) hub.post(room, { kind: "away", at, room, by, away });
  }

  #tellWhoOneIs(member: Member): void {
    this.#parts.hub.tell(member, this.who(member));
  }

  /** A client as it is shown to itself. */
  who(member: Member): PrivateEvent {
    const { roster, rights } = this.#parts;
    const away = roster.residents.get(member.id)?.away ?? null;
    const admin = rights.role(member) === "admin";
    return { kind: "you", person: member.person, away: away !== null, admin };
  }

  /** All clients of an account see its private lines: those that come, and those that another of them sends. */
  #told(fact: Told): void {
    for (const member of this.#clientsOf(fact.to)) {
      if (member.hides(fact.by)) continue;
      member.lastTeller = fact.by;
      this.#parts.hub.tell(member, fact);
    }
    if (fact.by.account === undefined) return;
    const { id, at, to, text } = fact;
    for (const member of this.#clientsOf(fact.by)) {
      if (member.id !== fact.by.id) {
        this.#parts.hub.tell(member, { kind: "sent", id, at, to, text });
      }
    }
  }
}
