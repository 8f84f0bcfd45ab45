// The front door: flags -> parts -> server -> signals -> exit code. With --workers, the server's parts are
// in worker.ts, and this thread only keeps their order and their store.

import { assemble } from "./assemble.ts";
import project from "./deno.json" with { type: "json" };
import { type Listening, openListeners, whereTheyListen } from "./listeners.ts";
import { Admission } from "./src/admission.ts";
import { LocalBus } from "./src/bus/local.ts";
import { systemClock as clock } from "./src/clock.ts";
import { refuseTogether } from "./src/cluster_settings.ts";
import { type Config, parseCommandLine, usage } from "./src/config.ts";
import { ChatError } from "./src/errors.ts";
import { GuessCounter } from "./src/guess_counter.ts";
import type { Log } from "./src/log.ts";
import { openLog } from "./src/ops/log.ts";
import { firstSignal, logBugs } from "./src/ops/process.ts";
import { describeSandbox } from "./src/sandbox.ts";
import type { Store } from "./src/store.ts";
import { openStore } from "./src/store/open.ts";
import { atTurnEnd } from "./src/turn.ts";
import { Supervisor } from "./src/workers/supervisor.ts";

const { version } = project;
const NAME = `netchat ${version}`;
const WORKER = new URL("./worker.ts", import.meta.url);

/** What the start line and the log call each transport's port. */
const PORTS: Readonly<Record<Listening["transport"], string>> = {
  tcp: "chat",
  telnet: "telnet",
  websocket: "web",
};

/** A server that listens, on one event loop or several. */
interface Running {
  readonly listening: readonly Listening[];
  /** Where history is kept. */
  readonly keeps: string;
  /** Rejects when it cannot go on. */
  readonly failed: Promise<never>;
  serve(): void;
  drain(): Promise<void>;
}

/** Runs the program and resolves to its exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const commandLine = parseCommandLine(args);
    if (commandLine.action === "run") return await run(commandLine.config);
    console.log(commandLine.action === "help" ? usage() : `${NAME} (Deno ${Deno.version.deno})`);
    return 0;
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    console.error(`netchat: ${error.message}`);
    return error.code === "bad-setting" ? 2 : 1;
  }
}

async function run(config: Config): Promise<number> {
  refuseTogether(config);
  const log = await openLog(config.log);
  logBugs(log);
  const server = await start(config, log);
  const stop = firstSignal();
  announce(config, { log, server });
  server.serve();
  const { signal, heardByAll } = await Promise.race([stop, server.failed]);
  log.info("stopping", { signal });
  await server.drain();
  await log.close();
  await heardByAll;
  return 0;
}

function start(config: Config, log: Log): Promise<Running> {
  if (config.nats !== "") return listenInCluster(config, log);
  return config.workers === 1 ? listen(config, log) : listenInWorkers(config);
}

async function listen(config: Config, log: Log): Promise<Running> {
  const listeners = openListeners(config);
  const store = await openStoreOf(config);
  const gate = new Admission({ ...config, maxPerAddress: config.maxPerIp });
  const guesses = new GuessCounter(clock);
  const bus = new LocalBus();
  const parts = { clock, bus, gate, guesses, log, store, cluster: null, idPrefix: "" };
  const server = assemble(config, parts);
  return {
    listening: whereTheyListen(listeners),
    keeps: store.about.where,
    failed: new Promise(() => {}),
    serve: () => listeners.forEach((listener) => server.serve(listener)),
    drain: () => server.drain(),
  };
}

/** One node of several. NATS's libraries are loaded for it alone. */
async function listenInCluster(config: Config, log: Log): Promise<Running> {
  const listeners = openListeners(config);
  const { joinCluster } = await import("./src/nats/join_cluster.ts");
  const creds = config.natsCredsStdin ? await new Response(Deno.stdin.readable).text() : "";
  const cluster = await joinCluster(config, { clock, log, atTurnEnd, creds, version });
  const gate = new Admission({ ...config, maxPerAddress: config.maxPerIp });
  const { bus, store, guesses, idPrefix } = cluster;
  const parts = { clock, bus, gate, guesses, log, store, cluster: bus, idPrefix };
  const server = assemble(config, parts);
  await cluster.start();
  return {
    listening: whereTheyListen(listeners),
    keeps: store.about.where,
    failed: cluster.failed.catch(async (error) => {
      await server.drain(); // nobody is cut without a word
      throw error;
    }),
    serve: () => listeners.forEach((listener) => server.serve(listener)),
    async drain() {
      await server.drain();
      await cluster.close();
    },
  };
}

function openStoreOf({ store, history, kvPath }: Config): Promise<Store> {
  return openStore(store, { linesPerRoom: history, path: kvPath });
}

/** Ports that workers share would be shared with strangers too, so they are first seen to be free. */
async function listenInWorkers(config: Config): Promise<Running> {
  const probes = openListeners(config);
  const listening = whereTheyListen(probes);
  for (const probe of probes) probe.close();
  const store = await openStoreOf(config);
  const supervisor = await Supervisor.start(WORKER, { config, listening, store });
  return {
    listening,
    keeps: store.about.where,
    failed: supervisor.failed,
    serve: () => supervisor.serve(),
    drain: () => supervisor.drain(),
  };
}

function announce(config: Config, { log, server }: { log: Log; server: Running }): void {
  const { listening, keeps } = server;
  const sandbox = describeSandbox(config.kvPath);
  if (config.log === "json") {
    const ports = listening.map(({ transport, ...address }) => [PORTS[transport], address]);
    const how = { version, history: keeps, sandbox };
    return log.info("listening", { ...Object.fromEntries(ports), ...how });
  }
  const ports = listening.map(describePort).join(" · ");
  console.log(`${NAME} · ${ports} · accounts and history: ${keeps} · sandbox: ${sandbox}`);
}

function describePort({ transport, host, port }: Listening): string {
  const scheme = transport === "websocket" ? "http://" : "";
  return `${PORTS[transport]} on ${scheme}${host.includes(":") ? `[${host}]` : host}:${port}`;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
