// A client without a network: the test types bytes in and reads what was written.

import type { Editing } from "../../src/editing.ts";
import type { Connection, Listener } from "../../src/transport.ts";
import { joined } from "./bytes.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class FakeConnection implements Connection {
  readonly transport = "tcp";
  encrypted = false;
  readonly address: string;
  /** To be set before there is a session. */
  editing?: Editing;
  closed = false;
  /** Whether our output has been ended. */
  finished = false;
  /** Set to hold writes back, as a reader that stopped reading does. */
  stalled = false;
  #input: Uint8Array[] = [];
  #ended = false;
  #broken = false;
  #output: Uint8Array[] = [];
  #wakeReader: () => void = () => {};
  #wakeWriter: () => void = () => {};
  #watchers: (() => void)[] = [];

  constructor(address = "192.0.2.1") {
    this.address = address;
  }

  /** The client sends this. */
  type(data: string | Uint8Array): void {
    this.#input.push(typeof data === "string" ? encoder.encode(data) : data);
    this.#wakeReader();
  }

  /** The client has nothing more to send. */
  endInput(): void {
    this.#ended = true;
    this.#wakeReader();
  }

  /** The connection is reset: reads and writes reject. */
  reset(): void {
    this.#broken = true;
    this.#wakeReader();
    this.#wakeWriter();
  }

  /** A reader that stopped reading reads again. */
  resume(): void {
    this.stalled = false;
    this.#wakeWriter();
  }

  /** All that was written so far. */
  get output(): string {
    return this.#output.map((bytes) => decoder.decode(bytes)).join("");
  }

  /** The same, byte for byte. */
  get written(): Uint8Array {
    return joined(this.#output);
  }

  /** The size of each write, in bytes. */
  get writes(): number[] {
    return this.#output.map(({ length }) => length);
  }

  /** Pieces that were typed and that nobody has read. */
  get unread(): number {
    return this.#input.length;
  }

  /** Resolves to the output once `test` accepts it. */
  async until(test: (output: string) => boolean): Promise<string> {
    while (!test(this.output)) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
    return this.output;
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (true) {
      if (this.#broken || this.closed) throw new Error("Connection reset");
      const bytes = this.#input.shift();
      if (bytes) return this.#copy(bytes, buffer);
      if (this.#ended) return null;
      await new Promise<void>((resolve) => this.#wakeReader = resolve);
    }
  }

  async write(bytes: Uint8Array): Promise<number> {
    while (this.stalled && !this.#broken && !this.closed) {
      await new Promise<void>((resolve) => this.#wakeWriter = resolve);
    }
    if (this.#broken || this.closed) throw new Error("Broken pipe");
    this.#output.push(bytes.slice());
    this.#notify();
    return bytes.length;
  }

  closeWrite(): Promise<void> {
    this.finished = true;
    this.#notify();
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
    this.#wakeReader();
    this.#wakeWriter();
    this.#notify();
  }

  #copy(bytes: Uint8Array, buffer: Uint8Array): number {
    const count = Math.min(bytes.length, buffer.length);
    buffer.set(bytes.subarray(0, count));
    if (count < bytes.length) this.#input.unshift(bytes.subarray(count));
    return count;
  }

  #notify(): void {
    for (const resolve of this.#watchers.splice(0)) resolve();
  }
}

/** A listener to which the test brings its clients and failures. */
export class FakeListener implements Listener {
  readonly transport = "tcp";
  readonly address = { host: "192.0.2.254", port: 5000 };
  #arrivals: (Connection | Error | null)[] = [];
  #wake: () => void = () => {};

  arrive(connection: Connection): void {
    this.#add(connection);
  }

  fail(error: Error): void {
    this.#add(error);
  }

  async accept(): Promise<Connection | null> {
    while (this.#arrivals.length === 0) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    const arrival = this.#arrivals.shift() ?? null;
    if (arrival instanceof Error) throw arrival;
    return arrival;
  }

  close(): void {
    this.#add(null);
  }

  #add(arrival: Connection | Error | null): void {
    this.#arrivals.push(arrival);
    this.#wake();
  }
}
