// One connection's bounded outgoing queue. At most one write is under way; what comes meanwhile waits
// and goes out as one. A reader who falls too far behind is cut, never skipped: nothing vanishes from
// the middle of a live stream. Knows bytes and their sink, not what they say.

import type { Backlog, Holder } from "./backlog.ts";
import type { Clock } from "./clock.ts";
import type { Writer, WriteSlices } from "./write_slices.ts";

/** Where the bytes go. */
export interface Sink {
  write(bytes: Uint8Array): Promise<number>;
}

/** What all outboxes have in common. */
export interface OutboxParts {
  readonly backlog: Backlog;
  readonly slices: WriteSlices;
  readonly clock: Clock;
}

export interface OutboxOptions {
  /** Bytes that may be unsent. */
  readonly limit: number;
  readonly shared: OutboxParts;
  /** How the reader is told why it is given up. */
  readonly lastWords: (why: string) => string;
  /** Called once, if the outbox gives its reader up. */
  readonly onLost: (why: Loss) => void;
}

/** Why a reader was given up. */
export type Loss = "slow reader" | "write failed";

const encoder = new TextEncoder();
const NOTHING = new Uint8Array(0);

export class Outbox implements Holder, Writer {
  readonly #sink: Sink;
  readonly #options: OutboxOptions;
  /** What waits: most often one piece, and no array for it. */
  #next: Uint8Array | null = null;
  #more: Uint8Array[] | null = null;
  #unsent = 0;
  #state: "open" | "closing" | "closed" = "open";
  /** Whether our bytes are in the backlog's sum. Not once we are cut: what is under way cannot be taken back. */
  #counted = true;
  /** A write is under way, or promised by the slices. */
  #busy = false;
  #onRelief: (() => void)[] | null = null;
  #bytesOut = 0;
  /** What the write under way was given. */
  #writing: Uint8Array = NOTHING;

  constructor(sink: Sink, options: OutboxOptions) {
    this.#sink = sink;
    this.#options = options;
    options.shared.backlog.join(this);
  }

  /** Bytes taken and not yet written, those of the write under way included. */
  get unsent(): number {
    return this.#unsent;
  }

  /** Bytes written so far. */
  get bytesOut(): number {
    return this.#bytesOut;
  }

  /** Whether the reader is so far behind that nothing should be read from them. */
  get congested(): boolean {
    return this.#unsent > this.#options.limit / 2;
  }

  /** Takes bytes that may be shared with others. Never waits; ignored once closing. */
  push(bytes: Uint8Array): void {
    if (this.#state !== "open") return;
    if (this.#unsent + bytes.length > this.#options.limit) {
      return this.cut(`more than ${this.#options.limit} bytes were waiting for you`);
    }
    this.#enqueue(bytes);
  }

  /** Resolves once the reader has caught up to less than half the limit, or is gone. */
  relief(): Promise<void> {
    if (!this.congested) return Promise.resolve();
    return new Promise((resolve) => this.#whenRelieved(resolve));
  }

  /** Gives the reader up: drops what waits, says why if the socket still takes it and it is not finishing. */
  cut(why: string): void {
    if (this.#state === "closed" || !this.#counted) return;
    if (this.#state === "closing") return this.#close();
    this.#state = "closing";
    this.#drop();
    this.#uncount();
    this.#enqueue(encoder.encode(`\n${this.#options.lastWords(why)}`)); // a line may be torn
    this.#options.onLost("slow reader");
  }

  /** Takes no more; resolves when all is written, or after `ms` milliseconds, to whether it was. Closed then. */
  async finish(ms: number): Promise<boolean> {
    if (this.#state === "open") this.#state = "closing";
    if (this.#state === "closing" && this.#unsent > 0) await this.#emptied(ms);
    const sent = this.#state === "closing" && this.#unsent === 0;
    this.#close();
    return sent;
  }

  /** Called by the slices when it is this outbox's turn. */
  startWrite(): void {
    if (this.#state === "closed") return;
    const bytes = this.#more === null ? this.#next : join(this.#waiting());
    this.#forgetWaiting();
    if (bytes !== null) this.#write(bytes);
    else this.#busy = false;
  }

  #enqueue(bytes: Uint8Array): void {
    if (this.#next === null) this.#next = bytes;
    else (this.#more ??= []).push(bytes);
    this.#unsent += bytes.length;
    if (this.#counted) this.#options.shared.backlog.add(bytes.length);
    if (this.#busy || this.#state === "closed") return;
    this.#busy = true;
    this.#options.shared.slices.add(this);
  }

  #write(bytes: Uint8Array): void {
    this.#writing = bytes;
    this.#sink.write(bytes).then(this.#wrote, this.#failed);
  }

  /** Made once for a connection, not for each write. */
  readonly #wrote = (written: number): void => {
    const bytes = this.#writing;
    this.#bytesOut += written;
    if (this.#state === "closed") return;
    this.#settle(written);
    if (written < bytes.length) return this.#write(bytes.subarray(written));
    if (this.#next !== null) this.#options.shared.slices.add(this);
    else this.#busy = false;
  };

  readonly #failed = (): void => {
    if (this.#state === "closed") return;
    const lost = this.#state === "open";
    this.#close();
    if (lost) this.#options.onLost("write failed");
  };

  /** `bytes` are no longer unsent. */
  #settle(bytes: number): void {
    this.#unsent -= bytes;
    if (this.#counted) this.#options.shared.backlog.remove(bytes);
    const waiting = this.#onRelief;
    if (!waiting || (this.#state === "open" ? this.congested : this.#unsent > 0)) return;
    this.#onRelief = null;
    for (const resolve of waiting) resolve();
  }

  #whenRelieved(run: () => void): void {
    this.#onRelief ??= [];
    this.#onRelief.push(run);
  }

  #uncount(): void {
    this.#options.shared.backlog.remove(this.#unsent);
    this.#options.shared.backlog.leave(this);
    this.#counted = false;
  }

  #waiting(): Uint8Array[] {
    return this.#next === null ? [] : [this.#next, ...this.#more ?? []];
  }

  #forgetWaiting(): void {
    this.#next = this.#more = null;
  }

  #drop(): void {
    let waiting = 0;
    for (const bytes of this.#waiting()) waiting += bytes.length;
    this.#forgetWaiting();
    this.#settle(waiting);
  }

  /** Resolves when nothing is unsent, or after `ms`. */
  #emptied(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.shared.clock.after(ms, resolve);
      this.#whenRelieved(() => {
        cancel();
        resolve();
      });
    });
  }

  #close(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#forgetWaiting();
    this.#options.shared.backlog.leave(this);
    this.#settle(this.#unsent);
  }
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
