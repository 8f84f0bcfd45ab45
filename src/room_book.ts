// The settings of rooms in the store: read when a room opens, changed one change at a time. What a change
// means is the caller's business; who hears of it the bus's.

import { ChatError } from "./errors.ts";
import { SETTINGS_TRIES } from "./limits.ts";
import type { Log } from "./log.ts";
import { NO_SETTINGS, type RoomSettings } from "./room_settings.ts";
import type { Document, Store } from "./store.ts";

export interface RoomBookParts {
  readonly store: Pick<Store, "read" | "commit">;
  readonly log: Log;
}

type Kept = Document<RoomSettings> | null;

export class RoomBook {
  readonly #store: RoomBookParts["store"];
  readonly #log: Log;

  constructor({ store, log }: RoomBookParts) {
    this.#store = store;
    this.#log = log;
  }

  /** Those of `room`, or null if nothing was ever set. Rejects with ChatError "refused" if the store fails. */
  async read(room: string): Promise<RoomSettings | null> {
    return (await this.#attempt(() => this.#read(room)))?.value ?? null;
  }

  /**
   * Changes them as `edit` says, and resolves to what they are now, kept. Nothing happens if `edit` throws;
   * it may be called again while others write. Rejects with ChatError "refused" if the store fails.
   */
  async change(
    room: string,
    edit: (settings: RoomSettings) => RoomSettings,
  ): Promise<RoomSettings> {
    for (let tries = 0; tries < SETTINGS_TRIES; tries++) {
      const kept = await this.#attempt(() => this.#read(room));
      const before = kept?.value ?? NO_SETTINGS;
      const value = { ...edit(before), revision: before.revision + 1 };
      const change = { key: key(room), value, ifVersion: kept?.version ?? null };
      if (await this.#attempt(() => this.#store.commit([change]))) return value;
    }
    throw new ChatError("refused", "Others are changing this room just now: try again");
  }

  async #read(room: string): Promise<Kept> {
    const kept = await this.#store.read(key(room)) as Kept;
    return kept && { ...kept, value: { ...NO_SETTINGS, ...kept.value } }; // as kept by an older netchat
  }

  async #attempt<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#log.warn("room settings not reached", { error: String(error) });
      throw new ChatError(
        "refused",
        "The room's settings cannot be reached: try again in a moment",
      );
    }
  }
}

function key(room: string): readonly ["room", string] {
  return ["room", room];
}
