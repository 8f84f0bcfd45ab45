// How changes of several documents happen together, where NATS changes one at a time. Each document is
// marked as part of a transaction; one record then says how it ended, and whoever meets a mark asks for it.
// What the marks look like is documents.ts.

import type { Bucket } from "./layout.ts";
import type { Link } from "./link.ts";

export type Outcome = "committed" | "aborted";

export interface TransactionsParts {
  readonly link: Pick<Link, "replace" | "last" | "remove">;
  readonly bucket: Bucket;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Transactions {
  readonly #parts: TransactionsParts;

  constructor(parts: TransactionsParts) {
    this.#parts = parts;
  }

  /** The moment in which all its changes happen, or none of them: whoever writes the record first decides. */
  async end(id: string, outcome: Outcome): Promise<Outcome> {
    const bytes = encoder.encode(outcome);
    const seq = await this.#parts.link.replace(this.#subject(id), bytes, { after: 0 });
    return seq === null ? await this.recorded(id) ?? outcome : outcome;
  }

  /** No document is marked with it any more, and its own node has done with it. */
  async forget(id: string): Promise<void> {
    const { link, bucket } = this.#parts;
    const record = await link.last(bucket.stream, this.#subject(id));
    if (record) await link.remove(bucket.stream, record.seq);
  }

  /** How it has ended; null while that is open. */
  async recorded(id: string): Promise<Outcome | null> {
    const { link, bucket } = this.#parts;
    const record = await link.last(bucket.stream, this.#subject(id));
    return record && decoder.decode(record.bytes) as Outcome;
  }

  #subject(id: string): string {
    return this.#parts.bucket.subject([id]);
  }
}
