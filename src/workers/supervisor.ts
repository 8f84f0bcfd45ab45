// Starts the workers and speaks for them: one start, one address, one drain, one store. The only file that
// touches Deno's workers from above; the broker and the store's desk do the thinking.

import { Admission } from "../admission.ts";
import { atMost } from "../at_most.ts";
import { systemClock as clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { DrainNews, DrainOrders } from "../drain.ts";
import { ChatError } from "../errors.ts";
import { GuessCounter } from "../guess_counter.ts";
import { HISTORY_FLUSH_MS, SAMPLE_MS } from "../limits.ts";
import type { Store } from "../store.ts";
import { Broker, type Peer } from "./broker.ts";
import type { Downward, Sample, Start, Upward } from "./message.ts";
import { StoreDesk } from "./store_desk.ts";

export interface SupervisorOptions {
  readonly config: Config;
  readonly listening: Start["listening"];
  /** The one that all workers use: the supervisor's from now on, and closed by drain(). */
  readonly store: Store;
  /** Gets what admins order on whichever worker. */
  readonly orders: DrainOrders;
  readonly pem: Start["pem"];
}

export class Supervisor {
  readonly #workers: Supervised[] = [];
  readonly #store: Store;

  private constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Starts `config.workers` workers from `script`, all listening on the same ports but not yet serving.
   * Rejects with ChatError "cannot-listen" if one cannot.
   */
  static async start(script: URL, options: SupervisorOptions): Promise<Supervisor> {
    refuseWithoutSource(script);
    const { config, store } = options;
    const admission = new Admission({ ...config, maxPerAddress: config.maxPerIp });
    const broker = new Broker({ admission, guesses: new GuessCounter(clock) });
    const supervisor = new Supervisor(store);
    for (let index = 1; index <= config.workers; index++) {
      supervisor.#workers.push(await Supervised.start(script, { ...options, broker, index }));
    }
    return supervisor;
  }

  /** Rejects with ChatError "worker-ended" when one ends by itself: nobody can mend that. Never resolves. */
  get failed(): Promise<never> {
    return Promise.race(this.#workers.map((worker) => worker.failed));
  }

  /** Lets clients in. */
  serve(): void {
    for (const worker of this.#workers) worker.send({ kind: "serve" });
  }

  /** Tells all workers. */
  hear(news: DrainNews): void {
    for (const worker of this.#workers) worker.send({ kind: "news", news });
  }

  /** From now on, new clients get this certificate, which has been tried out. */
  renew(pem: string): void {
    for (const worker of this.#workers) worker.send({ kind: "renew", pem });
  }

  /** The metrics of each worker. Rejects with ChatError "refused" if one does not answer. */
  async samples(): Promise<Sample[]> {
    const all = Promise.all(this.#workers.map((worker) => worker.sample()));
    const samples = await atMost(all, { clock, ms: SAMPLE_MS, late: null });
    if (samples) return samples;
    throw new ChatError("refused", `A worker did not answer in ${SAMPLE_MS} ms`);
  }

  /** Resolves when all workers have sent their clients off, and what they said is kept. */
  async drain(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.drain()));
    await this.#closeStore();
  }

  /** A store that does not answer holds nobody up; workers have logged what it did not keep. */
  async #closeStore(): Promise<void> {
    await atMost(this.#store.close(), { clock, ms: HISTORY_FLUSH_MS, late: null });
  }
}

interface StartOptions extends SupervisorOptions {
  readonly broker: Broker;
  readonly index: number;
}

type Parts = Pick<StartOptions, "broker" | "store" | "orders">;

class Supervised implements Peer {
  readonly #worker: Worker;
  readonly #failed = Promise.withResolvers<never>();
  readonly #listening = Promise.withResolvers<void>();
  readonly #drained = Promise.withResolvers<void>();
  /** Those who asked for a sample, first come first served. */
  readonly #askers: ((sample: Sample) => void)[] = [];
  readonly #orders: DrainOrders;
  readonly #broker: Broker;
  readonly #desk: StoreDesk;

  private constructor(script: URL, { broker, store, orders }: Parts) {
    this.#broker = broker;
    this.#orders = orders;
    this.#desk = new StoreDesk(store);
    this.#failed.promise.catch(() => {}); // whoever cares asks for it later
    this.#worker = new Worker(script, { type: "module" });
    this.#worker.onmessage = ({ data }) => this.#hear(data as Upward);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(event.message);
    };
    broker.add(this);
  }

  static async start(
    script: URL,
    { broker, store, orders, ...how }: StartOptions,
  ): Promise<Supervised> {
    const worker = new Supervised(script, { broker, store, orders });
    worker.send({ kind: "start", ...how, about: store.about });
    await Promise.race([worker.#listening.promise, worker.failed]);
    return worker;
  }

  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  send(message: Downward): void {
    this.#worker.postMessage(message);
  }

  sample(): Promise<Sample> {
    this.send({ kind: "sample" });
    return new Promise((resolve) => this.#askers.push(resolve));
  }

  drain(): Promise<void> {
    this.send({ kind: "drain" });
    return this.#drained.promise;
  }

  #hear(message: Upward): void {
    switch (message.kind) {
      case "listening":
        return this.#listening.resolve();
      case "failed":
        return this.#failed.reject(new ChatError("cannot-listen", message.message));
      case "requests":
        return this.#broker.handle(message.requests, this);
      case "store":
        this.#desk.handle(message).then((reply) => this.send(reply));
        return;
      case "order":
        return this.#orders.order(message.order);
      case "sampled":
        return this.#askers.shift()?.(message.sample);
      case "drained":
        return this.#drained.resolve();
    }
  }

  /** The worker ended by itself. */
  #fail(message: string): void {
    const why = `A worker ended ("${message}"): start netchat again`;
    this.#failed.reject(new ChatError("worker-ended", why));
  }
}

/** Deno opens a worker's source under the read permission, which netchat has not; a binary needs none. */
function refuseWithoutSource(script: URL): void {
  if (Deno.build.standalone) return;
  if (Deno.permissions.querySync({ name: "read", path: script }).state === "granted") return;
  throw new ChatError(
    "cannot-listen",
    "--workers needs the binary: make it with deno task compile, or give deno run --allow-read=.",
  );
}
