// Who may do what where: a client's role, its way in, its right to see a room and to speak there. Looks at the
// roster and the rules of rooms and changes neither; the rules themselves are room_rules.ts.

import type { Clock } from "./clock.ts";
import { ChatError } from "./errors.ts";
import type { Person } from "./event.ts";
import type { Member } from "./member.ts";
import { type Role, roleOf } from "./role.ts";
import { maySee, roomFault, serverFault, speechFault, type Visitor } from "./room_rules.ts";
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
    const settings = this.#settings(member.room);
    if (settings.slow === 0 && settings.mutes.length === 0) return;
    const speaker = this.#visitor(member.person, member.address);
    const fault = speechFault({ ...speaker, saidAt: member.saidAt }, settings);
    if (fault !== null) throw new ChatError("refused", fault);
    member.saidAt = speaker.now;
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
