// Documents in a bucket of NATS: one message each, its number the version. A single change is one call that
// NATS does or refuses as a whole; for several, see transactions.ts. Reads go to the stream's leader, so that
// what was written is read.

import type { Clock } from "../clock.ts";
import { checkKey, compareKeys, fromBytes, toWrites, type Write } from "../document.ts";
import type { Change, Document, DocumentKey } from "../store.ts";
import { STORE_TRIES, TRANSACTION_MS, TRANSACTION_POLL_MS } from "../limits.ts";
import type { Bucket } from "./layout.ts";
import type { Link } from "./link.ts";
import {
  type Entry,
  type Mark,
  readEntry,
  type Settled,
  writeMark,
  writeSettled,
} from "./marks.ts";
import type { Outcome, Transactions } from "./transactions.ts";

export interface DocumentsParts {
  readonly link: Pick<Link, "publish" | "replace" | "last" | "remove" | "read">;
  readonly bucket: Bucket;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

/** What happens to one document: the last value given, and the versions that it must be at. */
interface Planned {
  readonly subject: string;
  /** null deletes. */
  readonly bytes: Uint8Array | null;
  readonly ifVersions: readonly (string | null)[];
}

/** A document that a transaction has marked, and how it was. */
interface Locked extends Planned {
  readonly seq: number;
  readonly old: Settled | null;
}

/** A version that is its message's number. */
const NUMBER = /^[1-9]\d{0,15}$/;

export class Documents {
  readonly #parts: DocumentsParts;

  constructor(parts: DocumentsParts) {
    this.#parts = parts;
  }

  async read(key: DocumentKey): Promise<Document | null> {
    checkKey(key);
    const { settled } = await this.#entry(this.#parts.bucket.subject(key));
    return settled && toDocument(key, settled);
  }

  async list(prefix: DocumentKey): Promise<Document[]> {
    checkKey(prefix);
    const { link, bucket } = this.#parts;
    const messages = await link.read(bucket.stream, bucket.below(prefix));
    const last = new Map(messages.map((message) => [message.subject, message])); // written meanwhile
    const found = await Promise.all(Array.from(last, async ([subject, message]) => {
      const key = bucket.words(subject) as unknown as DocumentKey;
      const { settled } = await this.#settle(subject, readEntry(message));
      return settled && toDocument(key, settled);
    }));
    const all = [await this.read(prefix), ...found].filter((document) => document !== null);
    return all.sort((a, b) => compareKeys(a.key, b.key));
  }

  async commit(changes: readonly Change[]): Promise<boolean> {
    const planned = this.#plan(toWrites(changes));
    const [only] = planned;
    if (!only) return true;
    return await (planned.length === 1 ? this.#change(only) : this.#changeAll(planned));
  }

  /** One for each document, in one order for all nodes: then no two of them wait for each other. */
  #plan(writes: readonly Write[]): Planned[] {
    const bySubject = Map.groupBy(writes, ({ key }) => this.#parts.bucket.subject(key));
    const planned = Array.from(bySubject, ([subject, writes]) => ({
      subject,
      bytes: writes.at(-1)?.bytes ?? null,
      ifVersions: writes.flatMap(({ ifVersion }) => ifVersion === undefined ? [] : [ifVersion]),
    }));
    return planned.sort((a, b) => a.subject < b.subject ? -1 : 1);
  }

  async #change(planned: Planned): Promise<boolean> {
    const { subject, bytes, ifVersions: [first, ...others] } = planned;
    if (first === undefined && bytes) {
      await this.#parts.link.publish(subject, bytes);
      return true;
    }
    const guess = first === null ? 0 : NUMBER.test(first ?? "") ? Number(first) : undefined;
    if (guess !== undefined && others.length === 0) {
      if (await this.#put({ ...planned, seq: guess })) return true; // most often
    }
    for (let tries = 0; tries < STORE_TRIES; tries++) {
      const { seq, settled } = await this.#entry(subject);
      if (!isAt(settled, planned)) return false;
      if (await this.#put({ ...planned, seq })) return true;
    }
    throw new Error("Others write too often");
  }

  /** Writes or deletes, if the document's message has still this number. */
  async #put({ subject, bytes, seq }: Pick<Locked, "subject" | "bytes" | "seq">): Promise<boolean> {
    const { link, bucket } = this.#parts;
    if (bytes) return await link.replace(subject, bytes, { after: seq }) !== null;
    if (seq === 0) return await link.last(bucket.stream, subject) === null;
    return await link.remove(bucket.stream, seq);
  }

  async #changeAll(planned: readonly Planned[]): Promise<boolean> {
    for (let tries = 0; tries < STORE_TRIES; tries++) {
      const entries = await Promise.all(planned.map(({ subject }) => this.#entry(subject)));
      if (!planned.every((each, i) => isAt(entries[i]?.settled ?? null, each))) return false;
      const id = crypto.randomUUID();
      const locked = await this.#lockAll(id, planned);
      const ready = locked.length === planned.length;
      const { transactions } = this.#parts;
      const outcome = await transactions.end(id, ready ? "committed" : "aborted");
      await Promise.all(locked.map((each) => this.#unlock(each, { outcome, id })));
      await transactions.forget(id);
      if (outcome === "committed") return true;
    }
    throw new Error("Others write too often");
  }

  /** Marks one after the other; those before the first that is not as it should be. */
  async #lockAll(id: string, planned: readonly Planned[]): Promise<Locked[]> {
    const locked: Locked[] = [];
    for (const each of planned) {
      const { seq: after, settled: old } = await this.#entry(each.subject);
      if (!isAt(old, each)) break;
      const { bytes, headers } = writeMark(id, { old, fresh: each.bytes });
      const seq = await this.#parts.link.replace(each.subject, bytes, { after, headers });
      if (seq === null) break;
      locked.push({ ...each, seq, old });
    }
    return locked;
  }

  #unlock(
    { subject, seq, old, bytes }: Locked,
    { outcome, id }: { outcome: Outcome; id: string },
  ): Promise<Entry | null> {
    const fresh = bytes && { bytes, version: id };
    return this.#resolve(subject, { seq, transaction: id, old, fresh }, outcome);
  }

  /** A document's value and the number of its message. */
  async #entry(subject: string): Promise<Entry> {
    return await this.#settle(subject, await this.#look(subject));
  }

  async #look(subject: string): Promise<Entry | Mark> {
    const { link, bucket } = this.#parts;
    return readEntry(await link.last(bucket.stream, subject));
  }

  /** Waits for the end of the transaction that a mark is of. One that takes too long is ended: its node may be gone. */
  async #settle(subject: string, found: Entry | Mark): Promise<Entry> {
    const { transactions, clock } = this.#parts;
    let entry = found;
    const until = clock.now() + TRANSACTION_MS;
    while ("transaction" in entry) {
      const id = entry.transaction;
      const late = clock.now() >= until;
      const outcome = await (late ? transactions.end(id, "aborted") : transactions.recorded(id));
      const settled = outcome && await this.#resolve(subject, entry, outcome);
      if (settled) return settled;
      if (!outcome) await new Promise<void>((done) => void clock.after(TRANSACTION_POLL_MS, done));
      entry = await this.#look(subject); // it may be over and forgotten
    }
    return entry;
  }

  /** Puts the value that counts in the mark's place; null if that is done already. */
  async #resolve(subject: string, mark: Mark, outcome: Outcome): Promise<Entry | null> {
    const { link, bucket } = this.#parts;
    const settled = outcome === "committed" ? mark.fresh : mark.old;
    if (!settled) {
      const removed = await link.remove(bucket.stream, mark.seq);
      return removed ? { seq: 0, settled } : null;
    }
    const { bytes, headers } = writeSettled(settled);
    const seq = await link.replace(subject, bytes, { after: mark.seq, headers });
    return seq === null ? null : { seq, settled };
  }
}

function isAt(settled: Settled | null, { ifVersions }: Planned): boolean {
  return ifVersions.every((version) => version === (settled?.version ?? null));
}

function toDocument(key: DocumentKey, { bytes, version }: Settled): Document {
  return { key: [...key] as unknown as DocumentKey, value: fromBytes(bytes), version };
}
