// What reaches a receiver, kept: the pieces of bytes as they were handed over, and the events in them.
// The transcript dialects show an event as it is, so that a test can compare it with what it expects.

import type { Dialect, Preferences, Viewer } from "../../src/dialect.ts";
import type { ChatEvent } from "../../src/event.ts";
import type { Subscriber } from "../../src/hub.ts";
import type { Person } from "../../src/person.ts";
import { bytesOf, type Piece } from "../../src/piece.ts";

const decoder = new TextDecoder();

/** One JSON object a line. Counts what it renders; may be personal, and may break on some events. */
export class Transcript implements Dialect {
  readonly format = "text";
  readonly preferences: Preferences = { time: false, color: false, bell: false };
  readonly personal: boolean;
  readonly #breaksOn: (event: ChatEvent) => boolean;
  rendered = 0;
  /** For whom something was rendered alone. */
  readonly viewers: string[] = [];

  constructor(options: { personal?: boolean; breaksOn?: (event: ChatEvent) => boolean } = {}) {
    this.personal = options.personal ?? false;
    this.#breaksOn = options.breaksOn ?? (() => false);
  }

  render(event: ChatEvent, viewer?: Viewer): string {
    if (this.#breaksOn(event)) throw new Error("A bug in the dialect");
    this.rendered++;
    if (viewer) this.viewers.push(viewer.name);
    return FOR_PROGRAMS.has(event.kind) ? "" : `${JSON.stringify(event, shown)}\n`;
  }

  with(): Dialect {
    return this;
  }
}

/** As a terminal, it leaves out what only programs read. */
const FOR_PROGRAMS: ReadonlySet<ChatEvent["kind"]> = new Set(["you", "exited", "away"]);
const DETAILS: ReadonlySet<string> = new Set(["gap", "people", "members", "role", "balance"]);

function shown(this: unknown, key: string, value: unknown): unknown {
  const isEntered = (this as { kind?: string }).kind === "entered";
  return DETAILS.has(key) || isEntered && key === "settings" ? undefined : value;
}

/** Pieces of bytes as they came. */
export class Recorder {
  pieces: Uint8Array[] = [];

  push(piece: Piece): void {
    this.pieces.push(bytesOf(piece));
  }

  /** All that came, as text. */
  get text(): string {
    return this.pieces.map((bytes) => decoder.decode(bytes)).join("");
  }

  /** All that came through a transcript dialect. */
  get events(): ChatEvent[] {
    return this.text.split("\n").slice(0, -1).map((line) => JSON.parse(line));
  }

  clear(): void {
    this.pieces = [];
  }
}

export interface ReceiverOptions {
  readonly dialect?: Dialect;
  /** Names of those it hides; undefined: not picky. */
  readonly hidden?: readonly string[];
}

/** All the hub asks of a subscriber, and a recorder. Its id is its name. */
export class Receiver extends Recorder implements Subscriber {
  readonly id: string;
  readonly name: string;
  readonly dialect: Dialect;
  readonly #hidden: readonly string[] | undefined;
  /** What its dialect threw. */
  readonly bugs: unknown[] = [];

  constructor(name: string, { dialect = new Transcript(), hidden }: ReceiverOptions = {}) {
    super();
    this.id = name;
    this.name = name;
    this.dialect = dialect;
    this.#hidden = hidden;
  }

  get picky(): boolean {
    return this.#hidden !== undefined;
  }

  deliver(piece: Piece): void {
    this.push(piece);
  }

  fail(bug: unknown): void {
    this.bugs.push(bug);
  }

  hides(by: Person): boolean {
    return this.#hidden?.includes(by.name) ?? false;
  }
}
