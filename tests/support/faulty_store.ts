// A store in memory that fails, or waits, when the test says so.

import type { Change, Document, DocumentKey } from "../../src/store.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { promisesKept } from "./settle.ts";

export class FaultyStore extends MemoryStore {
  /** Whether documents cannot be read, or written. */
  readonly broken = { read: false, commit: false };
  /** Whether what is read comes later. */
  held = false;
  #waiting: (() => void)[] = [];

  constructor() {
    super({ linesPerRoom: 100 });
  }

  override async read(key: DocumentKey): Promise<Document | null> {
    if (this.held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return await (this.broken.read ? failed() : super.read(key));
  }

  override list(prefix: DocumentKey): Promise<Document[]> {
    return this.broken.read ? failed() : super.list(prefix);
  }

  override commit(changes: readonly Change[]): Promise<boolean> {
    return this.broken.commit ? failed() : super.commit(changes);
  }

  /** Holds nothing from now on. */
  async open(): Promise<void> {
    this.held = false;
    for (const go of this.#waiting.splice(0)) go();
    await promisesKept();
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
