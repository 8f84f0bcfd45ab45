// A store that is timed: what it takes and how often it fails, by call. Changes nothing of what it does.

import type { Line } from "../line.ts";
import type { Change, Document, DocumentKey, LineQuery, Store } from "../store.ts";
import type { Meter } from "./meter.ts";

export class MeteredStore implements Store {
  readonly about: Store["about"];
  readonly #store: Store;
  readonly #meter: Pick<Meter, "store" | "storeFailures">;
  #fault: string | null = null;

  constructor(store: Store, meter: Pick<Meter, "store" | "storeFailures">) {
    this.#store = store;
    this.#meter = meter;
    this.about = store.about;
  }

  /** Why lines are not kept, until they are again: they are tried for ever, so that this is the store's state. */
  get fault(): string | null {
    return this.#fault;
  }

  read(key: DocumentKey): Promise<Document | null> {
    return this.#time("read", () => this.#store.read(key));
  }

  list(prefix: DocumentKey): Promise<Document[]> {
    return this.#time("list", () => this.#store.list(prefix));
  }

  commit(changes: readonly Change[]): Promise<boolean> {
    return this.#time("commit", () => this.#store.commit(changes));
  }

  async append(lines: readonly Line[]): Promise<void> {
    try {
      await this.#time("append", () => this.#store.append(lines));
      this.#fault = null;
    } catch (error) {
      this.#fault = String(error);
      throw error;
    }
  }

  lines(query: LineQuery): Promise<Line[]> {
    return this.#time("lines", () => this.#store.lines(query));
  }

  rooms(): Promise<string[]> {
    return this.#time("rooms", () => this.#store.rooms());
  }

  erase(room: string, ids: readonly string[]): Promise<void> {
    return this.#time("erase", () => this.#store.erase(room, ids));
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #time<T>(call: string, ask: () => Promise<T>): Promise<T> {
    const stop = this.#meter.store.startTimer({ call });
    try {
      return await ask();
    } catch (error) {
      this.#meter.storeFailures.inc({ call });
      throw error;
    } finally {
      stop();
    }
  }
}
