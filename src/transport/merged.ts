// Several listeners on one port, as one: whoever comes by any of them is accepted. Each is asked again when its
// last client has been taken, so that at most one of each waits here, and the system holds the others.

import type { Address, Connection, Listener, Transport } from "../transport.ts";

interface Arrival {
  readonly source: Listener;
  readonly connection: Connection | null;
}

export class Merged implements Listener {
  readonly transport: Transport;
  readonly address: Address;
  readonly #sources: readonly Listener[];
  /** Those that are to be asked with the next accept(): at first all, later those that have failed. */
  #unasked: Listener[];
  readonly #arrivals: Arrival[] = [];
  #waiter: PromiseWithResolvers<Connection | null> | undefined;
  #closed = false;

  /** `others` have the address of `first`. */
  constructor(first: Listener, others: readonly Listener[]) {
    this.transport = first.transport;
    this.address = first.address;
    this.#sources = [first, ...others];
    this.#unasked = [...this.#sources];
  }

  /** For one caller at a time. What fails at several of them together is one failure. */
  accept(): Promise<Connection | null> {
    if (this.#closed) return Promise.resolve(null);
    const waiter = this.#waiter = Promise.withResolvers<Connection | null>();
    const unasked = this.#unasked;
    this.#unasked = [];
    for (const source of unasked) this.#ask(source);
    this.#handOn();
    return waiter.promise;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const source of this.#sources) source.close();
    for (const { connection } of this.#arrivals) connection?.close();
    this.#waiter?.resolve(null);
  }

  #ask(source: Listener): void {
    source.accept().then(
      (connection) => this.#arrived({ source, connection }),
      (error) => this.#failed(source, error),
    );
  }

  #arrived(arrival: Arrival): void {
    if (this.#closed) return arrival.connection?.close();
    this.#arrivals.push(arrival);
    this.#handOn();
  }

  #handOn(): void {
    const waiter = this.#waiter;
    const arrival = waiter && this.#arrivals.shift();
    if (!arrival) return;
    this.#waiter = undefined;
    waiter.resolve(arrival.connection);
    this.#ask(arrival.source);
  }

  /** If nobody waits to hear of it, it will fail again, or be over. */
  #failed(source: Listener, error: unknown): void {
    this.#unasked.push(source);
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.reject(error);
  }
}
