// Keeping order in rooms: each act changes a room's settings in the store, and then everybody hears of it.
// Who may act is checked by command.ts from the roles in the table; here, only whom it may hit.

import type { Bus } from "./bus.ts";
import type { Clock } from "./clock.ts";
import type { Member } from "./member.ts";
import type { RoomBook } from "./room_book.ts";
import type { RoomChange, RoomSettings } from "./room_settings.ts";

export interface ModerationParts {
  readonly bus: Pick<Bus, "publish">;
  readonly book: Pick<RoomBook, "change">;
  readonly clock: Pick<Clock, "now">;
}

/** One act: what becomes of the settings, and what people are told of it. */
export interface Act {
  /** With its "#"; "" is the whole server. */
  readonly room: string;
  readonly change: RoomChange;
  /** Called again if somebody else writes at the same time. Throws ChatError to refuse. */
  edit(settings: RoomSettings): Partial<RoomSettings>;
}

export class Moderation {
  readonly #parts: ModerationParts;

  constructor(parts: ModerationParts) {
    this.#parts = parts;
  }

  /** Resolves when the change is kept and all nodes know. Rejects with ChatError if it was refused. */
  async act(member: Member, { room, change, edit }: Act): Promise<void> {
    const { bus, book, clock } = this.#parts;
    const settings = await book.change(room, (now) => ({ ...now, ...edit(now) }));
    const by = member.person;
    await bus.publish({ kind: "settled", at: clock.now(), room, by, settings, change });
  }
}
