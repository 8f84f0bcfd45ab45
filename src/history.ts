// What is remembered of a room beyond its people: lines go into the store behind the speakers' backs, and
// come out of it when a room opens again, or when somebody searches. If the store fails, rooms open without
// their past. Who may search or be forgotten is decided elsewhere.

import { ChatError } from "./errors.ts";
import { pagesOf } from "./history_pages.ts";
import { type HistoryStatus, HistoryWriter, type HistoryWriterParts } from "./history_writer.ts";
import { HISTORY_BATCH_MS, HISTORY_FLUSH_MS } from "./limits.ts";
import type { Line } from "./line.ts";
import { type LineSearch, matcherOf } from "./line_search.ts";
import type { Store } from "./store.ts";

export interface HistoryParts extends Omit<HistoryWriterParts, "linesPerRoom"> {
  readonly store: Pick<Store, "append" | "lines" | "rooms" | "erase">;
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

  /** How the writing goes. */
  get status(): HistoryStatus {
    return this.#writer.status;
  }

  /** The latest lines of a room, oldest first. Never rejects. */
  async recent(room: string): Promise<readonly Line[]> {
    if (this.#keep === 0) return [];
    try {
      await this.#writer.flush(HISTORY_BATCH_MS); // the room may have closed a moment ago
      const lines = await this.#parts.store.lines({ room, last: this.#keep });
      return this.#dated(lines);
    } catch (error) {
      this.#parts.log.warn("history not read", { error: String(error) });
      return [];
    }
  }

  /** The latest lines of a room that fit, oldest first. Throws ChatError "refused" when the store fails. */
  async search(wanted: LineSearch): Promise<readonly Line[]> {
    if (Math.min(this.#keep, wanted.limit) === 0) return [];
    try {
      await this.#writer.flush(HISTORY_BATCH_MS);
      return this.#dated(await this.#find(wanted));
    } catch (error) {
      this.#parts.log.warn("history not read", { error: String(error) });
      throw new ChatError("refused", "What was said cannot be searched now: try again later");
    }
  }

  /**
   * Erases every line of this account, of all rooms, and resolves to how many there were. Lines that wait on
   * another node are not among them, nor those that rooms have open. Rejects when the store does.
   */
  async forget(account: string): Promise<number> {
    const isTheirs = ({ by }: Line) => by.account === account;
    await this.#writer.flush(HISTORY_FLUSH_MS);
    let erased = this.#writer.discard(isTheirs); // what an outage has held up
    for (const room of await this.#parts.store.rooms()) {
      erased += await this.#eraseFrom(room, isTheirs);
    }
    return erased;
  }

  /** Writes what waits, for at most `ms` milliseconds; resolves to how many lines are not kept. */
  flush(ms: number): Promise<number> {
    return this.#writer.flush(ms);
  }

  /** Among those that a room keeps, though the store may have some more. */
  async #find(wanted: LineSearch): Promise<Line[]> {
    const fits = matcherOf(wanted);
    let found: Line[] = [];
    let unread = this.#keep;
    for await (const page of pagesOf(this.#parts.store, wanted.room)) {
      found = [...page.slice(-unread).filter(fits), ...found];
      unread -= page.length;
      if (unread <= 0 || found.length >= wanted.limit) break;
    }
    return found.slice(-wanted.limit);
  }

  async #eraseFrom(room: string, isTheirs: (line: Line) => boolean): Promise<number> {
    let erased = 0;
    for await (const page of pagesOf(this.#parts.store, room)) {
      const ids = page.filter(isTheirs).map(({ id }) => id);
      if (ids.length > 0) await this.#parts.store.erase(room, ids);
      erased += ids.length;
    }
    return erased;
  }

  #dated(lines: readonly Line[]): Line[] {
    return lines.map((line) => line.at < this.#since ? ofThePast(line) : line);
  }
}

/** Ids of people begin anew with each process: nobody who is here now may be taken for who spoke before. */
function ofThePast(line: Line): Line {
  return { ...line, by: { ...line.by, id: line.id } };
}
