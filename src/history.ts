// What is remembered of a room beyond its people: lines go into the store behind the speakers' backs, and
// come out of it when a room opens again. If the store fails, rooms open without their past.

import type { Line } from "./event.ts";
import { HistoryWriter, type HistoryWriterParts } from "./history_writer.ts";
import { HISTORY_BATCH_MS } from "./limits.ts";
import type { Store } from "./store.ts";

export interface HistoryParts extends Omit<HistoryWriterParts, "linesPerRoom"> {
  readonly store: Pick<Store, "append" | "lines">;
}

export class History {
  readonly #parts: HistoryParts;
  readonly #writer: HistoryWriter;
  readonly #keep: number;
  /** Milliseconds since 1970. */
  readonly #since: number;

  /** `keep`: lines a room keeps; with 0 nothing is written or read. */
  constructor(parts: HistoryParts, keep: number) {
    this.#parts = parts;
    this.#writer = new HistoryWriter({ ...parts, linesPerRoom: keep });
    this.#keep = keep;
    this.#since = parts.clock.now();
  }

  /** Keeps a line that was said on this node. Returns at once. */
  add(line: Line): void {
    if (this.#keep > 0) this.#writer.add(line);
  }

  /** The latest lines of a room, oldest first. Never rejects. */
  async recent(room: string): Promise<readonly Line[]> {
    if (this.#keep === 0) return [];
    try {
      await this.#writer.flush(HISTORY_BATCH_MS); // the room may have closed a moment ago
      const lines = await this.#parts.store.lines({ room, last: this.#keep });
      return lines.map((line) => line.at < this.#since ? ofThePast(line) : line);
    } catch (error) {
      this.#parts.log.warn("history not read", { error: String(error) });
      return [];
    }
  }

  /** Writes what waits, for at most `ms` milliseconds; resolves to how many lines are not kept. */
  flush(ms: number): Promise<number> {
    return this.#writer.flush(ms);
  }
}

/** Ids of people begin anew with each process: nobody who is here now may be taken for who spoke before. */
function ofThePast(line: Line): Line {
  return { ...line, by: { id: line.id, name: line.by.name } };
}
