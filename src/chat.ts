// The operations: enter, say, tell, exit; those on rooms are rooms.ts, those on names names.ts. Each checks,
// then publishes a fact; what comes of a fact happens in delivery.ts when the bus hands it back, here as on
// every other node. Who logs in is accounts.ts, who keeps order moderation.ts. No sockets, no text layout, no
// clock of its own.

import type { Bus, Census } from "./bus.ts";
import type { Clock } from "./clock.ts";
import { Delivery } from "./delivery.ts";
import { ChatError, refuseIf } from "./errors.ts";
import type { PrivateEvent } from "./event.ts";
import type { Fact } from "./fact.ts";
import type { Game } from "./game.ts";
import type { GuestNames } from "./guest_names.ts";
import type { History } from "./history.ts";
import type { Hub } from "./hub.ts";
import type { Line } from "./line.ts";
import { LineIds } from "./line_ids.ts";
import type { Log } from "./log.ts";
import type { Member } from "./member.ts";
import { present } from "./muster.ts";
import { nameKey, parseName, roomKey } from "./name.ts";
import { Names } from "./names.ts";
import { nearest } from "./nearest.ts";
import type { Person } from "./person.ts";
import { Rights } from "./rights.ts";
import type { RoomBook } from "./room_book.ts";
import type { Holder } from "./room_settings.ts";
import { Rooms } from "./rooms.ts";
import { type Resident, Roster } from "./roster.ts";
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

export class Chat {
  readonly #parts: ChatParts;
  readonly #options: ChatOptions;
  readonly #roster: Roster;
  readonly #delivery: Delivery;
  readonly #lineIds: LineIds;
  readonly #rights: Rights;
  readonly #tables: Tables;
  /** Under which names clients are here. */
  readonly names: Names;
  /** Which rooms they are in. */
  readonly rooms: Rooms;
  readonly startedAt: number;

  constructor(parts: ChatParts, options: ChatOptions) {
    this.#parts = parts;
    this.#options = { ...options, lobby: roomKey(options.lobby) };
    this.#roster = new Roster(this.#options);
    const { lobby, admins, node = "", replay } = this.#options;
    const known = { ...parts, roster: this.#roster };
    this.#rights = new Rights(known, { admins, lobby });
    this.#tables = new Tables(known);
    const state = { ...known, rights: this.#rights, tables: this.#tables };
    this.#delivery = new Delivery(state, { replay, node });
    this.#lineIds = new LineIds(node);
    this.names = new Names({ ...state, delivery: this.#delivery });
    this.rooms = new Rooms({ ...state, delivery: this.#delivery }, this.#options);
    this.startedAt = parts.clock.now();
    parts.bus.attach((fact) => this.#receive(fact), this.#census());
  }

  /** What the bus may ask about this node. */
  #census(): Census {
    const known = { roster: this.#roster, tables: this.#tables.book };
    return {
      present: () => present(this.#delivery.ids, known),
      clients: () => this.#delivery.size,
      heard: () => this.#parts.hub.rooms,
      idsOf: (person) => this.#roster.clientsOf(person).map(({ person: { id } }) => id),
    };
  }

  #receive(fact: Fact): void {
    if (fact.kind === "ousted") return this.names.oust(fact);
    if (fact.kind === "said" || fact.kind === "acted") {
      this.#lineIds.heard(fact.id, this.#parts.clock.now());
    }
    this.#delivery.receive(fact);
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
    await this.rooms.openLobby();
  }

  /**
   * Welcomes a new client and takes it to the lobby: as the holder of an account, refused if that is banned,
   * as a guest with a name that it has claimed, or as any guest, if guestFault() has nothing against it.
   */
  async enter(member: Member, who?: Holder | { readonly name: string }): Promise<void> {
    const { bus, clock } = this.#parts;
    const { id, address } = member;
    if (who && "account" in who) refuseIf(this.#rights.doorFault({ id, ...who }, address));
    member.person = who ? { id, ...who } : { id, name: await this.names.forGuest(member) };
    this.#delivery.add(member);
    await bus.publish({ kind: "arrived", at: clock.now(), by: member.person, address });
    this.send(member, { kind: "welcome", name: member.name, motd: this.#options.motd });
    this.send(member, this.#delivery.who(member));
    await this.rooms.enterLobby(member);
  }

  /**
   * Comes in as a guest, by this name if one is given. Throws ChatError "bad-name" or "name-taken", and
   * "refused" for who is in or may not come in as a guest.
   */
  async enterAs(member: Member, wanted?: string): Promise<void> {
    refuseIf(this.isIn(member) ? `You are in already, as ${member.name}` : null);
    refuseIf(this.#rights.guestFault(member.address));
    refuseIf(this.#options.requireLogin ? LOG_IN_FIRST : null);
    if (wanted === undefined) return await this.enter(member);
    const name = parseName(wanted);
    await this.names.claim(member, name);
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

  /** Whether somebody from this address may be here without an account. */
  takesGuests(address: string): boolean {
    return !this.#options.requireLogin && this.#rights.guestFault(address) === null;
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

  /** What cannot even wait is not taken. */
  #refuseIfFull(): void {
    const { state } = this.#parts.bus;
    const why = "too much waits for the link to the other servers";
    refuseIf(state === "full" ? `That was not said, as ${why}: try again later` : null);
  }

  #publishLine(kind: Line["kind"], member: Member, text: string): string {
    this.#refuseIfFull();
    this.#rights.checkSpeech(member);
    const at = this.#parts.clock.now();
    const id = this.#lineIds.next(at);
    this.#parts.bus.publish({ kind, id, at, room: member.room, by: member.person, text });
    return id;
  }
}

function* names(residents: Iterable<Resident>): Generator<string> {
  for (const { person } of residents) yield person.name;
}
