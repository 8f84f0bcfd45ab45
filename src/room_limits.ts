// How many rooms there may be, and how many one user may be in. Rules only: who is where is the roster's.

import type { Member } from "./member.ts";
import type { Roster } from "./roster.ts";

export interface RoomLimitsOptions {
  /** Rooms that are open at once. */
  readonly maxRooms: number;
  /** Rooms that one user is in at once, with all clients of an account together. */
  readonly maxRoomsPerUser: number;
  /** Where everybody may go, always. */
  readonly lobby: string;
}

/** A wish to be in a room. */
export interface RoomWish {
  readonly room: string;
  /** Whether the client leaves all its other rooms for it. */
  readonly leavesOthers: boolean;
}

export class RoomLimits {
  readonly #roster: Pick<Roster, "rooms" | "clientsOf">;
  readonly #options: RoomLimitsOptions;

  constructor(roster: Pick<Roster, "rooms" | "clientsOf">, options: RoomLimitsOptions) {
    this.#roster = roster;
    this.#options = options;
  }

  /** In words, what stands against it; null if nothing does. */
  fault(member: Member, wish: RoomWish): string | null {
    const { maxRooms, maxRoomsPerUser, lobby } = this.#options;
    if (wish.room === lobby) return null;
    const { rooms } = this.#roster;
    if (!rooms.has(wish.room) && rooms.size >= maxRooms) {
      return `There are ${rooms.size} rooms, and no more may be made: /rooms lists those there are`;
    }
    const mine = this.#roomsOf(member, wish);
    if (mine.has(wish.room) || mine.size < maxRoomsPerUser) return null;
    return `You are in ${mine.size} rooms already: /leave one of them first`;
  }

  /** By name, without those that the client leaves anyway. */
  #roomsOf(member: Member, { leavesOthers }: RoomWish): Set<string> {
    const clients = this.#roster.clientsOf(member.person)
      .filter(({ person }) => !leavesOthers || person.id !== member.id);
    return new Set(clients.flatMap(({ rooms }) => rooms).map(({ name }) => name));
  }
}
