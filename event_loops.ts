// A server that listens: on this event loop, or on several, whose parts are then in worker.ts and whose order
// and store are kept by this one. Both look the same to run.ts.

import { assemble } from "./assemble.ts";
import { type Listening, openListeners, whereTheyListen } from "./listeners.ts";
import { Admission } from "./src/admission.ts";
import { LocalBus } from "./src/bus/local.ts";
import type { Certificates } from "./src/certificates.ts";
import { systemClock as clock } from "./src/clock.ts";
import type { Config } from "./src/config.ts";
import type { DrainNews, DrainOrders } from "./src/drain.ts";
import { GuessCounter } from "./src/guess_counter.ts";
import type { Log } from "./src/log.ts";
import type { JoinedCluster } from "./src/nats/join_cluster.ts";
import type { Meter } from "./src/ops/meter.ts";
import { MeteredBus } from "./src/ops/metered_bus.ts";
import type { MeteredStore } from "./src/ops/metered_store.ts";
import type { Sample } from "./src/ops/metrics.ts";
import { Supervisor } from "./src/workers/supervisor.ts";

const WORKER = new URL("./worker.ts", import.meta.url);

/** What all event loops of the process have in common. */
export interface Common {
  readonly log: Log;
  readonly store: MeteredStore;
  readonly meter: Meter;
  readonly orders: DrainOrders;
  readonly certificates: Certificates | null;
  /** The nodes that this process is one of; null for a server that is alone. */
  readonly cluster: JoinedCluster | null;
}

/** A server that listens, on one event loop or several. */
export interface Running {
  readonly listening: readonly Listening[];
  /** Rejects when it cannot go on. */
  readonly failed: Promise<never>;
  serve(): void;
  hear(news: DrainNews): void;
  /** From now on, new clients get this certificate. */
  renew(pem: string): void;
  /** The metrics of each event loop but this one. */
  samples(): Promise<readonly Sample[]>;
  drain(): Promise<void>;
}

/** Opens the ports; nobody is served yet. Rejects with ChatError "cannot-listen". */
export function openServer(config: Config, common: Common): Promise<Running> {
  return config.workers === 1 ? listen(config, common) : listenInWorkers(config, common);
}

async function listen(config: Config, common: Common): Promise<Running> {
  const { meter, cluster } = common;
  const listeners = await openListeners(config, common);
  const gate = new Admission({ ...config, maxPerAddress: config.maxPerIp });
  const guesses = cluster?.guesses ?? new GuessCounter(clock);
  const bus = new MeteredBus(cluster?.bus ?? new LocalBus(), meter);
  const { server, watched } = assemble(config, {
    ...common,
    clock,
    bus,
    gate,
    guesses,
    cluster: cluster?.bus ?? null,
    idPrefix: cluster?.idPrefix ?? "",
  });
  meter.watch(watched);
  await cluster?.start();
  return {
    listening: whereTheyListen(listeners),
    failed: cluster?.failed.catch((error) => server.drain().then(() => Promise.reject(error))) ??
      new Promise(() => {}),
    serve: () => listeners.forEach((listener) => server.serve(listener)),
    hear: (news) => server.hear(news),
    renew: () => {}, // the listeners look at the same certificates
    samples: () => Promise.resolve([]),
    async drain() {
      await server.drain();
      await cluster?.close();
    },
  };
}

/** Ports that workers share would be shared with strangers too, so they are first seen to be free. */
async function listenInWorkers(config: Config, common: Common): Promise<Running> {
  const { store, orders, certificates } = common;
  const probes = await openListeners(config, common);
  const listening = whereTheyListen(probes);
  for (const probe of probes) probe.close();
  const supervisor = await Supervisor.start(WORKER, {
    ...{ config, listening, store, orders },
    pem: certificates?.pem ?? null,
  });
  return {
    listening,
    failed: supervisor.failed,
    serve: () => supervisor.serve(),
    hear: (news) => supervisor.hear(news),
    renew: (pem) => supervisor.renew(pem),
    samples: () => supervisor.samples(),
    drain: () => supervisor.drain(),
  };
}
