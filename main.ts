// The front door: flags -> parts -> server -> signals -> exit code. With --workers, the server's parts are
// in worker.ts, and this thread only keeps their order and their store. What is printed is announce.ts's.

import { announce, BUILD, describeVersion, print, reasonOf } from "./announce.ts";
import { assemble } from "./assemble.ts";
import { certify } from "./certify.ts";
import project from "./deno.json" with { type: "json" };
import { type Listening, openListeners, whereTheyListen } from "./listeners.ts";
import { openOps } from "./operate.ts";
import { Admission } from "./src/admission.ts";
import { LocalBus } from "./src/bus/local.ts";
import type { Certificates } from "./src/certificates.ts";
import { systemClock as clock } from "./src/clock.ts";
import { refuseTogether } from "./src/cluster_settings.ts";
import { parseCommandLine } from "./src/command_line.ts";
import type { Config } from "./src/config.ts";
import { parseConfigJson } from "./src/config_json.ts";
import { Countdown } from "./src/countdown.ts";
import type { DrainNews, DrainOrders } from "./src/drain.ts";
import { ChatError } from "./src/errors.ts";
import { GuessCounter } from "./src/guess_counter.ts";
import type { Log } from "./src/log.ts";
import { openLog } from "./src/ops/log.ts";
import type { JoinedCluster } from "./src/nats/join_cluster.ts";
import { MeteredBus } from "./src/ops/metered_bus.ts";
import { MeteredStore } from "./src/ops/metered_store.ts";
import { Metrics, type Sample } from "./src/ops/metrics.ts";
import { firstSignal, logBugs } from "./src/ops/process.ts";
import { Readiness } from "./src/ops/readiness.ts";
import { readPiped } from "./src/ops/standard_input.ts";
import type { Piped } from "./src/piped.ts";
import { openStore } from "./src/store/open.ts";
import type { Store } from "./src/store.ts";
import { usage } from "./src/usage.ts";
import { atTurnEnd } from "./src/turn.ts";
import { Supervisor } from "./src/workers/supervisor.ts";

const WORKER = new URL("./worker.ts", import.meta.url);

/** What all event loops of the process have in common. */
interface Common {
  readonly log: Log;
  readonly store: MeteredStore;
  readonly metrics: Metrics;
  readonly orders: DrainOrders;
  readonly certificates: Certificates | null;
  /** The nodes that this process is one of; null for a server that is alone. */
  readonly cluster: JoinedCluster | null;
}

/** A server that listens, on one event loop or several. */
interface Running {
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

/** Runs the program and resolves to its exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const commandLine = parseCommandLine(args);
    if (commandLine.action === "run") {
      const piped = await readPiped(commandLine.config);
      return await run(complete(commandLine.config, { args, piped }), piped);
    }
    print(commandLine.action === "help" ? usage() : describeVersion());
    return 0;
  } catch (error) {
    const { code, message } = error instanceof ChatError ? error : bugAtStart(error);
    console.error(`netchat: ${message}`);
    return code === "bad-setting" ? 2 : 1;
  }
}

/** The settings with those that were piped in; flags win. */
function complete(
  config: Config,
  { args, piped: { settings } }: { args: readonly string[]; piped: Piped },
): Config {
  if (settings === null) return config;
  const whole = parseCommandLine(args, parseConfigJson(settings));
  return whole.action === "run" ? whole.config : config;
}

function bugAtStart(error: unknown): ChatError {
  return new ChatError("bug", `Something broke on our side, please report it: ${reasonOf(error)}`);
}

async function run(config: Config, piped: Piped): Promise<number> {
  refuseTogether(config);
  const startedAt = clock.now() / 1000;
  const certificates = await certify(config, piped.pem);
  const log = await openLog(config);
  logBugs(log);
  const metrics = new Metrics(clock);
  const cluster = config.nats === "" ? null : await join(config, { log, creds: piped.creds });
  const store = new MeteredStore(cluster?.store ?? await openStoreOf(config), metrics);
  const countdown = new Countdown({ clock, tell: (news) => server.hear(news) });
  const common = { log, store, metrics, orders: countdown, certificates, cluster };
  const server = config.workers === 1
    ? await listen(config, common)
    : await listenInWorkers(config, common);
  const ops = openOps(config, {
    given: piped.token,
    renew: certificates && ((pem) => {
      const certificate = certificates.replace(pem);
      server.renew(certificates.pem);
      return certificate;
    }),
    readiness: new Readiness({ clock, countdown, store, bus: cluster?.bus ?? null }),
    samples: async () => [await metrics.sample(), ...await server.samples()],
    about: { build: BUILD, startedAt },
    log,
  });
  const stop = firstSignal();
  const { listening } = server;
  const certificate = certificates?.current ?? null;
  announce(config, { log, listening, ops, keeps: store.about.where, certificate });
  server.serve();
  const order = countdown.over.then(({ by }) => ({ by, heardByAll: undefined }));
  const { heardByAll, ...why } = await Promise.race([stop, order, server.failed]);
  countdown.end();
  log.info("stopping", why);
  await server.drain();
  await log.close();
  await heardByAll;
  return 0;
}

/** Loads NATS's libraries, which no other server needs. */
async function join(
  config: Config,
  { log, creds }: { log: Log; creds: string | null },
): Promise<JoinedCluster> {
  const { joinCluster } = await import("./src/nats/join_cluster.ts");
  return await joinCluster(config, { clock, log, atTurnEnd, version: project.version, creds });
}

async function listen(config: Config, common: Common): Promise<Running> {
  const { metrics, cluster } = common;
  const listeners = openListeners(config, common);
  const gate = new Admission({ ...config, maxPerAddress: config.maxPerIp });
  const guesses = cluster?.guesses ?? new GuessCounter(clock);
  const bus = new MeteredBus(cluster?.bus ?? new LocalBus(), metrics);
  const { server, watched } = assemble(config, {
    ...common,
    clock,
    bus,
    gate,
    guesses,
    cluster: cluster?.bus ?? null,
    idPrefix: cluster?.idPrefix ?? "",
  });
  metrics.watch(watched);
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

function openStoreOf({ store, history, kvPath }: Config): Promise<Store> {
  return openStore(store, { linesPerRoom: history, path: kvPath });
}

/** Ports that workers share would be shared with strangers too, so they are first seen to be free. */
async function listenInWorkers(config: Config, common: Common): Promise<Running> {
  const { store, orders, certificates } = common;
  const probes = openListeners(config, common);
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

if (import.meta.main) Deno.exit(await main(Deno.args));
