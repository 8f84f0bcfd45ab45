// Games that outlive a restart: kept when the server goes down, room by room, and brought back when the room
// opens. Knows nothing of what is played; a table is plain JSON.

import type { Clock } from "./clock.ts";
import { GAMES_KEPT_MS } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Document, DocumentKey, Store } from "./store.ts";
import type { Table } from "./table.ts";

export interface SavedTablesParts {
  readonly store: Pick<Store, "read" | "list" | "commit">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

/** As it is kept, under the room. */
interface Kept {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly tables: readonly Table[];
}

export class SavedTables {
  readonly #parts: SavedTablesParts;

  constructor(parts: SavedTablesParts) {
    this.#parts = parts;
  }

  /** Keeps those that have begun, and what is too old no longer. Resolves to how many the store did not take. */
  async keep(tables: readonly Table[]): Promise<number> {
    const { clock, log, store } = this.#parts;
    const running = tables.filter(({ phase }) => phase === "running");
    try {
      await this.#dropOld();
      for (const [room, some] of Map.groupBy(running, ({ room }) => room)) {
        const value: Kept = { at: clock.now(), tables: some };
        await store.commit([{ key: keyOf(room), value }]);
      }
      return 0;
    } catch (error) {
      log.warn("games not kept", { error: String(error) });
      return running.length;
    }
  }

  /** Those of a room, as they go on; kept no longer, so that they come back once. None if the store fails. */
  async take(room: string): Promise<Table[]> {
    const { clock, log, store } = this.#parts;
    try {
      const kept = await store.read(keyOf(room)) as Document<Kept> | null;
      if (!kept) return [];
      const { key, value, version } = kept;
      const taken = await store.commit([{ key, value: null, ifVersion: version }]);
      const good = taken && value.at + GAMES_KEPT_MS > clock.now();
      return good ? value.tables.map((table) => goingOn(table, clock.now())) : [];
    } catch (error) {
      log.warn("games not read", { error: String(error) });
      return [];
    }
  }

  async #dropOld(): Promise<void> {
    const { clock, store } = this.#parts;
    const now = clock.now();
    for (const { key, value } of await store.list(["tables"]) as Document<Kept>[]) {
      if (value.at + GAMES_KEPT_MS <= now) await store.commit([{ key, value: null }]);
    }
  }
}

/** All clients are gone, and their ids are given anew: who comes back is known by account or by the seat's mark. */
function goingOn(table: Table, now: number): Table {
  const seats = table.seats.map(({ person, ...seat }) => ({
    ...seat,
    person: { ...person, id: "" },
    away: now,
  }));
  return { ...table, seats, watchers: [], due: now + table.timeMs };
}

function keyOf(room: string): DocumentKey {
  return ["tables", room];
}
