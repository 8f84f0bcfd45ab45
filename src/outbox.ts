// One connection's bounded outgoing queue. At most one write is under way; what comes meanwhile waits
// and goes out as one. A reader who falls too far behind is cut, never skipped: nothing vanishes from
// the middle of a live stream. Knows bytes and their sink, not what they say.

import type { Backlog, Holder } from "./backlog.ts";
import type { Clock } from "./clock.ts";
import { bytesOf, goesOn, isText, join, type Piece, sizeOf } from "./piece.ts";
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
  readonly owner: OutboxOwner;
}

/** Whose reader it is that an outbox sends to. One object, and no closures: there is one for each connection. */
export interface OutboxOwner {
  /** How the reader is told why it is given up. */
  wordsOnCut(why: string): string;
  /** Called once, if the outbox gives its reader up. */
  onLost(why: Loss): void;
}

/** Why a reader was given up. */
export type Loss = "slow reader" | "write failed";

const NOTHING = new Uint8Array(0);

export class Outbox implements Holder, Writer {
  readonly #sink: Sink;
  readonly #limit: number;
  readonly #shared: OutboxParts;
  readonly #owner: OutboxOwner;
  /** What waits: most often one piece, and no array for it. */
  #next: Piece | null = null;
  #more: Piece[] | null = null;
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

  constructor(sink: Sink, { limit, shared, owner }: OutboxOptions) {
    this.#sink = sink;
    this.#limit = limit;
    this.#shared = shared;
    this.#owner = owner;
    shared.backlog.join(this);
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
    return this.#unsent > this.#limit / 2;
  }

  /** Takes what is to be sent. Never waits; ignored once closing. */
  push(piece: Piece): void {
    if (this.#state !== "open") return;
    const size = sizeOf(piece);
    if (this.#unsent + size > this.#limit) {
      return this.cut(`more than ${this.#limit} bytes were waiting for you`);
    }
    this.#enqueue(piece, size);
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
    const words = `\n${this.#owner.wordsOnCut(why)}`; // a line may be torn
    this.#enqueue(words, sizeOf(words));
    this.#owner.onLost("slow reader");
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
    if (this.#next === null) return void (this.#busy = false);
    const bytes = this.#more === null ? bytesOf(this.#next) : join(this.#waiting());
    this.#forgetWaiting();
    this.#write(bytes);
  }

  #enqueue(piece: Piece, size: number): void {
    this.#keep(piece);
    this.#unsent += size;
    if (this.#counted) this.#shared.backlog.add(size);
    if (this.#busy || this.#state === "closed") return;
    this.#busy = true;
    this.#shared.slices.add(this);
  }

  #keep(piece: Piece): void {
    if (this.#next === null) this.#next = piece;
    else if (this.#more) this.#more.push(piece);
    else if (isText(this.#next) && goesOn(piece)) this.#next += piece;
    else this.#more = [piece];
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
    if (this.#next !== null) this.#shared.slices.add(this);
    else this.#busy = false;
  };

  readonly #failed = (): void => {
    if (this.#state === "closed") return;
    const lost = this.#state === "open";
    this.#close();
    if (lost) this.#owner.onLost("write failed");
  };

  /** `bytes` are no longer unsent. */
  #settle(bytes: number): void {
    this.#unsent -= bytes;
    if (this.#counted) this.#shared.backlog.remove(bytes);
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
    this.#shared.backlog.remove(this.#unsent);
    this.#shared.backlog.leave(this);
    this.#counted = false;
  }

  #waiting(): Piece[] {
    return this.#next === null ? [] : [this.#next, ...this.#more ?? []];
  }

  #forgetWaiting(): void {
    this.#next = this.#more = null;
  }

  #drop(): void {
    let waiting = 0;
    for (const piece of this.#waiting()) waiting += sizeOf(piece);
    this.#forgetWaiting();
    this.#settle(waiting);
  }

  /** Resolves when nothing is unsent, or after `ms`. */
  #emptied(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#shared.clock.after(ms, resolve);
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
    this.#shared.backlog.leave(this);
    this.#settle(this.#unsent);
  }
}
