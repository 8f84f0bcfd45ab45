// A client's way through the rooms: join, move, leave, come back, and who may see which. Each checks, then
// publishes a fact; a room that is not open is opened first, with its past. No names, no lines.

import { type Bus, cutOff } from "./bus.ts";
import type { Clock } from "./clock.ts";
import type { Delivery } from "./delivery.ts";
import { ChatError, refuseIf } from "./errors.ts";
import type { History } from "./history.ts";
import type { Hub } from "./hub.ts";
import { type Member, NOTHING_MISSED } from "./member.ts";
import { parseRoom, roomKey } from "./name.ts";
import { nearest } from "./nearest.ts";
import type { Person } from "./person.ts";
import type { Rights } from "./rights.ts";
import type { RoomBook } from "./room_book.ts";
import { RoomLimits, type RoomLimitsOptions, type RoomWish } from "./room_limits.ts";
import { NO_SETTINGS, type RoomSettings } from "./room_settings.ts";
import type { Room, Roster } from "./roster.ts";
import { printable } from "./sanitize.ts";
import type { SavedTables } from "./saved_tables.ts";

export interface RoomsParts {
  readonly bus: Pick<Bus, "publish" | "state">;
  readonly clock: Pick<Clock, "now">;
  readonly delivery: Pick<Delivery, "showAgain">;
  readonly history: Pick<History, "recent">;
  readonly book: Pick<RoomBook, "read" | "change">;
  readonly hub: Pick<Hub, "tell">;
  readonly rights: Pick<Rights, "entryFault" | "sees">;
  readonly roster: Roster;
  readonly saved: Pick<SavedTables, "take">;
}

/** In whose name nobody acts. */
const SERVER: Person = { id: "", name: "" };

export class Rooms {
  readonly #parts: RoomsParts;
  readonly #lobby: string;
  readonly #limits: RoomLimits;

  constructor(parts: RoomsParts, options: RoomLimitsOptions) {
    this.#parts = parts;
    this.#lobby = options.lobby;
    this.#limits = new RoomLimits(parts.roster, options);
  }

  /** Opens the lobby with its past; before the first client. */
  async openLobby(): Promise<void> {
    const { book, clock, roster } = this.#parts;
    const at = clock.now();
    for (const room of ["", this.#lobby]) {
      const settings = await book.read(room) ?? NO_SETTINGS;
      const change = { what: "topic", text: "" } as const;
      roster.apply({ kind: "settled", at, room, by: SERVER, settings, change });
    }
    await this.#restore(this.#lobby, NO_SETTINGS);
  }

  /** Into the lobby, which is open, always. */
  enterLobby(member: Member): Promise<void> {
    return this.#enter(member, this.#lobby);
  }

  /** Enters one more room. What is typed goes there from now on. */
  async join(member: Member, wanted: string): Promise<void> {
    await this.#go(member, { room: roomKey(parseRoom(wanted)), leavesOthers: false });
  }

  async #go(member: Member, wish: RoomWish): Promise<void> {
    const { room } = wish;
    const { bus, rights, roster: { rooms } } = this.#parts;
    refuseIf(this.#isIn(room, member) ? `You are in ${room} already` : null);
    refuseIf(this.#limits.fault(member, wish));
    if (bus.state !== "up") throw cutOff(); // before the store is asked in vain
    const settings = rooms.get(room)?.settings ?? await this.#settingsOf(room, member);
    refuseIf(rights.entryFault(member, { room, settings }));
    if (!rooms.has(room)) await this.#restore(room, settings);
    await this.#enter(member, room);
  }

  /** Enters a room and leaves all others: a terminal is in one room at a time. */
  async move(member: Member, wanted: string): Promise<void> {
    await this.#go(member, { room: roomKey(parseRoom(wanted)), leavesOthers: true });
    await this.leaveOthers(member);
  }

  /** Leaves all rooms but the one that is meant: also one that the client was kicked to meanwhile. */
  async leaveOthers(member: Member): Promise<void> {
    const others = this.#roomsOf(member).filter(({ name }) => name !== member.room);
    for (const { name } of others) await this.#leave(member, name);
  }

  /** Takes the client to a room with the lines said there since. Throws ChatError if it may not enter. */
  async catchUp(member: Member, { room, since }: { room: string; since: number }): Promise<void> {
    if (member.room !== room) {
      member.missed = { ...member.missed, since };
      return await this.move(member, room).finally(() => member.missed = NOTHING_MISSED);
    }
    const history = this.#parts.roster.rooms.get(room)?.history ?? [];
    const lines = history.filter((line) =>
      line.at > since && line.id < member.shownFrom && !member.hides(line.by)
    );
    if (lines.length > 0) this.#parts.hub.tell(member, { kind: "past", lines, more: false });
  }

  /** The rooms of a client, by name. */
  of(member: Member): readonly string[] {
    return this.#roomsOf(member).map(({ name }) => name);
  }

  /** Enters a room if need be. What is typed goes there from now on. */
  async enterAgain(member: Member, room: string): Promise<void> {
    if (this.of(member).includes(room)) this.turnTo(member, room);
    else await this.join(member, room);
  }

  /** Shows a client its rooms anew, with what it has missed there. */
  showAgain(member: Member): void {
    for (const { name } of this.#roomsOf(member)) this.#parts.delivery.showAgain(member, name);
  }

  /** Leaves rooms that are not among these, unless it would be in none then. */
  async leaveAllBut(member: Member, rooms: readonly string[]): Promise<void> {
    const inside = this.of(member);
    if (!inside.some((room) => rooms.includes(room))) return;
    for (const room of inside.filter((room) => !rooms.includes(room))) {
      await this.#leave(member, room);
    }
  }

  /** Leaves one of several rooms, or the only one for the lobby. */
  async leave(member: Member): Promise<void> {
    const [next] = this.#roomsOf(member).filter(({ name }) => name !== member.room);
    if (!next) return await this.move(member, this.#lobby);
    const room = member.room;
    member.room = next.name;
    await this.#leave(member, room);
  }

  /** What is said goes to this one of the client's rooms from now on. Throws ChatError "refused" for another. */
  turnTo(member: Member, wanted: string): void {
    const room = roomKey(parseRoom(wanted));
    refuseIf(this.#isIn(room, member) ? null : `You are not in ${room}: join it first`);
    member.room = room;
  }

  /** The room of that name, as the client may see it. Throws ChatError "no-such-room" with the nearest name. */
  find(name: string, member: Member): Room {
    const { rights, roster: { rooms } } = this.#parts;
    const key = roomKey(parseRoom(name));
    const room = rooms.get(key);
    if (room && rights.sees(member, room)) return room;
    const seen = [...rooms.values()].filter((room) => rights.sees(member, room));
    const guess = nearest(key, seen.map(({ name }) => name));
    const hint = guess ? `did you mean ${guess}?` : "/rooms lists those there are";
    throw new ChatError("no-such-room", `There is no room "${printable(key)}": ${hint}`);
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

  #enter(member: Member, room: string): Promise<void> {
    const { bus, clock } = this.#parts;
    return bus.publish({ kind: "joined", at: clock.now(), room, by: member.person });
  }

  async #leave(member: Member, room: string): Promise<void> {
    const { bus, clock } = this.#parts;
    await bus.publish({ kind: "left", at: clock.now(), room, by: member.person, text: "" });
  }

  #isIn(room: string, { id }: Member): boolean {
    return this.#parts.roster.rooms.get(room)?.people.has(id) ?? false;
  }

  #roomsOf({ id }: Member): readonly Room[] {
    return this.#parts.roster.residents.get(id)?.rooms ?? [];
  }
}
