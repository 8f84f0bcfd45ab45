// Where each account was last, room by room: the last line there was when it left. Written behind the chat,
// so that nobody who leaves waits. What is made of it is unread.ts.

import { atMost } from "./at_most.ts";
import type { Clock } from "./clock.ts";
import { ChatError } from "./errors.ts";
import { ROOMS_SEEN, SETTINGS_TRIES } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Document, DocumentKey, Store } from "./store.ts";

export interface SeenParts {
  readonly store: Pick<Store, "read" | "commit">;
  readonly clock: Clock;
  readonly log: Log;
}

/** As it is kept: ids of lines by room, the room that was left last at the end. */
interface Places {
  readonly rooms: Readonly<Record<string, string>>;
}

export class Seen {
  readonly #parts: SeenParts;
  /** By account: what is to be written, by room. */
  readonly #waiting = new Map<string, Map<string, string>>();
  /** By account: resolves when nothing waits. */
  readonly #writing = new Map<string, Promise<void>>();

  constructor(parts: SeenParts) {
    this.#parts = parts;
  }

  /** The account has left a room where `line` was the last, "" if there was none. Returns at once. */
  left(account: string, { room, line }: { room: string; line: string }): void {
    const places = this.#waiting.get(account) ?? new Map<string, string>();
    this.#waiting.set(account, latest(places, [[room, line]]));
    if (!this.#writing.has(account)) this.#writing.set(account, this.#write(account));
  }

  /** The last line of the room when the account left it; null if that is not known. Rejects with ChatError "refused". */
  async last(account: string, room: string): Promise<string | null> {
    await this.#writing.get(account);
    try {
      return (await this.#read(account))?.value.rooms[room] ?? null;
    } catch (error) {
      this.#parts.log.warn("last seen not read", { error: String(error) });
      throw new ChatError("refused", "What you saw last cannot be looked up now: try again later");
    }
  }

  /** Forgets an account that is no more. Rejects with ChatError "refused" if the store fails. */
  async clear(account: string): Promise<void> {
    await this.#writing.get(account);
    try {
      await this.#parts.store.commit([{ key: keyOf(account), value: null }]);
    } catch (error) {
      this.#parts.log.warn("last seen not cleared", { error: String(error) });
      throw new ChatError("refused", "What you saw last cannot be erased now: try again later");
    }
  }

  /** Waits until all is written, for at most `ms` milliseconds; resolves to how many accounts' places are not. */
  async flush(ms: number): Promise<number> {
    const written = Promise.all(this.#writing.values());
    await atMost(written, { clock: this.#parts.clock, ms, late: null });
    return this.#writing.size;
  }

  /** One write of an account at a time, with all that has come meanwhile. Never rejects. */
  async #write(account: string): Promise<void> {
    for (let places = this.#take(account); places; places = this.#take(account)) {
      try {
        await this.#keep(account, places);
      } catch (error) {
        this.#parts.log.warn("last seen not kept", { error: String(error) });
      }
    }
    this.#writing.delete(account);
  }

  #take(account: string): Map<string, string> | undefined {
    const places = this.#waiting.get(account);
    this.#waiting.delete(account);
    return places;
  }

  async #keep(account: string, places: Map<string, string>): Promise<void> {
    const key = keyOf(account);
    for (let tries = 0; tries < SETTINGS_TRIES; tries++) { // the account may have clients on other nodes
      const kept = await this.#read(account);
      const rooms = latest(new Map(Object.entries(kept?.value.rooms ?? {})), places);
      const value: Places = { rooms: Object.fromEntries(rooms) };
      const change = { key, value, ifVersion: kept?.version ?? null };
      if (await this.#parts.store.commit([change])) return;
    }
    throw new Error("Others write at the same time, all the time");
  }

  async #read(account: string): Promise<Document<Places> | null> {
    return await this.#parts.store.read(keyOf(account)) as Document<Places> | null;
  }
}

function keyOf(account: string): DocumentKey {
  return ["seen", account];
}

/** `places` with more of them at the end, and without the oldest beyond the limit. */
function latest(
  places: Map<string, string>,
  more: Iterable<readonly [room: string, line: string]>,
): Map<string, string> {
  for (const [room, line] of more) {
    places.delete(room);
    places.set(room, line);
  }
  return new Map([...places].slice(-ROOMS_SEEN));
}
