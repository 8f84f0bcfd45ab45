// One client as the chat and the hub know it: who it is, where it talks, whom it hides, how it reads.
// Knows no socket: bytes go to the outbox of whoever owns the connection.

import type { Dialect } from "./dialect.ts";
import type { Subscriber } from "./hub.ts";
import { nameKey } from "./name.ts";
import type { Outbox } from "./outbox.ts";
import type { Person } from "./person.ts";
import type { Piece } from "./piece.ts";

/** How a connection ends that is sent away; `elsewhere`: as its client goes on on another node. */
export interface EndOptions {
  readonly elsewhere: true;
}

export interface MemberParts {
  readonly dialect: Dialect;
  readonly outbox: Pick<Outbox, "push">;
  readonly owner: MemberOwner;
  /** As the transport gives it. */
  readonly address: string;
}

/** Whose connection it is. */
export interface MemberOwner {
  /** Nothing can be shown to this client any more. */
  onBug(bug: unknown): void;
  /** The connection is to end, for a reason that its client is to read. */
  onEnd(text: string, how?: EndOptions): void;
}

/** What somebody who comes back has not had. */
export interface Missed {
  /** All lines said after this, in milliseconds since 1970; null: none of those. */
  readonly since: number | null;
  /** By room: all lines after the one with this id. */
  readonly seen: ReadonlyMap<string, string>;
}

export const NOTHING_MISSED: Missed = { since: null, seen: new Map() };

export class Member implements Subscriber {
  readonly id: string;
  readonly #outbox: MemberParts["outbox"];
  readonly #owner: MemberOwner;
  readonly address: string;
  dialect: Dialect;
  /** Set by the chat on entering, and on every change of name. */
  person: Person;
  /** The room that what is typed goes to; "" before the first. */
  room = "";
  /** Set when the connection ends: what it waits for then, such as a password being checked, comes too late. */
  gone = false;
  /** The key of a name that is kept for it while it registers; "" if there is none. */
  reserved = "";
  /** What it comes back with after a loss; "" until it is asked for. */
  token = "";
  /** The token's digest, which may be told to others. */
  tokenKey = "";
  /** When it last sent a line, in milliseconds since 1970. */
  heardAt = 0;
  /** Whether it hears itself, too. */
  echo = false;
  /** Set while it comes back: what rooms that it enters have to show it. */
  missed: Missed = NOTHING_MISSED;
  /** Lines of its room from this id on have been shown. */
  shownFrom = "";
  /** Who sent the last private line. */
  lastTeller: Person | null = null;
  /** Hidden people: name by name key, and name key by the ids that have been met with that name. */
  #hiddenNames: Map<string, string> | null = null;
  #hiddenIds: Map<string, string> | null = null;

  constructor(id: string, parts: MemberParts) {
    this.id = id;
    this.person = { id, name: "" };
    this.dialect = parts.dialect;
    this.#outbox = parts.outbox;
    this.#owner = parts.owner;
    this.address = parts.address;
  }

  deliver(piece: Piece): void {
    this.#outbox.push(piece);
  }

  fail(bug: unknown): void {
    this.#owner.onBug(bug);
  }

  /** Ends the connection, once what is on the way to it is sent. */
  end(text: string, how?: EndOptions): void {
    this.#owner.onEnd(text, how);
  }

  get name(): string {
    return this.person.name;
  }

  get picky(): boolean {
    return this.#hiddenNames !== null;
  }

  /** The names that are hidden, as they were written. */
  get hidden(): string[] {
    return [...this.#hiddenNames?.values() ?? []];
  }

  /** Hidden by name, so that reconnecting does not help, and by id, so that renaming does not either. */
  hides(by: Person): boolean {
    if (this.#hiddenIds?.has(by.id)) return true;
    const key = nameKey(by.name);
    if (!this.#hiddenNames?.has(key)) return false;
    this.#hiddenIds?.set(by.id, key);
    return true;
  }

  hide(person: Person): void {
    this.#hiddenNames ??= new Map();
    this.#hiddenIds ??= new Map();
    this.#hiddenNames.set(nameKey(person.name), person.name);
    this.#hiddenIds.set(person.id, nameKey(person.name));
  }

  /** Shows everybody again who was hidden by this name; false if it was not hidden. */
  unhide(name: string): boolean {
    const key = nameKey(name);
    if (!this.#hiddenNames?.delete(key)) return false;
    for (const [id, as] of this.#hiddenIds ?? []) if (as === key) this.#hiddenIds?.delete(id);
    if (this.#hiddenNames.size === 0) this.#hiddenNames = this.#hiddenIds = null;
    return true;
  }
}
