// What was said in a room while somebody with an account was not there. Told of every coming and going by
// delivery.ts, and holds up neither; where an account was last is kept by seen.ts.

import { ChatError } from "./errors.ts";
import type { Hub } from "./hub.ts";
import type { Line } from "./line.ts";
import type { Member } from "./member.ts";
import type { Room } from "./roster.ts";
import type { Seen } from "./seen.ts";

export interface UnreadParts {
  readonly seen: Pick<Seen, "left" | "last">;
  readonly hub: Pick<Hub, "tell">;
}

export interface Stay {
  readonly room: Room;
  /** Whether another client of the same account is there too. */
  readonly shared: boolean;
}

export class Unread {
  readonly #parts: UnreadParts;
  /** By client and room: the last line there was when its account came, "" if none. It has seen all since. */
  readonly #since = new WeakMap<Member, Map<string, string>>();

  constructor(parts: UnreadParts) {
    this.#parts = parts;
  }

  /** A client is in a room from now on, or has logged in there. Tells it later if its account missed something. */
  entered(member: Member, { room, shared }: Stay): void {
    if (member.person.account === undefined || shared) return;
    const rooms = this.#since.get(member) ?? new Map<string, string>();
    this.#since.set(member, rooms.set(room.name, lastOf(room)));
    this.#tell(member, room);
  }

  /** A client is in a room no longer, or not with its account. */
  left(member: Member, { room, shared }: Stay): void {
    const { account } = member.person;
    if (account === undefined) return;
    this.#since.get(member)?.delete(room.name);
    if (!shared) this.#parts.seen.left(account, { room: room.name, line: lastOf(room) });
  }

  /**
   * Of the lines the room still has, those said between the account's last leaving and this client's coming;
   * null if the leaving is not known. Rejects with ChatError "refused" if the store fails.
   */
  async lines(member: Member, room: Room): Promise<readonly Line[] | null> {
    const { account } = member.person;
    const until = this.#since.get(member)?.get(room.name);
    if (account === undefined) return null;
    if (until === undefined) return []; // the account was here all the time
    const after = await this.#parts.seen.last(account, room.name);
    if (after === null) return null;
    return room.history.filter(({ id, by }) =>
      id > after && id <= until && by.account !== account && !member.hides(by)
    );
  }

  async #tell(member: Member, room: Room): Promise<void> {
    const count = await this.#count(member, room);
    if (count === 0 || !this.#since.get(member)?.has(room.name)) return; // left meanwhile
    const lines = count === 1 ? "1 line was" : `${count} lines were`;
    const where = room.name === member.room ? "here" : `in ${room.name}`;
    const hint = `/unread shows ${count === 1 ? "it" : "them"}`;
    const text = `${lines} said ${where} since you left: ${hint}`;
    this.#parts.hub.tell(member, { kind: "notice", text });
  }

  /** 0 if it cannot be found out, which is logged where it failed. */
  async #count(member: Member, room: Room): Promise<number> {
    try {
      return (await this.lines(member, room))?.length ?? 0;
    } catch (error) {
      if (error instanceof ChatError) return 0;
      throw error;
    }
  }
}

function lastOf({ history }: Room): string {
  return history.at(-1)?.id ?? "";
}
