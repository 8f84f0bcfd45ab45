// A store in memory that fails, or waits, when the test says so.

import type { Change, Document, DocumentKey } from "../../src/store.ts";
import { MemoryStore } from "../../src/store/memory.ts";

export class FaultyStore extends MemoryStore {
  /** Whether documents cannot be read, or written. */
  readonly broken = { read: false, commit: false };
  /** Changes that were asked for, failed ones too. */
  readonly asked: Change[] = [];

  constructor() {
    super({ linesPerRoom: 100 });
  }

  override read(key: DocumentKey): Promise<Document | null> {
    return this.broken.read ? failed() : super.read(key);
  }

  override list(prefix: DocumentKey): Promise<Document[]> {
    return this.broken.read ? failed() : super.list(prefix);
  }

  override commit(changes: readonly Change[]): Promise<boolean> {
    this.asked.push(...changes);
    return this.broken.commit ? failed() : super.commit(changes);
  }

  /** All documents, as one text. */
  async text(): Promise<string> {
    const kinds = await Promise.all(["account", "resume", "room"].map((kind) => this.list([kind])));
    return JSON.stringify(kinds);
  }
}

function failed(): Promise<never> {
  return Promise.reject(new Error("Disk full"));
}
