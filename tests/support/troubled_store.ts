// A store in memory that the test can make fail, and slow: what is asked for then fails, or waits.

import type { Line } from "../../src/line.ts";
import type { Change, Document, DocumentKey, LineQuery } from "../../src/store.ts";
import { MemoryStore } from "../../src/store/memory.ts";

export class TroubledStore extends MemoryStore {
  failing = false;
  /** Whether commits wait until release(). */
  held = false;
  commits = 0;
  #waiting: (() => void)[] = [];

  constructor(linesPerRoom = 100) {
    super({ linesPerRoom });
  }

  override async read(key: DocumentKey): Promise<Document | null> {
    this.#fail();
    return await super.read(key);
  }

  override async list(prefix: DocumentKey): Promise<Document[]> {
    this.#fail();
    return await super.list(prefix);
  }

  override async commit(changes: readonly Change[]): Promise<boolean> {
    this.commits++;
    this.#fail();
    if (this.held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return await super.commit(changes);
  }

  override async append(lines: readonly Line[]): Promise<void> {
    this.#fail();
    await super.append(lines);
  }

  override async lines(query: LineQuery): Promise<Line[]> {
    this.#fail();
    return await super.lines(query);
  }

  override async rooms(): Promise<string[]> {
    this.#fail();
    return await super.rooms();
  }

  /** Lets all commits go on that are held, and holds no more. */
  release(): void {
    this.held = false;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #fail(): void {
    if (this.failing) throw new Error("Disk on fire");
  }
}
