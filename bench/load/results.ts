// Makes figures of what a crowd went through: what went wrong, and what a stretch of time brought and cost.

import type { Faults } from "../figures.ts";
import type { Client } from "./client.ts";
import type { Crowd } from "./crowd.ts";
import type { Ledger } from "./ledger.ts";
import { cpuSeconds } from "./proc.ts";

/** What every play has to tell: what was said, how often the first ledger's people heard it, what went wrong. */
export function countsOf(ledgers: readonly [Ledger, ...Ledger[]], shutOut: number) {
  const [{ said, delivered }] = ledgers;
  return { faults: faultsOf(ledgers, shutOut), said: said.reduce((a, b) => a + b, 0), delivered };
}

function faultsOf(ledgers: readonly Ledger[], closed: number): Faults {
  const sum = (key: keyof Omit<Faults, "closed">) =>
    ledgers.reduce((total, ledger) => total + ledger[key], 0);
  return {
    lost: sum("lost"),
    doubled: sum("doubled"),
    disordered: sum("disordered"),
    torn: sum("torn"),
    nameless: sum("nameless"),
    stray: sum("stray"),
    closed,
  };
}

/** A stretch of time in which deliveries and CPU time are counted. Starts when it is made. */
export class Stretch {
  readonly #pid: number;
  readonly #ledger: Ledger;
  readonly #start: { ms: number; delivered: number; server: number; load: number };

  constructor(pid: number, ledger: Ledger) {
    this.#pid = pid;
    this.#ledger = ledger;
    this.#start = this.#now();
  }

  /** What it has brought so far. */
  end() {
    const [start, end] = [this.#start, this.#now()];
    const seconds = (end.ms - start.ms) / 1000;
    const deliveries = end.delivered - start.delivered;
    const server = end.server - start.server;
    return {
      deliveriesPerSecond: deliveries / seconds,
      serverUs: deliveries > 0 ? server * 1e6 / deliveries : 0,
      serverCpu: server * 100 / seconds,
      loadCpu: (end.load - start.load) * 100 / seconds,
    };
  }

  #now() {
    return {
      ms: performance.now(),
      delivered: this.#ledger.delivered,
      server: cpuSeconds(this.#pid),
      load: cpuSeconds(Deno.pid),
    };
  }
}

/** How long the slowest of those who came in waited: for the connection, and for the first line. */
export function slowest(clients: readonly Client[]) {
  const came = clients.filter(({ welcomedAt }) => welcomedAt > 0);
  const most = (wait: (client: Client) => number) =>
    came.reduce((longest, client) => Math.max(longest, wait(client)), 0);
  return {
    slowestConnectMs: most(({ connectedAt, establishedAt }) => establishedAt - connectedAt),
    slowestFirstLineMs: most(({ connectedAt, welcomedAt }) => welcomedAt - connectedAt),
  };
}

/** What the crowd's latencies come to; nothing if nothing arrived. */
export function latencies({ intake: { latency } }: Crowd) {
  if (latency.count === 0) return {};
  return {
    p50Ms: latency.percentileMs(0.5),
    p99Ms: latency.percentileMs(0.99),
    maxMs: latency.maxMs,
  };
}
