// The store on Deno KV: documents here, lines in kv_lines.ts. Which database, and whether it outlives the
// process, is for whoever opens it (open.ts).

import { checkKey, fromBytes, toWrites, type Write } from "../document.ts";
import { STORE_TRIES } from "../limits.ts";
import type { Line } from "../line.ts";
import { printable } from "../sanitize.ts";
import type { Change, Document, DocumentKey, LineQuery, Store } from "../store.ts";
import { KvLines } from "./kv_lines.ts";
import { AFTER_TEXT } from "./kv_runs.ts";

export interface KvStoreOptions {
  /** Lines that each room keeps, from 0. */
  readonly linesPerRoom: number;
  /** Whether the database outlives the process. */
  readonly durable: boolean;
  /** Its file, to be named; "" or none for the default database. */
  readonly path?: string;
}

/** Characters of a path that are shown. */
const MAX_PATH = 200;

/** The first word of every document's key in the database. */
const DOCUMENTS = "document";

/** What a version looks like; Deno KV throws at others. */
const VERSION = /^[0-9a-f]{20}$/;

/** A key that is never set. */
const NOTHING = ["nothing"];

export class KvStore implements Store {
  readonly about: Store["about"];
  readonly #kv: Deno.Kv;
  readonly #lines: KvLines;
  /** What was asked for and is not done. */
  readonly #busy = new Set<Promise<unknown>>();

  /** The database is the store's from now on: close() closes it. */
  constructor(kv: Deno.Kv, { linesPerRoom, durable, path = "" }: KvStoreOptions) {
    this.#kv = kv;
    this.#lines = new KvLines(kv, linesPerRoom);
    const kept = path === "" ? "Deno KV" : `Deno KV in ${printable(path, MAX_PATH)}`;
    this.about = { where: durable ? kept : "in memory, gone at exit", durable };
  }

  read(key: DocumentKey): Promise<Document | null> {
    return this.#track(async () => {
      checkKey(key);
      const entry = await this.#kv.get<Uint8Array>(placeOf(key));
      return entry.versionstamp === null ? null : toDocument(entry);
    });
  }

  list(prefix: DocumentKey): Promise<Document[]> {
    return this.#track(() => {
      checkKey(prefix);
      const [start, end] = [placeOf(prefix), [...placeOf(prefix), AFTER_TEXT]];
      return Array.fromAsync(this.#kv.list<Uint8Array>({ start, end }), toDocument);
    });
  }

  commit(changes: readonly Change[]): Promise<boolean> {
    return this.#track(async () => {
      const writes = toWrites(changes);
      if (!writes.every(isPossible)) return false;
      const atomic = this.#kv.atomic();
      for (const { key, bytes, ifVersion } of writes) {
        const place = placeOf(key);
        if (ifVersion !== undefined) atomic.check({ key: place, versionstamp: ifVersion });
        if (bytes) atomic.set(place, bytes);
        else atomic.delete(place);
      }
      return await this.#inTurn(atomic);
    });
  }

  append(lines: readonly Line[]): Promise<void> {
    return this.#track(() => this.#lines.append(lines));
  }

  lines(query: LineQuery): Promise<Line[]> {
    return this.#track(() => this.#lines.read(query));
  }

  rooms(): Promise<string[]> {
    return this.#track(() => this.#lines.rooms());
  }

  erase(room: string, ids: readonly string[]): Promise<void> {
    return this.#track(() => this.#lines.erase(room, ids));
  }

  /** Closing the database would break off what is under way. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#busy);
    this.#kv.close();
  }

  /**
   * Commits when no other process is writing. Deno KV lets a write wait for its turn, but refuses one with
   * checks when somebody else writes between these checks and it. Nothing has changed then, so wait for the
   * turn with a write of nothing, and try again.
   */
  async #inTurn(atomic: Deno.AtomicOperation): Promise<boolean> {
    for (let tries = 1;; tries++) {
      try {
        return (await atomic.commit()).ok;
      } catch (error) {
        if (!isLocked(error) || tries === STORE_TRIES) throw error;
        await this.#kv.delete(NOTHING);
      }
    }
  }

  #track<T>(work: () => Promise<T>): Promise<T> {
    const done = Promise.try(work).finally(() => this.#busy.delete(done));
    this.#busy.add(done);
    return done;
  }
}

/** Deno has no class for this error, only these words of SQLite. */
function isLocked(error: unknown): boolean {
  return error instanceof Error && error.message.includes("database is locked");
}

function placeOf(key: DocumentKey): Deno.KvKey {
  return [DOCUMENTS, ...key];
}

function isPossible({ ifVersion }: Write): boolean {
  return typeof ifVersion !== "string" || VERSION.test(ifVersion);
}

function toDocument({ key, value, versionstamp }: Deno.KvEntry<Uint8Array>): Document {
  const [, ...words] = key;
  return {
    key: words as unknown as DocumentKey,
    value: fromBytes(value),
    version: versionstamp,
  };
}
