// Facts on their way out, in the order in which they were published and each stored once. What may not change
// places waits for what is before it; what may, goes together: one message a subject, with all that was
// published for it meanwhile. What fails is sent again, as the same message, before anything else goes.

import type { Clock } from "../clock.ts";
import type { Fact } from "../fact.ts";
import {
  MAX_PARCEL_BYTES,
  MAX_WAITING_BYTES,
  MAX_WAITING_LINES,
  RESEND_MAX_MS,
  RESEND_MS,
} from "../limits.ts";
import type { AtTurnEnd } from "../turn.ts";
import type { Link } from "./link.ts";
import { packJson, type Word } from "./envelope.ts";

/** Facts of one kind have no order among different subjects, and all that counts among kinds. */
export type Kind = "lines" | "private" | "people" | "muster";

export interface OutletParts {
  readonly link: Pick<Link, "publish">;
  readonly clock: Clock;
  readonly atTurnEnd: AtTurnEnd;
  /** Set before every message's number, so that its id is unique over all nodes. */
  readonly idPrefix: string;
  /** Whether this node hears what is stored under a subject. */
  hears(subject: string): boolean;
  /** What was sent at `since` was not taken. Resolves when that may be over. */
  failed(error: unknown, since: number): Promise<void>;
}

/** A message, to which facts are added until it goes. */
class Outgoing {
  readonly back = Promise.withResolvers<void>();
  readonly #facts: string[] = [];
  #length = 0;
  stored = false;
  sentAt = 0;

  constructor(readonly id: string, readonly subject: string) {}

  takes(json: string): boolean {
    return this.#length === 0 || this.#length + json.length <= MAX_PARCEL_BYTES;
  }

  add(json: string): void {
    this.#facts.push(json);
    this.#length += json.length;
  }

  get count(): number {
    return this.#facts.length;
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): Uint8Array {
    return packJson(this.#facts);
  }
}

/** Messages that may go at the same time. */
interface Segment {
  readonly kind: Kind;
  readonly messages: Map<string, Outgoing>;
  /** Makes the messages when it is their turn and all before has come back. */
  readonly late?: () => readonly (Fact | Word)[];
}

export class Outlet {
  readonly #parts: OutletParts;
  readonly #segments: Segment[] = [];
  /** By id: sent, and not yet come back. */
  readonly #abroad = new Map<string, Outgoing>();
  #lastId = 0;
  #lines = 0;
  #bytes = 0;
  #going = false;
  #lagMs = 0;
  #quiet: (() => void)[] = [];

  constructor(parts: OutletParts) {
    this.#parts = parts;
  }

  /** Whether so much waits that no more may. */
  get full(): boolean {
    return this.#lines >= MAX_WAITING_LINES || this.#bytes >= MAX_WAITING_BYTES;
  }

  /** Lines that are not stored yet. */
  get waiting(): number {
    return this.#lines;
  }

  /** From sending a message to having it back, the latest. */
  get lagMs(): number {
    return this.#lagMs;
  }

  /** Whether anything published for this subject is still under way. */
  owes(subject: string): boolean {
    return this.#segments.some(({ messages }) => messages.has(subject)) ||
      [...this.#abroad.values()].some((message) => message.subject === subject);
  }

  /** Resolves when this node has received it back, or, where it does not hear it, when it is stored. */
  add(fact: Fact | Word, { kind, subject }: { kind: Kind; subject: string }): Promise<void> {
    const json = JSON.stringify(fact);
    const message = this.#messageFor(json, { kind, subject });
    message.add(json);
    this.#count(kind, { messages: 1, bytes: json.length });
    this.#start();
    return message.back.promise;
  }

  /** What `make` gives once all facts before are applied here, as one message each. */
  addLate(subject: string, make: () => readonly (Fact | Word)[]): void {
    this.#segments.push({
      kind: "muster",
      messages: new Map([[subject, this.#new(subject)]]),
      late: make,
    });
    this.#start();
  }

  /** A message with this id has come back. */
  returned(id: string): void {
    const message = this.#abroad.get(id);
    if (!message) return;
    this.#abroad.delete(id);
    this.#lagMs = this.#parts.clock.now() - message.sentAt;
    message.stored = true;
    message.back.resolve();
    this.#tellIfQuiet();
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#going || this.#abroad.size > 0) {
      await new Promise<void>((resolve) => this.#quiet.push(resolve));
    }
  }

  #messageFor(json: string, { kind, subject }: { kind: Kind; subject: string }): Outgoing {
    const last = this.#segments.at(-1);
    const known = last?.messages.get(subject);
    if (last?.kind === kind && (!known || known.takes(json))) {
      if (known) return known;
      const message = this.#new(subject);
      last.messages.set(subject, message);
      return message;
    }
    const message = this.#new(subject);
    this.#segments.push({ kind, messages: new Map([[subject, message]]) });
    return message;
  }

  #new(subject: string): Outgoing {
    return new Outgoing(`${this.#parts.idPrefix}${++this.#lastId}`, subject);
  }

  #count(kind: Kind, { messages, bytes }: { messages: number; bytes: number }): void {
    if (kind === "lines" || kind === "private") this.#lines += messages;
    this.#bytes += bytes;
  }

  #start(): void {
    if (this.#going) return;
    this.#going = true;
    this.#parts.atTurnEnd(() => void this.#run());
  }

  async #run(): Promise<void> {
    for (let segment = this.#segments.shift(); segment; segment = this.#segments.shift()) {
      if (segment.late) await this.#sendLate(segment);
      else await Promise.all(Array.from(segment.messages.values(), (each) => this.#send(each)));
      for (const { count, length } of segment.messages.values()) {
        this.#count(segment.kind, { messages: -count, bytes: -length });
      }
    }
    this.#going = false;
    this.#tellIfQuiet();
  }

  async #sendLate({ messages, late = () => [] }: Segment): Promise<void> {
    await Promise.all(Array.from(this.#abroad.values(), ({ back }) => back.promise));
    const [message] = messages.values();
    messages.clear();
    if (!message) return;
    for (const fact of late()) {
      const part = this.#new(message.subject);
      part.add(JSON.stringify(fact));
      await this.#send(part);
    }
  }

  /** Resolves when it is stored. */
  async #send(message: Outgoing): Promise<void> {
    const { link, clock } = this.#parts;
    const { id, subject, bytes } = message;
    message.sentAt = clock.now();
    this.#abroad.set(id, message);
    for (let wait = RESEND_MS; !message.stored; wait = Math.min(wait * 2, RESEND_MAX_MS)) {
      const since = clock.now();
      try {
        await link.publish(subject, bytes, { id });
        message.stored = true;
      } catch (error) {
        if (!message.stored) await this.#parts.failed(error, since);
        if (!message.stored) await new Promise<void>((go) => void clock.after(wait, go));
      }
    }
    if (!this.#parts.hears(subject)) this.returned(id);
  }

  #tellIfQuiet(): void {
    if (this.#going || this.#abroad.size > 0) return;
    for (const tell of this.#quiet.splice(0)) tell();
  }
}
