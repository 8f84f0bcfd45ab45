// Bytes to deliveries: finds the payloads in what a client received, without making strings or copies.
// One buffer serves all clients in turn. Every delivery is read and checked; every `sample`th is timed.

import type { Client } from "./client.ts";
import { Latency } from "./latency.ts";
import { HEAD_BYTES, isPayload, MARK, sequenceAt, speakerAt, timeAt } from "./payload.ts";

/** May stand between a payload and the end of its line. */
const CR = 13;
const QUOTE = 0x22;
/** Begins a line of the past, which netchat shows with its time to whoever enters: delivered, but not late. */
const BRACKET = 0x5b;
/** Room for a line that was cut by a read, before the bytes of the next. */
const TAIL_BYTES = 64 * 1024;
const READ_BYTES = 64 * 1024;

const decoder = new TextDecoder();

export interface IntakeOptions {
  /** Characters of a payload. */
  readonly length: number;
  /** The character that ends a line. */
  readonly end: number;
  /** Every so many deliveries are timed. */
  readonly sample: number;
  /** A line of the server's own came. */
  readonly onServerLine: (client: Client, line: string) => void;
}

export class Intake {
  /** Where to receive into. */
  readonly area: Uint8Array<ArrayBuffer>;
  /** Latencies of what was said since they were last reset. */
  latency = new Latency();
  readonly #options: IntakeOptions;
  readonly #bytes = new Uint8Array(TAIL_BYTES + READ_BYTES);
  #timedFrom = 0;
  /** When the bytes were received, in microseconds. */
  #now = 0;
  #untilSample = 1;

  constructor(options: IntakeOptions) {
    if (options.length < HEAD_BYTES) throw new RangeError(`Lines need ${HEAD_BYTES + 1} bytes`);
    this.#options = options;
    this.area = this.#bytes.subarray(TAIL_BYTES);
  }

  /** Forgets all latencies; what was said before `us` will not be timed any more. */
  resetLatency(us: number): void {
    this.latency = new Latency();
    this.#timedFrom = us;
  }

  /** `client` received so many bytes into the area, at `us` microseconds. */
  take(client: Client, { received, us }: { received: number; us: number }): void {
    const bytes = this.#bytes;
    const { length, end: stop } = this.#options;
    this.#now = us;
    const end = TAIL_BYTES + received;
    let at = this.#restore(client.tail);
    for (;;) {
      let mark = at;
      while (mark < end && bytes[mark] !== MARK && bytes[mark] !== stop) mark++;
      let last = mark + length;
      if (bytes[last] === CR || bytes[last] === QUOTE) last++;
      const whole = last < end && bytes[last] === stop && isPayload(bytes, mark);
      if (whole) this.#deliver(client, mark);
      if (whole && bytes[at] !== BRACKET) this.#time(mark);
      if (whole && mark === at) client.ledger.nameless++;
      const next = whole ? last + 1 : this.#oddLine(client, { at, from: mark, end });
      if (next === at) break;
      at = next;
    }
    client.tail = at < end ? bytes.slice(at, end) : undefined;
    if (end - at > TAIL_BYTES) throw new Error(`Client "${client.id}" got a line without an end`);
  }

  /** Puts what was left before the new bytes; returns where it begins. */
  #restore(tail: Uint8Array | undefined): number {
    if (!tail) return TAIL_BYTES;
    this.#bytes.set(tail, TAIL_BYTES - tail.length);
    return TAIL_BYTES - tail.length;
  }

  #deliver({ id, ledger }: Client, mark: number): void {
    ledger.hear(id, speakerAt(this.#bytes, mark), sequenceAt(this.#bytes, mark));
  }

  #time(mark: number): void {
    if (--this.#untilSample > 0) return;
    this.#untilSample = this.#options.sample;
    const time = timeAt(this.#bytes, mark);
    if (time >= this.#timedFrom) this.latency.record(this.#now - time);
  }

  /** A line that is no payload in one piece: the server's own, torn, or not yet here to its end. */
  #oddLine(client: Client, { at, from, end }: { at: number; from: number; end: number }): number {
    const newline = this.#bytes.subarray(from, end).indexOf(this.#options.end);
    if (newline < 0) return at;
    const line = this.#bytes.subarray(at, from + newline);
    if (client.state === "entering" || client.plays) {
      this.#options.onServerLine(client, decoder.decode(line));
    } else if (newline > 0 && line.includes(MARK)) client.ledger.torn++;
    return from + newline + 1;
  }
}
