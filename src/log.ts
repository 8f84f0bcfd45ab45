// Port: what an operator reads. Events with fields, never the text of a chat line. Implemented in ops/.

export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Keeps nothing. */
export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
