// Who did what to keep order: for admins to read, and in short in the log. An act that is done stays done,
// so nothing here refuses anything.

import { ChatError } from "./errors.ts";
import { Ledger, type LedgerParts } from "./ledger.ts";
import { AUDIT_KEPT } from "./limits.ts";
import type { Log } from "./log.ts";

/** One act, as it is kept. */
export interface AuditEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The name of whoever did it. */
  readonly by: string;
  /** With its "#"; "" is the whole server. */
  readonly room: string;
  /** What follows the name: "banned bob for 10 minutes (spam)". */
  readonly what: string;
}

export interface AuditParts extends LedgerParts {
  readonly log: Log;
}

export class Audit {
  readonly #ledger: Ledger<AuditEntry>;
  readonly #log: Log;

  constructor(parts: AuditParts) {
    this.#ledger = new Ledger(parts, { kind: "audit", keep: AUDIT_KEPT });
    this.#log = parts.log;
  }

  /** Never rejects. `act`: the kind of it, which is all that the log gets, with the names. */
  async record(entry: AuditEntry, { act, of }: { act: string; of?: string }): Promise<void> {
    const { by, room } = entry;
    this.#log.info("moderation", { by, room, act, ...(of === undefined ? {} : { of }) });
    try {
      await this.#ledger.add(entry);
    } catch (error) {
      this.#log.warn("audit not kept", { by, room, act, error: String(error) });
    }
  }

  /** The latest acts, oldest first. Rejects with ChatError "refused" if the store fails. */
  async latest(count: number): Promise<AuditEntry[]> {
    try {
      return await this.#ledger.latest(count);
    } catch (error) {
      this.#log.warn("audit not reached", { error: String(error) });
      throw new ChatError("refused", "The audit cannot be reached: try again in a moment");
    }
  }
}
