// A log that the test reads: what was logged, in order, with its level and its fields.

import type { Log, LogFields } from "../../src/log.ts";

/** Keeps what is logged. */
export class FakeLog implements Log {
  readonly records: { level: string; event: string; fields: LogFields }[] = [];

  debug(event: string, fields: LogFields = {}): void {
    this.records.push({ level: "debug", event, fields });
  }

  info(event: string, fields: LogFields = {}): void {
    this.records.push({ level: "info", event, fields });
  }

  warn(event: string, fields: LogFields = {}): void {
    this.records.push({ level: "warn", event, fields });
  }

  error(event: string, fields: LogFields = {}): void {
    this.records.push({ level: "error", event, fields });
  }

  /** The fields of all records of an event. */
  of(event: string): LogFields[] {
    return this.records.filter((record) => record.event === event).map(({ fields }) => fields);
  }
}
