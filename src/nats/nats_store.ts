// The store in NATS, which all nodes share: documents in a bucket, and lines where the bus has put them.
// Sets up what it needs there; the connection is not its own.

import type { Clock } from "../clock.ts";
import type { Line } from "../event.ts";
import { MESSAGES_KEPT, MESSAGES_KEPT_MS } from "../limits.ts";
import type { Change, Document, DocumentKey, LineQuery, Store } from "../store.ts";
import { Documents } from "./documents.ts";
import type { Bucket, Layout } from "./layout.ts";
import { Lines } from "./lines.ts";
import type { Link } from "./link.ts";
import { Transactions } from "./transactions.ts";

export interface NatsStoreParts {
  readonly link: Link;
  readonly layout: Layout;
  readonly clock: Clock;
}

export interface NatsStoreOptions {
  /** Lines that each room keeps, from 0. */
  readonly linesPerRoom: number;
  /** Servers of NATS that keep each message. */
  readonly replicas: number;
}

export class NatsStore implements Store {
  readonly about = { where: "NATS", durable: true };
  readonly #documents: Documents;
  readonly #lines: Lines;
  /** What was asked for and is not done. */
  readonly #busy = new Set<Promise<unknown>>();

  private constructor(parts: NatsStoreParts, linesPerRoom: number) {
    const { documents, transactions } = parts.layout;
    this.#documents = new Documents({
      ...parts,
      bucket: documents,
      transactions: new Transactions({ ...parts, bucket: transactions }),
    });
    this.#lines = new Lines(parts, linesPerRoom);
  }

  static async open(parts: NatsStoreParts, options: NatsStoreOptions): Promise<NatsStore> {
    const { link, layout } = parts;
    const { replicas, linesPerRoom } = options;
    await link.stream({
      name: layout.events,
      subjects: [layout.everything],
      perSubject: Math.max(linesPerRoom, MESSAGES_KEPT),
      maxAge: MESSAGES_KEPT_MS,
      replicas,
      republish: { src: layout.everything, dest: layout.liveEverything },
    });
    for (const bucket of [layout.documents, layout.transactions]) {
      await link.stream({ ...streamOf(bucket), replicas });
    }
    return new NatsStore(parts, linesPerRoom);
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

/** A bucket keeps of each key what was written last. */
function streamOf({ stream: name, everything }: Bucket) {
  return { name, subjects: [everything], perSubject: 1, maxAge: 0 };
}
