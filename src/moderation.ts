// Keeping order in rooms: each act changes a room's settings in the store, everybody hears of it, and the
// audit keeps it. Who may act is checked by command.ts from the roles in the table; whom it may hit is
// subject.ts.

import type { Audit } from "./audit.ts";
import type { Bus } from "./bus.ts";
import type { Clock } from "./clock.ts";
import { ChatError } from "./errors.ts";
import { MAX_SETTINGS_BYTES } from "./limits.ts";
import type { Member } from "./member.ts";
import type { Person } from "./person.ts";
import type { RoomBook } from "./room_book.ts";
import { describeChange, inBrackets, withoutAddress } from "./room_change.ts";
import type { RoomChange, RoomSettings } from "./room_settings.ts";

export interface ModerationParts {
  readonly bus: Pick<Bus, "publish">;
  readonly book: Pick<RoomBook, "change">;
  readonly clock: Pick<Clock, "now">;
  readonly audit: Pick<Audit, "record">;
}

/** One act: what becomes of the settings, and what people are told of it. */
export interface Act {
  /** With its "#"; "" is the whole server. */
  readonly room: string;
  readonly change: RoomChange;
  /** Called again if somebody else writes at the same time. Throws ChatError to refuse. */
  edit(settings: RoomSettings): Partial<RoomSettings>;
}

export interface Kick {
  readonly room: string;
  readonly who: Person;
  /** Or "". */
  readonly why: string;
}

/** As the audit keeps it. */
interface Deed {
  readonly room: string;
  readonly act: string;
  readonly of?: string;
  readonly what: string;
}

export class Moderation {
  readonly #parts: ModerationParts;

  constructor(parts: ModerationParts) {
    this.#parts = parts;
  }

  /** Resolves when the change is kept and all nodes know. Rejects with ChatError if it was refused. */
  async act(member: Member, { room, change, edit }: Act): Promise<void> {
    const { bus, book, clock } = this.#parts;
    const settings = await book.change(room, (now) => fitting({ ...now, ...edit(now) }));
    const [by, at] = [member.person, clock.now()];
    const told = withoutAddress(change);
    await bus.publish({ kind: "settled", at, room, by, settings, change: told });
    if (change.what === "topic") return; // everybody may, mostly
    await this.#record(member, { room, ...deed(change), what: describeChange(change, at) });
  }

  /** Moves all clients of somebody out of a room; out of the lobby, out of the chat. */
  async kick(member: Member, { room, who, why }: Kick): Promise<void> {
    await this.#expel(member, { room, who, why });
    const what = `kicked ${who.name}${inBrackets(why)}`;
    await this.#record(member, { room, act: "kick", of: who.name, what });
  }

  /** The same for whom the act before kept out, which the room has been told. */
  async remove(member: Member, kick: Kick): Promise<void> {
    await this.#expel(member, kick, { quiet: true });
  }

  /** Ends a connection, whichever node has it. */
  async cut(id: string, text: string): Promise<void> {
    await this.#parts.bus.publish({ kind: "cut", id, text });
  }

  /** One line from an admin to everybody. */
  async announce(member: Member, text: string): Promise<void> {
    const { bus, clock } = this.#parts;
    await bus.publish({ kind: "announced", at: clock.now(), by: member.person, text });
    await this.#record(member, { room: "", act: "announce", what: `told everybody: ${text}` });
  }

  async #expel(
    member: Member,
    { room, who, why }: Kick,
    how: { quiet?: true } = {},
  ): Promise<void> {
    const { bus, clock } = this.#parts;
    const at = clock.now();
    await bus.publish({ kind: "kicked", at, room, by: member.person, who, text: why, ...how });
  }

  #record({ name: by }: Member, { room, what, ...kind }: Deed): Promise<void> {
    return this.#parts.audit.record({ at: this.#parts.clock.now(), by, room, what }, kind);
  }
}

/** What was done and to whom, without anything that was typed as a text. */
function deed(change: RoomChange): Pick<Deed, "act" | "of"> {
  const act = change.what;
  if ("sanction" in change) return { act, of: change.sanction.name };
  return "name" in change ? { act, of: change.name } : { act };
}

const encoder = new TextEncoder();

/** Throws ChatError "refused" for more than the store takes. */
function fitting(settings: RoomSettings): RoomSettings {
  if (encoder.encode(JSON.stringify(settings)).length <= MAX_SETTINGS_BYTES) return settings;
  const hint = "/unban or /unmute somebody, or give shorter reasons";
  throw new ChatError("refused", `That is more than can be kept of this room: ${hint}`);
}
