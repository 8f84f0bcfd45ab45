// Where connections wait until they can be talked on: TLS has to shake hands first, a proxy to say for whom it
// speaks. Each has its own time to do so, so that one that hangs holds up nobody but itself. What is done there
// is the business of `prepare`.

import { addressKey } from "../admission.ts";
import type { Clock } from "../clock.ts";
import { duration } from "../duration.ts";
import { MAX_UNPREPARED } from "../limits.ts";
import type { Log, LogFields } from "../log.ts";
import { Refusals } from "../refusals.ts";
import type { Address, Connection, Listener, Transport } from "../transport.ts";

export interface AnteroomOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a client may take, in milliseconds. */
  readonly ms: number;
  /** The reason that the log has when nothing came of one. */
  readonly failure: string;
  /**
   * Makes a connection that can be talked on. Rejects when nothing can come of it; also when the connection is
   * closed meanwhile, which is what happens when time is up.
   */
  readonly prepare: (connection: Connection) => Promise<Connection>;
  /** How many of one address may wait at a time (IPv6: /64; loopback is exempt). */
  readonly maxPerAddress: number;
}

/** Why somebody may not wait, for the log. */
const CROWD = "too many at the door";

/** Somebody who waits. */
interface Guest {
  readonly connection: Connection;
  readonly key: string | null;
  readonly cancel: () => void;
}

export class Anteroom implements Listener {
  readonly transport: Transport;
  readonly #source: Listener;
  readonly #options: AnteroomOptions;
  readonly #refusals: Refusals;
  /** The one who has waited longest first. */
  readonly #guests = new Set<Guest>();
  readonly #perAddress = new Map<string, number>();
  readonly #ready: Connection[] = [];
  #waiter: PromiseWithResolvers<Connection | null> | undefined;
  #asking = false;
  #closed = false;

  constructor(source: Listener, options: AnteroomOptions) {
    this.#source = source;
    this.#options = options;
    this.#refusals = new Refusals(options);
    this.transport = options.transport;
  }

  get address(): Address {
    return this.#source.address;
  }

  /** Resolves to the next that is ready, which need not be the one that came first. */
  accept(): Promise<Connection | null> {
    const ready = this.#ready.shift();
    if (ready !== undefined) return Promise.resolve(ready);
    if (this.#closed) return Promise.resolve(null);
    this.#waiter = Promise.withResolvers();
    this.#ask();
    return this.#waiter.promise;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#source.close();
    this.#refusals.close();
    for (const guest of this.#guests) {
      this.#release(guest);
      guest.connection.close();
    }
    this.#waiter?.resolve(null);
  }

  /** Asks for clients for as long as somebody waits for one. Failures are the waiter's to bear. */
  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#waiter !== undefined) {
        const connection = await this.#source.accept();
        if (connection === null) return this.#answer()?.resolve(null);
        this.#receive(connection);
      }
    } catch (error) {
      this.#answer()?.reject(error);
    } finally {
      this.#asking = false;
    }
  }

  #answer(): PromiseWithResolvers<Connection | null> | undefined {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    return waiter;
  }

  #receive(connection: Connection): void {
    const key = addressKey(connection.address);
    if (this.#isFull(key)) return this.#refuse(connection, CROWD);
    const { clock, failure, ms } = this.#options;
    const why = `not ready in ${duration(ms)}`;
    const cancel = clock.after(ms, () => this.#turnOut(guest, failure, { why }));
    const guest = { connection, key, cancel };
    this.#guests.add(guest);
    if (key !== null) this.#perAddress.set(key, (this.#perAddress.get(key) ?? 0) + 1);
    this.#prepare(guest);
  }

  /** Nobody is kept out by others: of all who wait, whoever has waited longest makes room. */
  #isFull(key: string | null): boolean {
    const { maxPerAddress } = this.#options;
    if (key !== null && (this.#perAddress.get(key) ?? 0) >= maxPerAddress) return true;
    const [oldest] = this.#guests;
    if (oldest && this.#guests.size >= MAX_UNPREPARED) this.#turnOut(oldest, CROWD);
    return false;
  }

  async #prepare(guest: Guest): Promise<void> {
    try {
      const ready = await this.#options.prepare(guest.connection);
      if (!this.#guests.has(guest)) return ready.close();
      this.#release(guest);
      const waiter = this.#answer();
      if (waiter !== undefined) waiter.resolve(ready);
      else this.#ready.push(ready);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#turnOut(guest, this.#options.failure, { why });
    }
  }

  /** Once: what comes of a connection that we close is no news. */
  #turnOut(guest: Guest, reason: string, details?: LogFields): void {
    if (!this.#guests.has(guest)) return;
    this.#release(guest);
    this.#refuse(guest.connection, reason, details);
  }

  #refuse(connection: Connection, reason: string, details: LogFields = {}): void {
    const { transport } = this.#options;
    this.#refusals.add(reason, connection.address, { transport, ...details });
    connection.close();
  }

  #release(guest: Guest): void {
    this.#guests.delete(guest);
    guest.cancel();
    if (guest.key === null) return;
    const left = (this.#perAddress.get(guest.key) ?? 1) - 1;
    if (left > 0) this.#perAddress.set(guest.key, left);
    else this.#perAddress.delete(guest.key);
  }
}
