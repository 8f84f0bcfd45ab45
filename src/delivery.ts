// What comes of a fact once it has its place in the order: the roster changes, and whoever should know
// hears of it through the hub. Decides nothing and refuses nothing; that was chat.ts, before.

import type { Clock } from "./clock.ts";
import { Crowd } from "./crowd.ts";
import { entrance } from "./entrance.ts";
import type {
  Away,
  Cut,
  Departed,
  Fact,
  Joined,
  Kicked,
  Left,
  Linked,
  Noted,
  Person,
  PrivateEvent,
  Recalled,
  Renamed,
  Settled,
  Skipped,
  Told,
} from "./event.ts";
import type { GuestNames } from "./guest_names.ts";
import type { History } from "./history.ts";
import type { Hub } from "./hub.ts";
import type { Log } from "./log.ts";
import type { Member } from "./member.ts";
import { factsOf } from "./muster.ts";
import type { Rights } from "./rights.ts";
import type { Resident, Room, Roster } from "./roster.ts";
import type { Scores } from "./scores.ts";
import type { TableAlarms } from "./table_alarms.ts";
import { TableDelivery } from "./table_delivery.ts";
import type { Tables } from "./tables.ts";
import type { Stay, Unread } from "./unread.ts";

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

/** One client that has to leave a room, and the rooms it was in. */
interface Expulsion {
  readonly client: Resident;
  readonly left: Room;
  readonly before: readonly Room[];
}

const LINK_LOST = "The link to the other servers is lost: what you say waits until it is back";
const SKIPPED = "The link was lost for too long: some of what was said is missing in";
const LINK_BACK = "The link to the other servers is back, and so is what was said meanwhile";

export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #options: DeliveryOptions;
  readonly #crowd: Crowd;
  /** The clients of this node. */
  readonly #members = new Map<string, Member>();

  readonly #atTables: TableDelivery;

  constructor(parts: DeliveryParts, options: DeliveryOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#atTables = new TableDelivery({ ...parts, ...options, members: this.#members });
    const { clock, roster, hub } = parts;
    this.#crowd = new Crowd({ clock, roster, post: (room, event) => hub.post(room, event) });
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
      case "kicked":
        return this.#kicked(fact);
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

  #joined(fact: Joined): void {
    const { roster } = this.#parts;
    roster.apply(fact);
    const room = roster.rooms.get(fact.room);
    const resident = room?.people.get(fact.by.id);
    if (!room || !resident) return; // departed before
    const member = this.#members.get(fact.by.id);
    if (member) this.#showIn(member, room);
    const shown = roster.awayText(resident) === null ? fact : { ...fact, away: true };
    if (!roster.isShared(fact.by, room)) this.#crowd.tell(shown, room.people.size);
    this.#atTables.here(room.name, fact.by, fact);
  }

  /** A room that the client is in already. */
  showAgain(member: Member, name: string): void {
    const room = this.#parts.roster.rooms.get(name);
    if (room) this.#show(member, room);
  }

  /** What the newcomer sees comes first, and the subscription right after: nothing is missed or doubled. */
  #showIn(member: Member, room: Room): void {
    this.#show(member, room);
    member.room = room.name;
    this.#parts.hub.subscribe(room.name, member);
    this.#parts.unread.entered(member, this.#stay(member.person, room));
  }

  #show(member: Member, room: Room): void {
    const { roster, rights, hub } = this.#parts;
    const role = rights.role(member, room.name);
    hub.tell(member, entrance(member, { room, role, roster, replay: this.#options.replay }));
  }

  #unsubscribe(member: Member, room: Room): void {
    this.#parts.hub.unsubscribe(room.name, member);
    this.#parts.unread.left(member, this.#stay(member.person, room));
  }

  #left(fact: Left, departing?: Departed): void {
    const room = this.#parts.roster.rooms.get(fact.room);
    if (!room?.people.has(fact.by.id)) return; // departed before
    const { size } = room.people;
    this.#parts.roster.apply(fact);
    const member = this.#members.get(fact.by.id);
    if (member) this.#unsubscribe(member, room);
    if (member && !departing) this.#showOutOf(member, { room: room.name, by: null, text: "" });
    if (!this.#parts.roster.isShared(fact.by, room)) this.#crowd.tell(fact, size);
    this.#atTables.gone(room.name, { person: fact.by, cause: fact, returns: departing?.returns });
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
    hub.post(room.name, fact);
    roster.apply(fact);
    const came = clients.filter(({ rooms }, i) => rooms.some((room) => !before[i]?.includes(room)));
    this.#showOut(fact, came); // before they are there to see it
    clients.forEach((client, i) => {
      this.#expel(fact, { client, left: room, before: before[i] ?? [] });
    });
    for (const { person, rooms } of clients) {
      this.#atTables.gone(room.name, { person, cause: fact });
      for (const { name } of rooms) this.#atTables.here(name, person, fact);
    }
  }

  /** Tells one client, and shows it the lobby if it had no other room. */
  #expel(fact: Kicked, { client, left, before }: Expulsion): void {
    const { person: { id }, rooms } = client;
    const member = this.#members.get(id);
    if (!member) return;
    this.#parts.unread.left(member, this.#stay(member.person, left));
    const why = fact.text === "" ? "" : `: ${fact.text}`;
    if (rooms.some(({ name }) => name === fact.room)) {
      return member.end(`${fact.by.name} kicked you${why}`);
    }
    const text = `${fact.by.name} kicked you out of ${fact.room}${why}`;
    this.#parts.hub.tell(member, { kind: "notice", text });
    this.#showOutOf(member, { room: fact.room, by: fact.by, text: fact.text });
    const room = rooms.at(-1);
    if (room && !before.includes(room)) this.#showIn(member, room);
    else if (room && member.room === fact.room) member.room = room.name;
  }

  #showOutOf(member: Member, out: { room: string; by: Person | null; text: string }): void {
    this.#parts.hub.tell(member, { kind: "exited", ...out });
  }

  /** Those in the lobby see that somebody has come, if that is news. */
  #showOut({ at, who }: Kicked, came: readonly Resident[]): void {
    const lobby = came[0]?.rooms.at(-1);
    if (!lobby) return;
    const there = this.#parts.roster.clientsOf(who).filter(({ rooms }) => rooms.includes(lobby));
    if (there.length > came.length) return; // another client was there before
    const away = came.every((client) => client.away !== null);
    this.#crowd.tell({ kind: "joined", at, room: lobby.name, by: who, away }, lobby.people.size);
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
      if (member) this.#parts.hub.tell(member, { kind: "notice", text: `${SKIPPED} ${room}` });
    }
  }

  /** All clients of this node learn why nothing comes, once. */
  #linked({ up }: Linked): void {
    const text = up ? LINK_BACK : LINK_LOST;
    for (const member of this.#members.values()) {
      this.#parts.hub.tell(member, { kind: "notice", text });
    }
  }

  /** What it comes back to is kept by its session, as after any loss. */
  #recalled({ key }: Recalled): void {
    for (const member of this.#members.values()) {
      if (member.tokenKey === key) member.end(CAME_BACK, { elsewhere: true });
    }
  }

  #noted({ to, text }: Noted): void {
    for (const member of this.#clientsOf(to)) {
      this.#parts.hub.tell(member, { kind: "notice", text });
    }
  }

  #stay(person: Person, room: Room): Stay {
    return { room, shared: this.#parts.roster.isShared(person, room) };
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
    for (const room of rooms) this.#left({ kind: "left", at, by, text, room: room.name }, fact);
    this.#parts.roster.apply(fact);
    this.#members.delete(by.id);
    this.#parts.guests.give(by.name);
  }

  #renamed(fact: Renamed): void {
    this.#parts.roster.apply(fact);
    const resident = this.#parts.roster.residents.get(fact.by.id);
    if (!resident) return;
    const member = this.#members.get(fact.by.id);
    if (member) this.#identify(member, resident);
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

  /** Whoever logs in has missed what was said to the account's rooms, and whoever logs out has seen it. */
  #identify(member: Member, { person, rooms }: Resident): void {
    const { unread } = this.#parts;
    const before = member.person;
    if (person.account === before.account) {
      member.person = person;
      return;
    }
    for (const room of rooms) unread.left(member, this.#stay(before, room));
    member.person = person;
    for (const room of rooms) unread.entered(member, this.#stay(person, room));
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
