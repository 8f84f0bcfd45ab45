// What comes of it when somebody enters a room, leaves it or is sent out of it: what the client is shown, what
// the room hears, and from which line on the account has missed something. Decides nothing.

import type { Clock } from "./clock.ts";
import { Crowd } from "./crowd.ts";
import { entrance } from "./entrance.ts";
import type { Departed, Joined, Kicked, Left } from "./fact.ts";
import type { Hub } from "./hub.ts";
import type { Member } from "./member.ts";
import type { Person } from "./person.ts";
import type { Rights } from "./rights.ts";
import type { Resident, Room, Roster } from "./roster.ts";
import type { TableDelivery } from "./table_delivery.ts";
import type { Stay, Unread } from "./unread.ts";

export interface RoomDeliveryParts {
  readonly roster: Roster;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly unread: Pick<Unread, "entered" | "left">;
  readonly rights: Pick<Rights, "role">;
  readonly atTables: Pick<TableDelivery, "here" | "gone">;
  /** The clients of this node. */
  readonly members: ReadonlyMap<string, Member>;
  /** Lines shown on entering a room. */
  readonly replay: number;
}

/** One client that has to leave a room, and the rooms it was in. */
interface Expulsion {
  readonly client: Resident;
  readonly left: Room;
  readonly before: readonly Room[];
}

export class RoomDelivery {
  readonly #parts: RoomDeliveryParts;
  readonly #crowd: Crowd;

  constructor(parts: RoomDeliveryParts) {
    this.#parts = parts;
    const { clock, roster, hub } = parts;
    this.#crowd = new Crowd({ clock, roster, post: (room, event) => hub.post(room, event) });
  }

  joined(fact: Joined): void {
    const { roster } = this.#parts;
    roster.apply(fact);
    const room = roster.rooms.get(fact.room);
    const resident = room?.people.get(fact.by.id);
    if (!room || !resident) return; // departed before
    const member = this.#parts.members.get(fact.by.id);
    if (member) this.#showIn(member, room);
    const shown = roster.awayText(resident) === null ? fact : { ...fact, away: true };
    if (!roster.isShared(fact.by, room)) this.#crowd.tell(shown, room.people.size);
    this.#parts.atTables.here(room.name, fact.by, fact);
  }

  /** Shows once more a room that the client is in. */
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
    hub.tell(member, entrance(member, { room, role, roster, replay: this.#parts.replay }));
  }

  #unsubscribe(member: Member, room: Room): void {
    this.#parts.hub.unsubscribe(room.name, member);
    this.#parts.unread.left(member, this.#stay(member.person, room));
  }

  left(fact: Left, departing?: Departed): void {
    const room = this.#parts.roster.rooms.get(fact.room);
    if (!room?.people.has(fact.by.id)) return; // departed before
    const { size } = room.people;
    this.#parts.roster.apply(fact);
    const member = this.#parts.members.get(fact.by.id);
    if (member) this.#unsubscribe(member, room);
    if (member && !departing) this.#showOutOf(member, { room: room.name, by: null, text: "" });
    if (!this.#parts.roster.isShared(fact.by, room)) this.#crowd.tell(fact, size);
    this.#parts.atTables.gone(room.name, {
      person: fact.by,
      cause: fact,
      returns: departing?.returns,
    });
  }

  /** The room sees why; whoever is kicked is told by a notice, and then sees the lobby. */
  kicked(fact: Kicked): void {
    const { roster, hub } = this.#parts;
    const room = roster.rooms.get(fact.room);
    const clients = roster.clientsOf(fact.who).filter(({ rooms }) => room && rooms.includes(room));
    if (!room || clients.length === 0) return;
    const expulsions = clients.map((client) => ({ client, left: room, before: client.rooms }));
    for (const { person: { id } } of clients) {
      const member = this.#parts.members.get(id);
      if (member) hub.unsubscribe(room.name, member); // they are told otherwise
    }
    hub.post(room.name, fact);
    roster.apply(fact);
    this.#tellLobby(fact, expulsions); // before they are there to see it
    for (const expulsion of expulsions) this.#expel(fact, expulsion);
    for (const { person, rooms } of clients) {
      this.#parts.atTables.gone(room.name, { person, cause: fact });
      for (const { name } of rooms) this.#parts.atTables.here(name, person, fact);
    }
  }

  /** Tells one client, and shows it the lobby if it had no other room. */
  #expel(fact: Kicked, { client, left, before }: Expulsion): void {
    const { person: { id }, rooms } = client;
    const member = this.#parts.members.get(id);
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
  #tellLobby({ at, who }: Kicked, expulsions: readonly Expulsion[]): void {
    const came = expulsions
      .filter(({ client: { rooms }, before }) => rooms.some((room) => !before.includes(room)))
      .map(({ client }) => client);
    const lobby = came[0]?.rooms.at(-1);
    if (!lobby) return;
    const there = this.#parts.roster.clientsOf(who).filter(({ rooms }) => rooms.includes(lobby));
    if (there.length > came.length) return; // another client was there before
    const away = came.every((client) => client.away !== null);
    this.#crowd.tell({ kind: "joined", at, room: lobby.name, by: who, away }, lobby.people.size);
  }

  /** Whoever logs in has missed what was said to the account's rooms, and whoever logs out has seen it. */
  identify(member: Member, { person, rooms }: Resident): void {
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

  #stay(person: Person, room: Room): Stay {
    return { room, shared: this.#parts.roster.isShared(person, room) };
  }
}
