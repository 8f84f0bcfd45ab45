// Port: how events look to one kind of client. A dialect renders; it never decides who receives.

import type { ChatEvent } from "./event.ts";

/** What a reader can choose. */
export interface Preferences {
  /** Times before lines. */
  readonly time: boolean;
  /** Names in colour. */
  readonly color: boolean;
  /** A bell on one's own name and on private lines. */
  readonly bell: boolean;
}

/** What a client reads, and writes. */
export type Format = "text" | "json";

export interface Dialect {
  readonly format: Format;
  readonly preferences: Preferences;
  /**
   * Whether lines differ from viewer to viewer (a bell on one's own name), at a cost for each. All
   * others are rendered once for everyone who reads this dialect.
   */
  readonly personal: boolean;
  /**
   * One event as it goes over the wire, newlines included. Pure. `viewer` is undefined when the result
   * is to be shared.
   */
  render(event: ChatEvent, viewer?: Viewer): string;
  /** The same dialect with other preferences; equal preferences give the very same object. */
  with(preferences: Preferences): Dialect;
}

/** Whom a personal dialect renders for. */
export interface Viewer {
  readonly name: string;
}
