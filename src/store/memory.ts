// The store that forgets: everything in this process, gone at its end. For a server that shall leave no
// trace, and for tests. Documents are held as JSON, so that nobody shares an object with the store.

import {
  checkKey,
  compareKeys,
  compareText,
  fromBytes,
  toWrites,
  type Write,
} from "../document.ts";
import type { Line } from "../line.ts";
import type { Change, Document, DocumentKey, LineQuery, Store } from "../store.ts";

export interface MemoryStoreOptions {
  /** Lines that each room keeps, from 0. */
  readonly linesPerRoom: number;
}

interface Kept {
  readonly key: DocumentKey;
  readonly bytes: Uint8Array;
  readonly version: string;
}

export class MemoryStore implements Store {
  readonly about = { where: "in memory, gone at exit", durable: false };
  readonly #linesPerRoom: number;
  readonly #documents = new Map<string, Kept>();
  /** By room, in order of ids. */
  readonly #lines = new Map<string, Line[]>();
  #writes = 0;

  constructor({ linesPerRoom }: MemoryStoreOptions) {
    this.#linesPerRoom = linesPerRoom;
  }

  read(key: DocumentKey): Promise<Document | null> {
    return Promise.try(() => {
      checkKey(key);
      const kept = this.#documents.get(nameOf(key));
      return kept ? toDocument(kept) : null;
    });
  }

  list(prefix: DocumentKey): Promise<Document[]> {
    return Promise.try(() => {
      checkKey(prefix);
      const found = [...this.#documents.values()].filter(({ key }) => beginsWith(key, prefix));
      return found.sort((a, b) => compareKeys(a.key, b.key)).map(toDocument);
    });
  }

  commit(changes: readonly Change[]): Promise<boolean> {
    return Promise.try(() => {
      const writes = toWrites(changes);
      if (!writes.every((write) => this.#isCurrent(write))) return false;
      const version = String(++this.#writes);
      for (const { key, bytes } of writes) {
        if (bytes) this.#documents.set(nameOf(key), { key: [...key], bytes, version });
        else this.#documents.delete(nameOf(key));
      }
      return true;
    });
  }

  append(lines: readonly Line[]): Promise<void> {
    for (const line of lines) this.#insert(line);
    for (const room of new Set(lines.map(({ room }) => room))) {
      const kept = this.#linesOf(room);
      kept.splice(0, Math.max(0, kept.length - this.#linesPerRoom));
    }
    return Promise.resolve();
  }

  lines({ room, last, since = -Infinity, before }: LineQuery): Promise<Line[]> {
    const kept = this.#lines.get(room) ?? [];
    const end = before === undefined ? kept.length : placeOf(before, kept);
    const latest = kept.slice(Math.max(0, end - last), end);
    return Promise.resolve(latest.filter(({ at }) => at >= since));
  }

  rooms(): Promise<string[]> {
    const rooms = [...this.#lines].filter(([, lines]) => lines.length > 0).map(([room]) => room);
    return Promise.resolve(rooms.sort(compareText));
  }

  erase(room: string, ids: readonly string[]): Promise<void> {
    const gone = new Set(ids);
    const left = this.#linesOf(room).filter(({ id }) => !gone.has(id));
    if (left.length > 0) this.#lines.set(room, left);
    else this.#lines.delete(room);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #isCurrent({ key, ifVersion }: Write): boolean {
    const current = this.#documents.get(nameOf(key))?.version ?? null;
    return ifVersion === undefined || ifVersion === current;
  }

  #linesOf(room: string): Line[] {
    const lines = this.#lines.get(room) ?? [];
    this.#lines.set(room, lines);
    return lines;
  }

  #insert(line: Line): void {
    const lines = this.#linesOf(line.room);
    const place = placeOf(line.id, lines);
    if (lines[place]?.id !== line.id) lines.splice(place, 0, line);
  }
}

/** How many of `lines` come before `id`; most often all do. */
function placeOf(id: string, lines: readonly Line[]): number {
  return lines.findLastIndex((line) => line.id < id) + 1;
}

function nameOf(key: DocumentKey): string {
  return JSON.stringify(key);
}

function toDocument({ key, bytes, version }: Kept): Document {
  return { key, value: fromBytes(bytes), version };
}

function beginsWith(key: DocumentKey, prefix: DocumentKey): boolean {
  return prefix.every((word, i) => word === key[i]);
}
