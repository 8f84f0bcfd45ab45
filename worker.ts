// A worker's front door: one of several event loops that share a port. Does as the main thread says, and
// reaches the other workers through it.

import { assemble } from "./assemble.ts";
import { withCertificate } from "./certify.ts";
import { openListeners } from "./listeners.ts";
import { meterFor } from "./meter_for.ts";
import type { Certificates } from "./src/certificates.ts";
import { systemClock as clock } from "./src/clock.ts";
import { ChatError } from "./src/errors.ts";
import { type LogWriter, openLog } from "./src/ops/log.ts";
import type { Meter } from "./src/ops/meter.ts";
import { MeteredBus } from "./src/ops/metered_bus.ts";
import { logBugs } from "./src/ops/process.ts";
import type { Server } from "./src/server.ts";
import type { Listener } from "./src/transport.ts";
import { atTurnEnd } from "./src/turn.ts";
import type { Downward, Start, Upward } from "./src/workers/message.ts";
import { WorkerBus } from "./src/workers/worker_bus.ts";
import { WorkerStore } from "./src/workers/worker_store.ts";

/** The part of a worker's global scope that is used; the types of a window are in force otherwise. */
interface Scope {
  onmessage: (event: MessageEvent<Downward>) => void;
  postMessage(message: Upward): void;
}

const scope = globalThis as unknown as Scope;
const bus = new WorkerBus(
  (requests) => scope.postMessage({ kind: "requests", requests }),
  atTurnEnd,
);
let store: WorkerStore;
let log: LogWriter;
let meter: Meter;
let server: Server;
let certificates: Certificates | null = null;
let listeners: readonly Listener[];

scope.onmessage = ({ data }) => hear(data);

function hear(message: Downward): void {
  switch (message.kind) {
    case "facts":
      return bus.facts(message.facts, message.own);
    case "answers":
      return bus.answers(message.answers);
    case "stored":
      return store.answer(message);
    case "start":
      store = new WorkerStore((request) => scope.postMessage(request), message.about);
      start(message);
      return;
    case "serve":
      for (const listener of listeners) server.serve(listener);
      return;
    case "news":
      return server.hear(message.news);
    case "renew":
      certificates?.replace(message.pem);
      return;
    case "sample":
      sample();
      return;
    case "drain":
      drain();
  }
}

async function start({ config, index, listening, pem }: Start): Promise<void> {
  log = await openLog(config);
  logBugs(log);
  try {
    meter = await meterFor(config, clock);
    const parts = assemble(config, {
      clock,
      bus: new MeteredBus(bus, meter),
      gate: bus,
      guesses: bus,
      log,
      store,
      cluster: null,
      orders: { order: (order) => scope.postMessage({ kind: "order", order }) },
      idPrefix: `w${index}-`,
    });
    server = parts.server;
    meter.watch(parts.watched);
    if (pem !== null) certificates = withCertificate(pem);
    listeners = await openListeners(config, { log, certificates, at: listening });
    scope.postMessage({ kind: "listening" });
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    scope.postMessage({ kind: "failed", message: error.message });
  }
}

async function sample(): Promise<void> {
  scope.postMessage({ kind: "sampled", sample: await meter.sample() });
}

async function drain(): Promise<void> {
  await server.drain();
  await log.close();
  scope.postMessage({ kind: "drained" });
}
