// The main thread's side of the one store: does for each worker what it asks for, and says how that went.
// Opens and closes nothing.

import type { Store } from "../store.ts";
import type { StoreFault, StoreReply, StoreRequest, StoreWish } from "./message.ts";

export class StoreDesk {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves when it is done, or has failed. Never rejects. */
  async handle({ ticket, wish }: StoreRequest): Promise<StoreReply> {
    try {
      return { kind: "stored", ticket, result: { value: await this.#grant(wish) } };
    } catch (error) {
      return { kind: "stored", ticket, result: { fault: toFault(error) } };
    }
  }

  #grant(wish: StoreWish): Promise<unknown> {
    switch (wish.kind) {
      case "read":
        return this.#store.read(wish.key);
      case "list":
        return this.#store.list(wish.prefix);
      case "commit":
        return this.#store.commit(wish.changes);
      case "append":
        return this.#store.append(wish.lines);
      case "lines":
        return this.#store.lines(wish.query);
      case "rooms":
        return this.#store.rooms();
      case "erase":
        return this.#store.erase(wish.room, wish.ids);
    }
  }
}

/** The errors that the port promises stay what they are. */
function toFault(error: unknown): StoreFault {
  if (!(error instanceof Error)) return { kind: "Error", message: String(error) };
  const { message } = error;
  if (error instanceof RangeError) return { kind: "RangeError", message };
  return { kind: error instanceof TypeError ? "TypeError" : "Error", message };
}
