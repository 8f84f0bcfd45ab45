// Port: what outlives the process. Documents with versions, and the lines of rooms. Knows no accounts, bans
// or memos: what a document means is the business of whoever writes it.

import type { Line } from "./line.ts";

/** A document as it is kept. */
export interface Document<T = unknown> {
  readonly key: DocumentKey;
  /** Plain JSON. */
  readonly value: T;
  /** Changes with every write; to be given back with the next one. */
  readonly version: string;
}

/** Words that name a document, most general first: ["account", "anna"]. At most 400 bytes, well-formed. */
export type DocumentKey = readonly [kind: string, ...words: string[]];

/** One write among several that happen together or not at all. */
export interface Change {
  readonly key: DocumentKey;
  /** Plain JSON, at most 60,000 bytes of it; null deletes. */
  readonly value: unknown;
  /** The version it was read at; null if it must not exist yet; not given if that does not matter. */
  readonly ifVersion?: string | null;
}

/** Which of a room's lines, in order of their ids. All bounds hold together: of the last few, those since. */
export interface LineQuery {
  readonly room: string;
  /** The latest that many, at most. */
  readonly last: number;
  /** Only lines said at or after this time, in milliseconds since 1970. */
  readonly since?: number;
  /** Only lines before the one with this id. */
  readonly before?: string;
}

export interface Store {
  /** What is kept and where, for the start line and /health. */
  readonly about: { readonly where: string; readonly durable: boolean };
  read(key: DocumentKey): Promise<Document | null>;
  /**
   * Documents whose key begins with these words, in order of their keys: word by word, and words by their
   * code points. Those that change meanwhile may be listed as they were before.
   */
  list(prefix: DocumentKey): Promise<Document[]>;
  /**
   * At most 100 changes and 500,000 bytes, all or none; false, and nothing changed, if a document is not at
   * its version. Rejects with a RangeError, and nothing changed, for more than that or a longer document.
   */
  commit(changes: readonly Change[]): Promise<boolean>;
  /**
   * Keeps lines: for each room the latest so many, and for a while some that are older. Kept when resolved;
   * after a rejection some may be. Keeping a line again changes nothing.
   */
  append(lines: readonly Line[]): Promise<void>;
  /** Oldest first. */
  lines(query: LineQuery): Promise<Line[]>;
  /** Rooms that have lines kept, in order of code points. */
  rooms(): Promise<string[]>;
  /** Deletes these lines of a room, by id; those it does not have do not matter. */
  erase(room: string, ids: readonly string[]): Promise<void>;
  /** Resolves when all that was asked for is done. Nothing may be asked for afterwards. */
  close(): Promise<void>;
}
