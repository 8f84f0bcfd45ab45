// A real server in the test's own process, on a real port, with a clock that can be put forward: for what
// takes minutes and has to be seen by real clients.

import { assemble } from "../../assemble.ts";
import { openListeners } from "../../listeners.ts";
import { Admission } from "../../src/admission.ts";
import { LocalBus } from "../../src/bus/local.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import { parseCommandLine } from "../../src/command_line.ts";
import type { Config } from "../../src/config.ts";
import { GuessCounter } from "../../src/guess_counter.ts";
import { silent } from "../../src/log.ts";
import type { Server } from "../../src/server.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store.ts";
import type { Listener } from "../../src/transport.ts";

/** The time of day, plus what was added; timers that are due by it ring at once. */
export class ForwardClock implements Clock {
  readonly #rings = new Map<() => void, number>();
  #ahead = 0;

  after(ms: number, run: () => void): () => void {
    const ring = () => {
      cancel();
      run();
    };
    const stop = systemClock.after(ms, ring);
    const cancel = () => {
      stop();
      this.#rings.delete(ring);
    };
    this.#rings.set(ring, this.now() + ms);
    return cancel;
  }

  now(): number {
    return Date.now() + this.#ahead;
  }

  forward(ms: number): void {
    this.#ahead += ms;
    for (const [ring, due] of [...this.#rings]) if (due <= this.now()) ring();
  }
}

export class InProcess implements AsyncDisposable {
  readonly clock = new ForwardClock();
  readonly store: Store;
  readonly port: number;
  /** 0 without a web port. */
  readonly webPort: number;
  readonly #server: Server;

  /** `flags` as on the command line; without "--web-port" there is none. */
  static async start(flags: readonly string[] = []): Promise<InProcess> {
    const web = flags.includes("--web-port") ? [] : ["--no-web"];
    const config = read(["--host", "127.0.0.1", "--port", "0", ...web, ...flags]);
    return new InProcess(config, await openListeners(config, { log: silent, certificates: null }));
  }

  private constructor(config: Config, listeners: readonly Listener[]) {
    const { clock } = this;
    const [port = 0, webPort = 0] = listeners.map(({ address }) => address.port);
    this.port = port;
    this.webPort = webPort;
    this.store = new MemoryStore({ linesPerRoom: config.history });
    this.#server = assemble(config, {
      clock,
      bus: new LocalBus(),
      gate: new Admission({ ...config, maxPerAddress: 0 }),
      guesses: new GuessCounter(clock),
      log: silent,
      store: this.store,
      cluster: null,
      orders: { order() {} },
      idPrefix: "",
    }).server;
    for (const listener of listeners) this.#server.serve(listener);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server.drain();
  }
}

function read(flags: readonly string[]): Config {
  const commandLine = parseCommandLine(flags);
  if (commandLine.action === "run") return commandLine.config;
  throw new TypeError(`${flags.join(" ")} does not run a server`);
}
