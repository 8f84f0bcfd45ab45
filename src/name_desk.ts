// Hands out names to guests: claimed with the bus, so that no two people anywhere have the same, and never one
// that belongs to an account.

import type { Bus } from "./bus.ts";
import type { GuestNames } from "./guest_names.ts";
import { nameKey } from "./name.ts";
import type { Roster } from "./roster.ts";

export interface NameDeskParts {
  readonly bus: Pick<Bus, "claim" | "release">;
  readonly guests: Pick<GuestNames, "take" | "give">;
  readonly roster: Pick<Roster, "named" | "isRegistered">;
}

export class NameDesk {
  readonly #parts: NameDeskParts;

  constructor(parts: NameDeskParts) {
    this.#parts = parts;
  }

  /** Takes a name for the guest with this id; false if somebody has it, or it is an account's. */
  async claim(name: string, id: string): Promise<boolean> {
    const { bus, roster } = this.#parts;
    const key = nameKey(name);
    if (!await bus.claim(key, id)) return false;
    // Asked only now: whoever registers a name holds its claim meanwhile.
    if (!roster.isRegistered(key)) return true;
    bus.release(key, id);
    return false;
  }

  /** Takes a random free name. */
  async forGuest(id: string): Promise<string> {
    const { guests, roster } = this.#parts;
    const tooEarly: string[] = []; // nobody has them any more, or nobody has them yet
    for (;;) {
      const name = guests.take();
      if (await this.claim(name, id)) {
        for (const other of tooEarly) guests.give(other);
        return name;
      }
      const taken = roster.named(name) || roster.isRegistered(nameKey(name));
      if (!taken) tooEarly.push(name);
    }
  }
}
