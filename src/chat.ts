// The operations: enter, say, join, rename, tell, leave. Each checks, then publishes a fact; what comes of
// a fact happens in delivery.ts when the bus hands it back, here as on every other node. Who logs in is
// accounts.ts, who keeps order moderation.ts. No sockets, no text layout, no clock of its own.

import { type Bus, cutOff } from "./bus.ts";
import type { Clock } from "./clock.ts";
import { Delivery } from "./delivery.ts";
import { ChatError } from "./errors.ts";
import type { PrivateEvent } from "./event.ts";
import type { Fact } from "./fact.ts";
import type { Line } from "./line.ts";
import type { Ousted } from "./node_fact.ts";
import type { Person } from "./person.ts";
import type { Game } from "./game.ts";
import type { GuestNames } from "./guest_names.ts";
import type { History } from "./history.ts";
import type { Hub } from "./hub.ts";
import type { Log } from "./log.ts";
import { type Member, NOTHING_MISSED } from "./member.ts";
import { LineIds } from "./line_ids.ts";
import { nameKey, parseName, parseRoom, roomKey } from "./name.ts";
import { NameDesk } from "./name_desk.ts";
import { present } from "./muster.ts";
import { nearest } from "./nearest.ts";
import { Rights } from "./rights.ts";
import { type Holder, NO_SETTINGS, type RoomSettings } from "./room_settings.ts";
import type { RoomBook } from "./room_book.ts";
import { RoomLimits, type RoomWish } from "./room_limits.ts";
import { type Resident, type Room, Roster } from "./roster.ts";
import { printable } from "./sanitize.ts";
import type { SavedTables } from "./saved_tables.ts";
import type { Scores } from "./scores.ts";
import type { TableAlarms } from "./table_alarms.ts";
import { Tables } from "./tables.ts";
import type { Unread } from "./unread.ts";

export interface ChatParts {
  readonly bus: Bus;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly guests: GuestNames;
  readonly history: Pick<History, "add" | "recent">;
  readonly book: Pick<RoomBook, "read" | "change">;
  readonly unread: Pick<Unread, "entered" | "left">;
  readonly games: readonly Game[];
  readonly scores: Pick<Scores, "add" | "addGuest">;
  readonly saved: Pick<SavedTables, "take">;
  readonly alarms: Pick<TableAlarms, "set">;
  readonly log: Log;
}

export interface ChatOptions {
  readonly lobby: string;
  readonly motd: string;
  /** Lines each room keeps. */
  readonly history: number;
  /** Lines shown on entering. */
  readonly replay: number;
  /** This node's name among the nodes, letters and digits; "" if it is the only one. */
  readonly node?: string;
  /** Name keys of the server's admins. */
  readonly admins: ReadonlySet<string>;
  /** Whether nobody is here without an account. */
  readonly requireLogin?: boolean;
  /** Rooms at once: in all, and of one user. */
  readonly maxRooms: number;
  readonly maxRoomsPerUser: number;
}

/** What one is told who has to log in to come in. */
export const LOG_IN_FIRST = "Log in or register: /login NAME PASSWORD, or /register NAME PASSWORD";

/** In whose name nobody acts. */
const SERVER: Person = { id: "", name: "" };

export class Chat {
  readonly #parts: ChatParts;
  readonly #options: ChatOptions;
  readonly #roster: Roster;
  readonly #delivery: Delivery;
  readonly #lineIds: LineIds;
  readonly #rights: Rights;
  readonly #names: NameDesk;
  readonly #roomLimits: RoomLimits;
  readonly #tables: Tables;
  readonly startedAt: number;

  constructor(parts: ChatParts, options: ChatOptions) {
    this.#parts = parts;
    this.#options = { ...options, lobby: roomKey(options.lobby) };
    this.#roster = new Roster(this.#options);
    const { admins, node = "", replay } = options;
    const { lobby } = this.#options;
    this.#rights = new Rights({ ...parts, roster: this.#roster }, { admins, lobby });
    this.#tables = new Tables({ ...parts, roster: this.#roster });
    const state = { roster: this.#roster, rights: this.#rights, tables: this.#tables };
    this.#delivery = new Delivery({ ...parts, ...state }, { replay, node });
    this.#roomLimits = new RoomLimits(this.#roster, this.#options);
    this.#lineIds = new LineIds(node);
    this.#names = new NameDesk({ ...parts, roster: this.#roster });
    this.startedAt = parts.clock.now();
    parts.bus.attach((fact) => this.#receive(fact), {
      present: () =>
        present(this.#delivery.ids, { roster: this.#roster, tables: this.#tables.book }),
      clients: () => this.#delivery.size,
      heard: () => parts.hub.rooms,
      idsOf: (person) => this.#roster.clientsOf(person).map(({ person: { id } }) => id),
    });
  }

  #receive(fact: Fact): void {
    if (fact.kind === "ousted") this.#rename(fact);
    else this.#delivery.receive(fact);
  }

  get lobby(): string {
    return this.#options.lobby;
  }

  /** Who may do what. */
  get rights(): Rights {
    return this.#rights;
  }

  get motd(): string {
    return this.#options.motd;
  }

  /** The clients of this node. */
  get members(): Iterable<Member> {
    return this.#delivery.members;
  }

  /** Rooms and people, for looking only. */
  get roster(): Omit<Roster, "apply"> {
    return this.#roster;
  }

  /** Games that are played, for looking only. */
  get tables(): Pick<Tables, "games" | "book" | "refusal"> {
    return this.#tables;
  }

  /** Opens the lobby with its past; before the first client. `registered`: keys of names that are accounts'. */
  async open(registered: Iterable<string> = []): Promise<void> {
    for (const key of registered) {
      this.#roster.apply({ kind: "registration", key, registered: true });
    }
    const { lobby } = this.#options;
    for (const room of ["", lobby]) {
      const settings = await this.#parts.book.read(room);
      const past = { room, by: SERVER, at: this.startedAt, settings: settings ?? NO_SETTINGS };
      this.#roster.apply({ kind: "settled", ...past, change: { what: "topic", text: "" } });
    }
    await this.#restore(lobby, NO_SETTINGS);
  }

  /**
   * Welcomes a new client and takes it to the lobby: as the holder of an account, refused if that is banned,
   * as a guest with a name that it has claimed, or as any guest, if guestFault() has nothing against it.
   */
  async enter(member: Member, who?: Holder | { readonly name: string }): Promise<void> {
    const { bus, clock } = this.#parts;
    const { id, address } = member;
    if (who && "account" in who) this.#refuseIf(this.#rights.doorFault({ id, ...who }, address));
    member.person = { id, ...who ?? { name: await this.#names.forGuest(id) } };
    this.#delivery.add(member);
    await bus.publish({ kind: "arrived", at: clock.now(), by: member.person, address });
    this.send(member, { kind: "welcome", name: member.name, motd: this.#options.motd });
    this.send(member, this.#delivery.who(member));
    await bus.publish(this.#inRoom("joined", member, this.#options.lobby)); // which is open, always
  }

  /**
   * Comes in as a guest, by this name if one is given. Throws ChatError "bad-name" or "name-taken", and
   * "refused" for who is in or may not come in as a guest.
   */
  async enterAs(member: Member, wanted?: string): Promise<void> {
    this.#refuseIf(this.isIn(member) ? `You are in already, as ${member.name}` : null);
    this.#refuseIf(this.#rights.guestFault(member.address));
    if (this.#options.requireLogin) throw new ChatError("refused", LOG_IN_FIRST);
    if (wanted === undefined) return await this.enter(member);
    const name = parseName(wanted);
    await this.#claim(member, name);
    if (member.gone) return this.#parts.bus.release(nameKey(name), member.id);
    await this.enter(member, { name });
  }

  /** Hears what is said in a room for somebody who is not in it. Never rejects: while that cannot be, it is silent. */
  async hear(room: string): Promise<void> {
    await this.#parts.bus.follow(room).catch(() => {});
  }

  /** Whether the client has entered and not yet gone. */
  isIn(member: Member): boolean {
    return this.#delivery.knows(member);
  }

  /**
   * Says goodbye for the client and gives its name back. One that never entered will not any more.
   * `returns`: whether it may come back, as after a lost connection.
   */
  async exit(member: Member, text: string, { returns = false } = {}): Promise<void> {
    member.gone = true;
    if (!this.#delivery.knows(member)) return;
    const { bus, clock } = this.#parts;
    const at = clock.now();
    const departed = bus.publish({ kind: "departed", at, by: member.person, text, returns });
    if (bus.state === "up") await departed; // nobody is kept waiting at the door
    const key = nameKey(member.name);
    if (key !== member.reserved) bus.release(key, member.id);
  }

  /** Sends a line to the room the client is in, and gives its id. Throws ChatError "refused" for who may not speak. */
  say(member: Member, text: string): string {
    return this.#publishLine("said", member, text);
  }

  act(member: Member, text: string): string {
    return this.#publishLine("acted", member, text);
  }

  /** Throws ChatError "bad-name" or "name-taken". */
  async rename(member: Member, wanted: string): Promise<void> {
    const name = parseName(wanted);
    if (name === member.name) throw new ChatError("refused", `You are "${name}" already`);
    if (member.person.account !== undefined) {
      const why = `You are logged in as ${member.name}, which is your name`;
      throw new ChatError("refused", `${why}: /logout first`);
    }
    await this.#claim(member, name);
    await this.#become(member, { name });
  }

  /** Keeps a name for a client that is about to register it. Throws ChatError "name-taken". */
  async reserve(member: Member, name: string): Promise<void> {
    const wanted = parseName(name);
    member.reserved = nameKey(wanted); // from now on, as the client may leave meanwhile
    if (await this.#names.claim(wanted, member.id)) return;
    member.reserved = "";
    throw new ChatError("name-taken", `The name "${wanted}" is taken: choose another`);
  }

  /** Gives it back, unless the client is here and carries it. */
  dropReserved(member: Member): void {
    const { id, reserved } = member;
    member.reserved = "";
    if (member.gone || reserved !== nameKey(member.name)) this.#parts.bus.release(reserved, id);
  }

  /** Whether somebody from this address may be here without an account. */
  takesGuests(address: string): boolean {
    return !this.#options.requireLogin && this.#rights.guestFault(address) === null;
  }

  /** The client has logged in: it carries the account's name from now on. Rejects if that is banned. */
  async identify(member: Member, account: Holder): Promise<void> {
    const fault = this.#rights.doorFault({ id: member.id, ...account }, member.address);
    if (fault !== null) this.#parts.bus.release(nameKey(account.name), member.id);
    this.#refuseIf(fault);
    await this.#become(member, account);
  }

  /** The client has logged out: it gets a guest's name. */
  async disown(member: Member): Promise<void> {
    await this.#become(member, { name: await this.#names.forGuest(member.id) });
  }

  /** The name went to somebody else while this node was cut off. */
  #rename({ id, key }: Ousted): void {
    const member = this.#delivery.member(id);
    if (!member || nameKey(member.name) !== key || member.person.account !== undefined) return;
    this.notice(member, `The name "${member.name}" was taken while the link was lost`);
    this.disown(member).catch((error) => member.fail(error));
  }

  /** Takes a name for a guest. Throws ChatError "name-taken". */
  async #claim(member: Member, name: string): Promise<void> {
    if (await this.#names.claim(name, member.id)) return;
    if (!this.#roster.isRegistered(nameKey(name))) {
      throw new ChatError("name-taken", `The name "${name}" is taken: choose another`);
    }
    const hint = `type /login ${name} PASSWORD if it is yours, or choose another`;
    throw new ChatError("name-taken", `The name "${name}" is registered: ${hint}`);
  }

  /** Another name or account, whose name is claimed already if it needs that. */
  async #become(member: Member, who: { name: string; account?: string }): Promise<void> {
    const { bus, clock } = this.#parts;
    const old = nameKey(member.name);
    if (this.#delivery.knows(member)) {
      await bus.publish({ kind: "renamed", at: clock.now(), by: member.person, ...who });
    }
    for (const unused of [old, nameKey(who.name)]) { // the new one, if they departed before
      if (unused !== nameKey(member.name)) bus.release(unused, member.id);
    }
    if (member.person.name !== who.name) this.#parts.guests.give(who.name);
  }

  /** Enters one more room. What is typed goes there from now on. */
  async join(member: Member, wanted: string): Promise<void> {
    await this.#go(member, { room: roomKey(parseRoom(wanted)), leavesOthers: false });
  }

  async #go(member: Member, wish: RoomWish): Promise<void> {
    const { room } = wish;
    if (this.#roster.rooms.get(room)?.people.has(member.id)) {
      throw new ChatError("refused", `You are in ${room} already`);
    }
    this.#refuseIf(this.#roomLimits.fault(member, wish));
    if (this.#parts.bus.state !== "up") throw cutOff(); // before the store is asked in vain
    const settings = this.#roster.rooms.get(room)?.settings ?? await this.#settingsOf(room, member);
    this.#refuseIf(this.#rights.entryFault(member, { room, settings }));
    if (!this.#roster.rooms.has(room)) await this.#restore(room, settings);
    await this.#parts.bus.publish(this.#inRoom("joined", member, room));
  }

  /** Enters a room and leaves all others: a terminal is in one room at a time. */
  async move(member: Member, wanted: string): Promise<void> {
    await this.#go(member, { room: roomKey(parseRoom(wanted)), leavesOthers: true });
    await this.leaveOthers(member);
  }

  /** Leaves all rooms but the one that is meant: also one that the client was kicked to meanwhile. */
  async leaveOthers(member: Member): Promise<void> {
    const others = this.#roomsOf(member).filter(({ name }) => name !== member.room);
    for (const { name } of others) {
      await this.#parts.bus.publish({ ...this.#inRoom("left", member, name), text: "" });
    }
  }

  /** Takes the client to a room with the lines said there since. Throws ChatError if it may not enter. */
  async catchUp(member: Member, { room, since }: { room: string; since: number }): Promise<void> {
    if (member.room !== room) {
      member.missed = { ...member.missed, since };
      return await this.move(member, room).finally(() => member.missed = NOTHING_MISSED);
    }
    const history = this.#roster.rooms.get(room)?.history ?? [];
    const lines = history.filter((line) =>
      line.at > since && line.id < member.shownFrom && !member.hides(line.by)
    );
    if (lines.length > 0) this.send(member, { kind: "past", lines, more: false });
  }

  /** The rooms of a client, by name. */
  roomsOf(member: Member): readonly string[] {
    return this.#roomsOf(member).map(({ name }) => name);
  }

  /** Enters a room if need be. What is typed goes there from now on. */
  async enterAgain(member: Member, room: string): Promise<void> {
    if (this.roomsOf(member).includes(room)) this.turnTo(member, room);
    else await this.join(member, room);
  }

  /** Shows a client its rooms anew, with what it has missed there. */
  showAgain(member: Member): void {
    for (const { name } of this.#roomsOf(member)) this.#delivery.showAgain(member, name);
  }

  /** Leaves rooms that are not among these, unless it would be in none then. */
  async leaveAllBut(member: Member, rooms: readonly string[]): Promise<void> {
    const inside = this.roomsOf(member);
    if (!inside.some((room) => rooms.includes(room))) return;
    for (const room of inside.filter((room) => !rooms.includes(room))) {
      await this.#parts.bus.publish({ ...this.#inRoom("left", member, room), text: "" });
    }
  }

  /** Leaves one of several rooms, or the only one for the lobby. */
  async leave(member: Member): Promise<void> {
    const [next] = this.#roomsOf(member).filter(({ name }) => name !== member.room);
    if (!next) return await this.move(member, this.#options.lobby);
    const room = member.room;
    member.room = next.name;
    await this.#parts.bus.publish({ ...this.#inRoom("left", member, room), text: "" });
  }

  /** What is said goes to this one of the client's rooms from now on. Throws ChatError "refused" for another. */
  turnTo(member: Member, wanted: string): void {
    const room = roomKey(parseRoom(wanted));
    const inside = this.#roster.rooms.get(room)?.people.has(member.id);
    this.#refuseIf(inside ? null : `You are not in ${room}: join it first`);
    member.room = room;
  }

  /** `text` null: back again. */
  setAway(member: Member, text: string | null): Promise<void> {
    return this.#parts.bus.publish({ kind: "away", by: member.person, text });
  }

  /** Sends a private line. */
  tell(member: Member, { to, text }: { to: Resident; text: string }): void {
    this.#refuseIfFull();
    const at = this.#parts.clock.now();
    const id = this.#lineIds.next(at);
    this.#parts.bus.publish({ kind: "told", id, at, by: member.person, to: to.person, text });
    this.send(member, { kind: "sent", id, at, to: to.person, text });
    const away = this.#roster.awayText(to);
    if (away !== null) this.notice(member, `${to.person.name} is away: ${away}`);
  }

  /** Whoever has that name. Throws ChatError "no-such-name" with the nearest name. */
  find(name: string): Resident {
    const resident = this.#roster.named(name);
    if (resident) return resident;
    const guess = nearest(name, names(this.#roster.residents.values()));
    const hint = guess ? `did you mean ${guess}?` : "/who lists who is";
    throw new ChatError("no-such-name", `Nobody here is called "${printable(name)}": ${hint}`);
  }

  /** The room of that name, as the client may see it. Throws ChatError "no-such-room" with the nearest name. */
  findRoom(name: string, member: Member): Room {
    const key = roomKey(parseRoom(name));
    const room = this.#roster.rooms.get(key);
    if (room && this.#rights.sees(member, room)) return room;
    const seen = [...this.#roster.rooms.values()].filter((room) => this.#rights.sees(member, room));
    const guess = nearest(key, seen.map(({ name }) => name));
    const hint = guess ? `did you mean ${guess}?` : "/rooms lists those there are";
    throw new ChatError("no-such-room", `There is no room "${printable(key)}": ${hint}`);
  }

  /** One line from the server to one client. */
  notice(member: Member, text: string): void {
    this.send(member, { kind: "notice", text });
  }

  /** One event to one client, after all that its rooms heard before. */
  send(member: Member, event: PrivateEvent): void {
    this.#parts.hub.tell(member, event);
  }

  /** One line from the server to somebody, on whichever node and with however many clients. */
  note(to: Person, text: string): void {
    this.#parts.bus.publish({ kind: "noted", to, text });
  }

  /** One line from the server to every client of this node. */
  announce(text: string): void {
    for (const member of this.#delivery.members) this.notice(member, text);
  }

  /** Those of a room that is not open. A room that nobody made before belongs to the registered user who does. */
  async #settingsOf(room: string, { person: { account, name } }: Member): Promise<RoomSettings> {
    const { book } = this.#parts;
    const settings = await book.read(room);
    if (settings !== null || account === undefined) return settings ?? NO_SETTINGS;
    const owner = { account, name };
    return await book.change(room, (now) => now === NO_SETTINGS ? { ...now, owner } : now);
  }

  /** Brings back what was said in a room, what was ruled, and what was played. */
  async #restore(room: string, settings: RoomSettings): Promise<void> {
    const { bus, history, saved } = this.#parts;
    const [lines, tables] = await Promise.all([history.recent(room), saved.take(room)]);
    if (lines.length === 0 && settings === NO_SETTINGS && tables.length === 0) return;
    await bus.publish({ kind: "opened", room, lines, settings, tables });
  }

  #roomsOf({ id }: Member): readonly Room[] {
    return this.#roster.residents.get(id)?.rooms ?? [];
  }

  /** What cannot even wait is not taken. */
  #refuseIfFull(): void {
    const { state } = this.#parts.bus;
    const why = "too much waits for the link to the other servers";
    this.#refuseIf(state === "full" ? `That was not said, as ${why}: try again later` : null);
  }

  #refuseIf(fault: string | null): void {
    if (fault !== null) throw new ChatError("refused", fault);
  }

  #publishLine(kind: Line["kind"], member: Member, text: string): string {
    this.#refuseIfFull();
    this.#rights.checkSpeech(member);
    const at = this.#parts.clock.now();
    const id = this.#lineIds.next(at);
    this.#parts.bus.publish({ kind, id, at, room: member.room, by: member.person, text });
    return id;
  }

  #inRoom<K extends "joined" | "left">(kind: K, member: Member, room: string) {
    return { kind, at: this.#parts.clock.now(), room, by: member.person };
  }
}

function* names(residents: Iterable<Resident>): Generator<string> {
  for (const { person } of residents) yield person.name;
}
