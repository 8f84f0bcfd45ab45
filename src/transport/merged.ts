// Several listeners on one port, as one: whoever comes by any of them is accepted. Each is asked again when its
// last client has been taken, so that at most one of each waits here, and the system holds the others.

import type { Address, Connection, Listener, Transport } from "../transport.ts";

/** What came of asking one of them; settled. */
interface Arrival {
  readonly source: Listener;
  readonly accepted: Promise<Connection | null>;
}

export class Merged implements Listener {
  readonly transport: Transport;
  readonly address: Address;
  readonly #sources: readonly Listener[];
  readonly #arrivals: Arrival[] = [];
  #waiter: PromiseWithResolvers<Connection | null> | undefined;
  #asked = false;
  #closed = false;

  /** `others` have the address of `first`. */
  constructor(first: Listener, others: readonly Listener[]) {
    this.transport = first.transport;
    this.address = first.address;
    this.#sources = [first, ...others];
  }

  /** For one caller at a time. */
  accept(): Promise<Connection | null> {
    if (this.#closed) return Promise.resolve(null);
    const waiter = this.#waiter = Promise.withResolvers<Connection | null>();
    if (!this.#asked) this.#askAll();
    this.#handOn();
    return waiter.promise;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const source of this.#sources) source.close();
    this.#arrivals.forEach(turnAway);
    this.#waiter?.resolve(null);
  }

  #askAll(): void {
    this.#asked = true;
    for (const source of this.#sources) this.#ask(source);
  }

  #ask(source: Listener): void {
    const accepted = source.accept();
    const arrived = () => this.#arrived({ source, accepted });
    accepted.then(arrived, arrived);
  }

  #arrived(arrival: Arrival): void {
    if (this.#closed) return turnAway(arrival);
    this.#arrivals.push(arrival);
    this.#handOn();
  }

  /** Failures are the caller's to bear, too. */
  #handOn(): void {
    const waiter = this.#waiter;
    const arrival = waiter && this.#arrivals.shift();
    if (!arrival) return;
    this.#waiter = undefined;
    waiter.resolve(arrival.accepted);
    this.#ask(arrival.source);
  }
}

function turnAway({ accepted }: Arrival): void {
  accepted.then((connection) => connection?.close(), () => {});
}
