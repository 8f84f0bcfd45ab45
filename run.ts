// The life of the process: its parts are made, the server listens and says so, and when a signal, an admin or
// a failure ends it, everybody inside is told before it goes.

import { announce, BUILD } from "./announce.ts";
import { certify } from "./certify.ts";
import project from "./deno.json" with { type: "json" };
import { openServer, type Running } from "./event_loops.ts";
import { meterFor } from "./meter_for.ts";
import type { Ops, OpsParts } from "./operate.ts";
import type { Certificate } from "./src/certificate.ts";
import type { Certificates } from "./src/certificates.ts";
import { systemClock as clock } from "./src/clock.ts";
import { refuseTogether } from "./src/cluster_settings.ts";
import type { Config } from "./src/config.ts";
import { Countdown } from "./src/countdown.ts";
import type { Log } from "./src/log.ts";
import type { JoinedCluster } from "./src/nats/join_cluster.ts";
import { openLog } from "./src/ops/log.ts";
import { MeteredStore } from "./src/ops/metered_store.ts";
import { firstSignal, logBugs } from "./src/ops/process.ts";
import { Readiness } from "./src/ops/readiness.ts";
import type { Piped } from "./src/piped.ts";
import type { Store } from "./src/store.ts";
import { openStore } from "./src/store/open.ts";
import { atTurnEnd } from "./src/turn.ts";

/** Runs the server until a signal, an order or a failure ends it. Resolves to the exit code. */
export async function run(config: Config, piped: Piped): Promise<number> {
  refuseTogether(config);
  const startedAt = clock.now() / 1000;
  const certificates = await certify(config, piped.pem);
  const log = await openLog(config);
  logBugs(log);
  const meter = await meterFor(config, clock);
  const cluster = config.nats === "" ? null : await join(config, { log, creds: piped.creds });
  const store = new MeteredStore(cluster?.store ?? await openStoreOf(config), meter);
  const countdown = new Countdown({ clock, tell: (news) => server.hear(news) });
  const common = { log, store, meter, orders: countdown, certificates, cluster };
  const server = await openServer(config, common);
  const readiness = new Readiness({ clock, countdown, store, bus: cluster?.bus ?? null });
  const about = { build: BUILD, startedAt };
  const ops = await operate(config, {
    ...{ about, log, readiness, given: piped.token },
    renew: certificates && ((pem) => renew(pem, { certificates, server })),
    samples: async () => [await meter.sample(), ...await server.samples()],
  });
  const stop = firstSignal();
  const { listening } = server;
  const certificate = certificates?.current ?? null;
  announce(config, { log, listening, ops, keeps: store.about.where, certificate });
  server.serve();
  const ordered = countdown.over.then(({ by }) => ({ by, heardByAll: undefined }));
  const { heardByAll, ...why } = await Promise.race([stop, ordered, server.failed]);
  countdown.end();
  log.info("stopping", why);
  await server.drain();
  await log.close();
  await heardByAll;
  return 0;
}

/** New clients of all event loops get this certificate from now on. Throws ChatError "bad-setting". */
function renew(
  pem: string,
  { certificates, server }: { certificates: Certificates; server: Running },
): Certificate {
  const certificate = certificates.replace(pem);
  server.renew(certificates.pem);
  return certificate;
}

/** Loads what the ops port needs, if there is to be one. */
async function operate({ opsPort, opsHost }: Config, parts: OpsParts): Promise<Ops | null> {
  if (opsPort === null) return null;
  const { openOps } = await import("./operate.ts");
  return openOps({ host: opsHost, port: opsPort }, parts);
}

/** Loads NATS's libraries, which no other server needs. */
async function join(
  config: Config,
  { log, creds }: { log: Log; creds: string | null },
): Promise<JoinedCluster> {
  const { joinCluster } = await import("./src/nats/join_cluster.ts");
  return await joinCluster(config, { clock, log, atTurnEnd, version: project.version, creds });
}

function openStoreOf({ store, history, kvPath }: Config): Promise<Store> {
  return openStore(store, { linesPerRoom: history, path: kvPath });
}
