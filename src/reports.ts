// What people have reported, for admins to read. Who is told at once is command/report.ts.

import { ChatError } from "./errors.ts";
import { Ledger, type LedgerParts } from "./ledger.ts";
import { REPORTS_KEPT } from "./limits.ts";
import type { Log } from "./log.ts";

export interface Report {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who reports whom, by name. */
  readonly by: string;
  readonly name: string;
  readonly room: string;
  readonly why: string;
  /** What was said there last, oldest first, each as "bob: hello". */
  readonly lines: readonly string[];
}

export interface ReportsParts extends LedgerParts {
  readonly log: Log;
}

export class Reports {
  readonly #ledger: Ledger<Report>;
  readonly #log: Log;

  constructor(parts: ReportsParts) {
    this.#ledger = new Ledger(parts, { kind: "report", keep: REPORTS_KEPT });
    this.#log = parts.log;
  }

  /** Whether it is kept. Never rejects: those who are told of it are told anyway. */
  async add(report: Report): Promise<boolean> {
    try {
      await this.#ledger.add(report);
      return true;
    } catch (error) {
      this.#log.warn("report not kept", { room: report.room, error: String(error) });
      return false;
    }
  }

  /** The latest reports, oldest first. Rejects with ChatError "refused" if the store fails. */
  async latest(count: number): Promise<Report[]> {
    try {
      return await this.#ledger.latest(count);
    } catch (error) {
      this.#log.warn("reports not reached", { error: String(error) });
      throw new ChatError("refused", "Reports cannot be reached: try again in a moment");
    }
  }
}
