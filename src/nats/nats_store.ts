// The store in NATS, which all nodes share: documents in a bucket, and lines where the bus has put them.
// The connection is not its own.

import type { Clock } from "../clock.ts";
import type { Line } from "../line.ts";
import type { Change, Document, DocumentKey, LineQuery, Store } from "../store.ts";
import { Documents } from "./documents.ts";
import type { Layout } from "./layout.ts";
import { Lines } from "./lines.ts";
import type { Link } from "./link.ts";
import { Transactions } from "./transactions.ts";

export interface NatsStoreParts {
  readonly link: Link;
  readonly layout: Layout;
  readonly clock: Clock;
}

export class NatsStore implements Store {
  readonly about = { where: "NATS", durable: true };
  readonly #documents: Documents;
  readonly #lines: Lines;
  /** What was asked for and is not done. */
  readonly #busy = new Set<Promise<unknown>>();

  /** What set_up.ts does has been done. `linesPerRoom`: lines that each room keeps, from 0. */
  constructor(parts: NatsStoreParts, linesPerRoom: number) {
    const { documents, transactions } = parts.layout;
    this.#documents = new Documents({
      ...parts,
      bucket: documents,
      transactions: new Transactions({ ...parts, bucket: transactions }),
    });
    this.#lines = new Lines(parts, linesPerRoom);
  }

  read(key: DocumentKey): Promise<Document | null> {
    return this.#track(this.#documents.read(key));
  }

  list(prefix: DocumentKey): Promise<Document[]> {
    return this.#track(this.#documents.list(prefix));
  }

  commit(changes: readonly Change[]): Promise<boolean> {
    return this.#track(this.#documents.commit(changes));
  }

  append(lines: readonly Line[]): Promise<void> {
    return this.#track(this.#lines.append(lines));
  }

  lines(query: LineQuery): Promise<Line[]> {
    return this.#track(this.#lines.read(query));
  }

  rooms(): Promise<string[]> {
    return this.#track(this.#lines.rooms());
  }

  erase(room: string, ids: readonly string[]): Promise<void> {
    return this.#track(this.#lines.erase(room, ids));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#busy);
  }

  #track<T>(asked: Promise<T>): Promise<T> {
    const settled = asked.catch(() => {}).finally(() => this.#busy.delete(settled));
    this.#busy.add(settled);
    return asked;
  }
}
