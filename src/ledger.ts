// What was noted, in order, and only the latest of it: one document an entry, under ids that sort. What an
// entry means is audit.ts and reports.ts.

import { LEDGER_TRIM, MAX_CHANGES } from "./limits.ts";
import type { LineIds } from "./line_ids.ts";
import type { DocumentKey, Store } from "./store.ts";

export interface LedgerParts {
  readonly store: Pick<Store, "list" | "commit">;
  readonly ids: LineIds;
}

export interface LedgerOptions {
  /** The first word of each key. */
  readonly kind: string;
  /** Entries kept; for a while some more. */
  readonly keep: number;
}

export class Ledger<Entry extends { readonly at: number }> {
  readonly #parts: LedgerParts;
  readonly #options: LedgerOptions;
  /** Entries added until it is trimmed; others may add too, and what is left of before is not known. */
  #untilTrim = 1;

  constructor(parts: LedgerParts, options: LedgerOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** Resolves when it is kept; rejects as the store does. */
  async add(entry: Entry): Promise<void> {
    const key = [this.#options.kind, this.#parts.ids.next(entry.at)] as const;
    await this.#parts.store.commit([{ key, value: entry }]);
    if (--this.#untilTrim > 0) return;
    this.#untilTrim = LEDGER_TRIM;
    await this.#trim();
  }

  /** The latest that many at most, oldest first; rejects as the store does. */
  async latest(count: number): Promise<Entry[]> {
    const kept = await this.#parts.store.list([this.#options.kind]);
    return kept.slice(-Math.min(count, this.#options.keep)).map(({ value }) => value as Entry);
  }

  async #trim(): Promise<void> {
    const kept = await this.#parts.store.list([this.#options.kind]);
    const old = kept.slice(0, Math.max(0, kept.length - this.#options.keep));
    for (let i = 0; i < old.length; i += MAX_CHANGES) {
      await this.#parts.store.commit(old.slice(i, i + MAX_CHANGES).map(deletion));
    }
  }
}

function deletion({ key }: { key: DocumentKey }) {
  return { key, value: null };
}
