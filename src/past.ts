// What people may ask of the past: to find lines in it, and to have their own erased. Says which rooms are
// anybody's to see; where lines are kept is history.ts.

import type { Bus } from "./bus.ts";
import { ChatError } from "./errors.ts";
import type { History } from "./history.ts";
import { LINES_FOUND } from "./limits.ts";
import type { Line } from "./line.ts";
import type { Log } from "./log.ts";
import type { Member } from "./member.ts";
import { parseRoom, roomKey } from "./name.ts";
import type { RoomBook } from "./room_book.ts";
import type { Room } from "./roster.ts";
import { printable } from "./sanitize.ts";

export interface PastParts {
  readonly history: Pick<History, "search" | "forget">;
  readonly book: Pick<RoomBook, "read">;
  readonly bus: Pick<Bus, "publish">;
  readonly roster: { readonly rooms: ReadonlyMap<string, Room> };
  readonly log: Log;
}

/** What somebody looks for. */
export interface Wanted {
  /** Part of the text, in any case. */
  readonly word: string;
  /** As it was typed; the client's own if not given. */
  readonly room?: string;
  /** Who said it. */
  readonly name?: string;
}

export class Past {
  readonly #parts: PastParts;

  constructor(parts: PastParts) {
    this.#parts = parts;
  }

  /**
   * The latest lines of a room that fit, oldest first. Throws ChatError "bad-room", "no-such-room" for rooms
   * that `member` may not see, or "refused" if the store fails.
   */
  async find(member: Member, { room: typed, ...wanted }: Wanted): Promise<readonly Line[]> {
    const room = typed === undefined ? member.room : roomKey(parseRoom(typed));
    if (!await this.#isSeen(room, member)) {
      const hint = "/rooms lists those there are";
      throw new ChatError("no-such-room", `There is no room "${printable(room)}": ${hint}`);
    }
    const lines = await this.#parts.history.search({ ...wanted, room, limit: LINES_FOUND });
    return lines.filter(({ by }) => !member.hides(by));
  }

  /** Erases what an account has said, everywhere; resolves to how many lines. Rejects with ChatError "refused". */
  async forget(account: string): Promise<number> {
    const { history, bus, log } = this.#parts;
    try {
      const count = await history.forget(account);
      await bus.publish({ kind: "forgotten", account });
      return count;
    } catch (error) {
      log.warn("lines not forgotten", { error: String(error) });
      throw new ChatError("refused", "Your lines could not all be erased now: try again later");
    }
  }

  /** A private room looks to others as if there were none; and so does one that nobody ever spoke in. */
  async #isSeen(name: string, { id }: Member): Promise<boolean> {
    const { roster, book, history } = this.#parts;
    const open = roster.rooms.get(name);
    if (open) return open.people.has(id) || !open.settings.private;
    const settings = await book.read(name);
    if (settings) return !settings.private;
    return (await history.search({ room: name, word: "", limit: 1 })).length > 0;
  }
}
