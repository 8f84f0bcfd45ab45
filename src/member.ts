// One client as the chat and the hub know it: who it is, where it talks, whom it hides, how it reads.
// Knows no socket: bytes go to the outbox of whoever owns the connection.

import type { Dialect } from "./dialect.ts";
import type { Person } from "./event.ts";
import type { Subscriber } from "./hub.ts";
import { nameKey } from "./name.ts";

export class Member implements Subscriber {
  readonly id: string;
  readonly #outbox: { push(bytes: Uint8Array): void };
  dialect: Dialect;
  /** Set by the chat on entering, and on every change of name. */
  person: Person;
  /** The room that what is typed goes to; "" before the first. */
  room = "";
  /** Who sent the last private line. */
  lastTeller: Person | null = null;
  /** Hidden people: name by name key, and the ids they had when they were hidden or have been seen with since. */
  #hiddenNames: Map<string, string> | null = null;
  #hiddenIds: Set<string> | null = null;

  constructor(id: string, parts: { dialect: Dialect; outbox: { push(bytes: Uint8Array): void } }) {
    this.id = id;
    this.person = { id, name: "" };
    this.dialect = parts.dialect;
    this.#outbox = parts.outbox;
  }

  deliver(bytes: Uint8Array): void {
    this.#outbox.push(bytes);
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
    if (!this.#hiddenNames?.has(nameKey(by.name))) return false;
    this.#hiddenIds?.add(by.id);
    return true;
  }

  hide(person: Person): void {
    this.#hiddenNames ??= new Map();
    this.#hiddenIds ??= new Set();
    this.#hiddenNames.set(nameKey(person.name), person.name);
    this.#hiddenIds.add(person.id);
  }

  /** Shows them again; false if the name was not hidden. `id` is theirs if they are here. */
  unhide(name: string, id: string | undefined): boolean {
    if (!this.#hiddenNames?.delete(nameKey(name))) return false;
    if (id !== undefined) this.#hiddenIds?.delete(id);
    if (this.#hiddenNames.size === 0) this.#hiddenNames = this.#hiddenIds = null;
    return true;
  }
}
