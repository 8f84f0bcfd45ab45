// Starts the workers and speaks for them: one start, one address, one drain. The only file that touches
// Deno's workers from above; the broker does the thinking.

import { Admission } from "../admission.ts";
import type { Config } from "../config.ts";
import { ChatError } from "../errors.ts";
import { Broker, type Peer } from "./broker.ts";
import type { Downward, Upward } from "./message.ts";

interface Address {
  readonly host: string;
  readonly port: number;
  readonly keeps: string;
}

const NOWHERE: Address = { host: "", port: 0, keeps: "" };

export class Supervisor {
  readonly #workers: Supervised[] = [];

  private constructor() {}

  /**
   * Starts `config.workers` workers from `script`, all listening on one port but not yet serving.
   * Rejects with ChatError "cannot-listen" if one cannot.
   */
  static async start(script: URL, config: Config): Promise<Supervisor> {
    refuseWithoutSource(script);
    const { maxConnections, maxPerIp } = config;
    const broker = new Broker(new Admission({ maxConnections, maxPerAddress: maxPerIp }));
    const supervisor = new Supervisor();
    for (let index = 1; index <= config.workers; index++) {
      const port = supervisor.#workers[0]?.address.port ?? config.port;
      const worker = await Supervised.start(script, { broker, config: { ...config, port }, index });
      supervisor.#workers.push(worker);
    }
    return supervisor;
  }

  get address(): Address {
    return this.#workers[0]?.address ?? NOWHERE;
  }

  /** Where history is kept. */
  get keeps(): string {
    return this.address.keeps;
  }

  /** Rejects with ChatError "worker-ended" when one ends by itself: nobody can mend that. Never resolves. */
  get failed(): Promise<never> {
    return Promise.race(this.#workers.map((worker) => worker.failed));
  }

  /** Lets clients in. */
  serve(): void {
    for (const worker of this.#workers) worker.send({ kind: "serve" });
  }

  /** Resolves when all workers have sent their clients off. */
  async drain(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.drain()));
  }
}

interface StartOptions {
  readonly broker: Broker;
  readonly config: Config;
  readonly index: number;
}

class Supervised implements Peer {
  readonly #worker: Worker;
  readonly #failed = Promise.withResolvers<never>();
  readonly #listening = Promise.withResolvers<Address>();
  readonly #drained = Promise.withResolvers<void>();
  #address = NOWHERE;

  private constructor(script: URL, broker: Broker) {
    this.#failed.promise.catch(() => {}); // whoever cares asks for it later
    this.#worker = new Worker(script, { type: "module" });
    this.#worker.onmessage = ({ data }) => this.#hear(data as Upward, broker);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(event.message);
    };
    broker.add(this);
  }

  static async start(script: URL, { broker, config, index }: StartOptions): Promise<Supervised> {
    const worker = new Supervised(script, broker);
    worker.send({ kind: "start", config, index });
    worker.#address = await Promise.race([worker.#listening.promise, worker.failed]);
    return worker;
  }

  get address(): Address {
    return this.#address;
  }

  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  send(message: Downward): void {
    this.#worker.postMessage(message);
  }

  drain(): Promise<void> {
    this.send({ kind: "drain" });
    return this.#drained.promise;
  }

  #hear(message: Upward, broker: Broker): void {
    switch (message.kind) {
      case "listening":
        return this.#listening.resolve(message);
      case "failed":
        return this.#failed.reject(new ChatError("cannot-listen", message.message));
      case "requests":
        return broker.handle(message.requests, this);
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
