// The operations: enter, say, join, rename, tell, leave. Each checks, then publishes a fact; what comes of
// a fact happens in delivery.ts when the bus hands it back, here as on every other node.
// No sockets, no text layout, no clock of its own.

import type { Bus } from "./bus.ts";
import type { Clock } from "./clock.ts";
import { Delivery } from "./delivery.ts";
import { ChatError } from "./errors.ts";
import type { Line, PrivateEvent } from "./event.ts";
import type { GuestNames } from "./guest_names.ts";
import type { History } from "./history.ts";
import type { Hub } from "./hub.ts";
import type { Member } from "./member.ts";
import { LineIds } from "./line_ids.ts";
import { nameKey, parseName, parseRoom, roomKey } from "./name.ts";
import { nearest } from "./nearest.ts";
import { type Resident, type Room, Roster } from "./roster.ts";
import { printable } from "./sanitize.ts";

export interface ChatParts {
  readonly bus: Bus;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly guests: GuestNames;
  readonly history: Pick<History, "add" | "recent">;
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
}

export class Chat {
  readonly #parts: ChatParts;
  readonly #options: ChatOptions;
  readonly #roster: Roster;
  readonly #delivery: Delivery;
  readonly #lineIds: LineIds;
  readonly startedAt: number;

  constructor(parts: ChatParts, options: ChatOptions) {
    this.#parts = parts;
    this.#options = { ...options, lobby: roomKey(options.lobby) };
    this.#roster = new Roster(this.#options);
    this.#delivery = new Delivery({ ...parts, roster: this.#roster }, options.replay);
    this.#lineIds = new LineIds(options.node ?? "");
    this.startedAt = parts.clock.now();
    parts.bus.attach((fact) => this.#delivery.receive(fact));
  }

  get lobby(): string {
    return this.#options.lobby;
  }

  get motd(): string {
    return this.#options.motd;
  }

  /** Rooms and people, for looking only. */
  get roster(): Pick<Roster, "rooms" | "residents" | "named"> {
    return this.#roster;
  }

  /** Opens the lobby with its past; before the first client. */
  async open(): Promise<void> {
    await this.#restore(this.#options.lobby);
  }

  /** Gives a new client a guest's name, welcomes it and takes it to the lobby. */
  async enter(member: Member): Promise<void> {
    const { bus, clock } = this.#parts;
    member.person = { id: member.id, name: await this.#claimGuestName(member.id) };
    this.#delivery.add(member);
    await bus.publish({ kind: "arrived", at: clock.now(), by: member.person });
    this.send(member, { kind: "welcome", name: member.name, motd: this.#options.motd });
    await bus.publish(this.#inRoom("joined", member, this.#options.lobby)); // which is open, always
  }

  /** Says goodbye for the client and gives its name back. Harmless for one that never entered. */
  async exit(member: Member, text: string): Promise<void> {
    if (!this.#delivery.knows(member)) return;
    const { bus, clock } = this.#parts;
    await bus.publish({ kind: "departed", at: clock.now(), by: member.person, text });
    bus.release(nameKey(member.name), member.id);
  }

  /** Sends a line to the room the client is in. */
  say(member: Member, text: string): void {
    this.#publishLine("said", member, text);
  }

  act(member: Member, text: string): void {
    this.#publishLine("acted", member, text);
  }

  /** Throws ChatError "bad-name" or "name-taken". */
  async rename(member: Member, wanted: string): Promise<void> {
    const name = parseName(wanted);
    if (name === member.name) throw new ChatError("refused", `You are "${name}" already`);
    const { bus, clock } = this.#parts;
    if (!await bus.claim(nameKey(name), member.id)) {
      throw new ChatError("name-taken", `The name "${name}" is taken: choose another`);
    }
    if (!this.#delivery.knows(member)) return bus.release(nameKey(name), member.id);
    const old = nameKey(member.name);
    await bus.publish({ kind: "renamed", at: clock.now(), by: member.person, name });
    const unused = member.name === name ? old : nameKey(name); // the new one, if they departed before
    if (unused !== nameKey(member.name)) bus.release(unused, member.id);
  }

  /** Enters one more room. What is typed goes there from now on. */
  async join(member: Member, wanted: string): Promise<void> {
    const room = roomKey(parseRoom(wanted));
    if (this.#roster.rooms.get(room)?.people.has(member.id)) {
      throw new ChatError("refused", `You are in ${room} already`);
    }
    if (!this.#roster.rooms.has(room)) await this.#restore(room);
    await this.#parts.bus.publish(this.#inRoom("joined", member, room));
  }

  /** Enters a room and leaves the one before: a terminal is in one room at a time. */
  async move(member: Member, wanted: string): Promise<void> {
    const before = member.room;
    await this.join(member, wanted);
    await this.#parts.bus.publish({ ...this.#inRoom("left", member, before), text: "" });
  }

  setTopic(member: Member, text: string): Promise<void> {
    return this.#parts.bus.publish({ ...this.#inRoom("topic", member, member.room), text });
  }

  /** `text` null: back again. */
  setAway(member: Member, text: string | null): Promise<void> {
    return this.#parts.bus.publish({ kind: "away", by: member.person, text });
  }

  /** Sends a private line. */
  tell(member: Member, { to, text }: { to: Resident; text: string }): void {
    const at = this.#parts.clock.now();
    this.#parts.bus.publish({ kind: "told", at, by: member.person, to: to.person, text });
    this.send(member, { kind: "sent", at, to: to.person, text });
    if (to.away !== null) this.notice(member, `${to.person.name} is away: ${to.away}`);
  }

  /** Whoever has that name. Throws ChatError "no-such-name" with the nearest name. */
  find(name: string): Resident {
    const resident = this.#roster.named(name);
    if (resident) return resident;
    const guess = nearest(name, names(this.#roster.residents.values()));
    const hint = guess ? `did you mean ${guess}?` : "/who lists who is";
    throw new ChatError("no-such-name", `Nobody here is called "${printable(name)}": ${hint}`);
  }

  /** The room of that name. Throws ChatError "no-such-room" with the nearest name. */
  findRoom(name: string): Room {
    const key = roomKey(parseRoom(name));
    const room = this.#roster.rooms.get(key);
    if (room) return room;
    const guess = nearest(key, this.#roster.rooms.keys());
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

  /** One line from the server to every client of this node. */
  announce(text: string): void {
    for (const member of this.#delivery.members) this.notice(member, text);
  }

  /** Brings back what was said in a room, if anything was. */
  async #restore(room: string): Promise<void> {
    const lines = await this.#parts.history.recent(room);
    if (lines.length > 0) await this.#parts.bus.publish({ kind: "opened", room, lines });
  }

  async #claimGuestName(id: string): Promise<string> {
    const { bus, guests } = this.#parts;
    const tooEarly: string[] = []; // nobody has them any more, or nobody has them yet
    for (;;) {
      const name = guests.take();
      if (await bus.claim(nameKey(name), id)) {
        for (const other of tooEarly) guests.give(other);
        return name;
      }
      if (!this.#roster.named(name)) tooEarly.push(name);
    }
  }

  #publishLine(kind: Line["kind"], member: Member, text: string): void {
    const at = this.#parts.clock.now();
    const id = this.#lineIds.next(at);
    this.#parts.bus.publish({ kind, id, at, room: member.room, by: member.person, text });
  }

  #inRoom<K extends "joined" | "left" | "topic">(kind: K, member: Member, room: string) {
    return { kind, at: this.#parts.clock.now(), room, by: member.person };
  }
}

function* names(residents: Iterable<Resident>): Generator<string> {
  for (const { person } of residents) yield person.name;
}
