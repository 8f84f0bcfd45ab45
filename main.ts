// The front door: flags -> parts -> server -> signals -> exit code. The only place, with the tests, that
// names a concrete transport, bus, dialect or log.

import project from "./deno.json" with { type: "json" };
import { Backlog } from "./src/backlog.ts";
import { LocalBus } from "./src/bus/local.ts";
import { Chat } from "./src/chat.ts";
import { systemClock as clock } from "./src/clock.ts";
import { commands } from "./src/command/mod.ts";
import { type Config, parseCommandLine, usage } from "./src/config.ts";
import { plain as dialect } from "./src/dialect/plain.ts";
import { ChatError } from "./src/errors.ts";
import { FIRST_NAMES } from "./src/first_names.ts";
import { GuestNames } from "./src/guest_names.ts";
import { Hub } from "./src/hub.ts";
import { MAX_TOTAL_BACKLOG_BYTES, WRITES_PER_TURN } from "./src/limits.ts";
import type { Log } from "./src/log.ts";
import { closeLog, openLog } from "./src/ops/log.ts";
import { firstSignal, logBugs } from "./src/ops/process.ts";
import { describeSandbox } from "./src/sandbox.ts";
import { Server } from "./src/server.ts";
import { listenTcp } from "./src/transport/tcp.ts";
import type { Listener } from "./src/transport.ts";
import { atTurnEnd } from "./src/turn.ts";
import { WriteSlices } from "./src/write_slices.ts";

const NAME = `netchat ${project.version}`;

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
  const listener = listenTcp(config);
  const log = await openLog(config.log);
  logBugs(log);
  const server = assemble(config, log);
  const stop = firstSignal();
  server.serve(listener);
  announce(config, { log, address: listener.address });
  const signal = await stop;
  log.info("stopping", { signal });
  await server.drain();
  await closeLog();
  return 0;
}

function assemble(config: Config, log: Log): Server {
  const hub = new Hub(atTurnEnd);
  const guests = new GuestNames(FIRST_NAMES, Math.random);
  const chat = new Chat({ bus: new LocalBus(), hub, clock, guests }, config);
  const backlog = new Backlog(MAX_TOTAL_BACKLOG_BYTES);
  const slices = new WriteSlices(atTurnEnd, WRITES_PER_TURN);
  return new Server(
    { chat, commands, dialect, clock, backlog, slices, log },
    { ...config, maxPerAddress: config.maxPerIp, flood: config },
  );
}

function announce(
  config: Config,
  { log, address }: { log: Log; address: Listener["address"] },
): void {
  const sandbox = describeSandbox();
  if (config.log === "json") {
    return log.info("listening", { chat: address, version: project.version, sandbox });
  }
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  console.log(`${NAME} · chat on ${host}:${address.port} · sandbox: ${sandbox}`);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
