// Who may do what where: a client's role, its way in, its right to see a room and to speak there. Looks at the
// roster and the rules of rooms and changes neither; the rules themselves are room_rules.ts.

import type { Clock } from "./clock.ts";
import { ChatError } from "./errors.ts";
import { SPEAKERS_KEPT } from "./limits.ts";
import type { Member } from "./member.ts";
import type { Person } from "./person.ts";
import { RecentMap } from "./recent_map.ts";
import { type Role, roleOf } from "./role.ts";
import {
  gamesFault,
  maySee,
  muteOn,
  roomFault,
  serverFault,
  speechFault,
  terms,
  type Visitor,
} from "./room_rules.ts";
import { NO_SETTINGS, type RoomSettings } from "./room_settings.ts";
import type { Room, Roster } from "./roster.ts";

export interface RightsParts {
  readonly roster: Omit<Roster, "apply">;
  readonly clock: Pick<Clock, "now">;
}

export interface RightsOptions {
  /** Where the chat begins. */
  readonly lobby: string;
  /** Name keys of the server's admins. */
  readonly admins: ReadonlySet<string>;
}

/** A guest nobody knows yet. */
const NOBODY: Person = { id: "", name: "" };

export class Rights {
  readonly #parts: RightsParts;
  readonly #options: RightsOptions;
  /** When somebody last said a line in a slow room, by room and person; in milliseconds since 1970. */
  readonly #saidAt = new RecentMap<number>(SPEAKERS_KEPT);

  constructor(parts: RightsParts, options: RightsOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** What the client is in a room, its own if none is given. */
  role(member: Member, room = member.room): Role {
    return this.roleOf(member.person, room);
  }

  roleOf(person: Person, room: string): Role {
    return roleOf(person, { settings: this.#settings(room), admins: this.#options.admins });
  }

  /** Why guests from this address may not come in, or null. */
  guestFault(address: string): string | null {
    return this.doorFault(NOBODY, address);
  }

  /** Why nobody may register from this address, or null: a new account is no way round a ban, nor a mute. */
  registrationFault(address: string): string | null {
    const { lobby } = this.#options;
    const visitor = this.#visitor(NOBODY, address);
    const mute = muteOn(visitor, this.#settings(lobby));
    const muted = mute ? `You are muted in ${lobby} ${terms(mute, visitor.now)}` : null;
    return this.guestFault(address) ?? muted;
  }

  /** Why somebody may not be in the chat, which begins in the lobby, or null. */
  doorFault(person: Person, address: string): string | null {
    const room = this.#options.lobby;
    const settings = this.#settings(room);
    const { server } = this.#parts.roster;
    if (settings === NO_SETTINGS && server === NO_SETTINGS) return null;
    const visitor = this.#visitor(person, address);
    return serverFault(visitor, server) ?? roomFault(visitor, { room, settings });
  }

  /** Why the client may not enter a room with these settings, or null. */
  entryFault(
    { person, address }: Member,
    room: { readonly room: string; readonly settings: RoomSettings },
  ): string | null {
    return roomFault(this.#visitor(person, address), room);
  }

  /** Whether a room is there for the client: a private one is for those inside, invited or in charge. */
  sees({ id, person, address }: Member, { settings, people }: Room): boolean {
    if (!settings.private || people.has(id)) return true;
    return maySee(this.#visitor(person, address), settings);
  }

  /** Throws ChatError "refused" for who may not say anything in their room now; what is said counts. */
  checkSpeech(member: Member): void {
    const { room, person } = member;
    const settings = this.#settings(room);
    if (settings.slow === 0 && settings.mutes.length === 0) return;
    const fault = this.#speechFault(member, { name: room, settings });
    if (fault !== null) throw new ChatError("refused", fault);
    const now = this.#parts.clock.now();
    for (const mark of marksOf(person)) this.#saidAt.set(`${room} ${mark}`, now);
  }

  /** Why the client may not begin or join a game in its room, or null. */
  gamesFault({ room, person, address }: Member): string | null {
    return gamesFault(this.#visitor(person, address), { room, settings: this.#settings(room) });
  }

  /** Whether all the rooms that the client is in would take a line of it now. */
  isHeard(member: Member): boolean {
    const rooms = this.#parts.roster.residents.get(member.id)?.rooms ?? [];
    return rooms.every((room) => this.#speechFault(member, room) === null);
  }

  #speechFault(
    { person, address }: Member,
    { name, settings }: Pick<Room, "name" | "settings">,
  ): string | null {
    const times = marksOf(person).map((mark) => this.#saidAt.get(`${name} ${mark}`) ?? 0);
    const saidAt = Math.max(...times);
    return speechFault({ ...this.#visitor(person, address), saidAt }, settings);
  }

  #settings(room: string): RoomSettings {
    return this.#parts.roster.rooms.get(room)?.settings ?? NO_SETTINGS;
  }

  /** Somebody as a room's rules look at them. */
  #visitor(person: Person, address: string): Visitor {
    const { roster, clock } = this.#parts;
    const since = roster.residents.get(person.id)?.since;
    return { person, address, admins: this.#options.admins, now: clock.now(), since };
  }
}

/** Whose lines count as one speaker's: all clients of an account, and one client before and after its login. */
function marksOf({ id, account }: Person): string[] {
  return account === undefined ? [id] : [id, account];
}
