// deno task bench: starts netchat and the peers this machine has, one after the other, lets the load
// process play the scenarios against each, and prints tables that compare them.

import { benchCluster } from "./cluster.ts";
import { canPin, killChildren } from "./child.ts";
import type { Report, Result } from "./figures.ts";
import { describeMachine, machineLine } from "./machine.ts";
import { type Candidate, measure } from "./measure.ts";
import { OptionError, type Options, parseOptions, usage } from "./options.ts";
import { netchat, type Peer, PEERS } from "./peers.ts";
import { type Scenario, SCENARIOS } from "./scenarios.ts";
import { rowsOf, toText } from "./table.ts";
import { versionOf } from "./tool.ts";

const stop = new AbortController();
const interrupted = stop.signal;

/** Runs the program and resolves to its exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options.help) console.log(usage());
    else await bench(options);
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(`bench: ${error.message}`);
    return error instanceof OptionError ? 2 : 1;
  }
}

async function bench(options: Options): Promise<void> {
  if (Deno.build.os !== "linux") throw new Error("The figures come from /proc: Linux is needed");
  // Better now than in ten minutes.
  if (options.json !== undefined) await Deno.writeTextFile(options.json, "");
  const folder = await Deno.makeTempDir({ prefix: "netchat-bench-" });
  // ngircd gives up its rights before it reads its configuration a second time.
  await Deno.chmod(folder, 0o755);
  try {
    if (options.cluster) return await playCluster(options, folder);
    const report = await play(options, await prepare(options, folder));
    if (options.json) {
      await Deno.writeTextFile(options.json, JSON.stringify(report, null, 2) + "\n");
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function playCluster({ binary, quick }: Options, folder: string): Promise<void> {
  const version = await versionOf("nats-server");
  if (version === null) throw new Error("nats-server is not on this machine");
  const ready = await netchat(binary).prepare(folder);
  if (!ready) throw new Error("netchat cannot be started");
  console.log(machineLine({ machine: await describeMachine(), pinned: false }));
  console.log(`netchat ${ready.version} · nats-server ${version}`);
  await benchCluster(ready, { quick, folder });
}

/** netchat and the peers that were asked for and are here. */
async function prepare(options: Options, folder: string): Promise<readonly Candidate[]> {
  const wanted = PEERS.filter(({ name, quick, onRequest }) =>
    options.peers?.includes(name) ?? (onRequest !== true && (!options.quick || quick === true))
  );
  const candidates: Candidate[] = [];
  for (const peer of [netchat(options.binary), ...wanted] satisfies Peer[]) {
    const ready = await peer.prepare(folder);
    if (ready) candidates.push({ peer, ready });
    else console.log(`${peer.title} is not on this machine`);
  }
  return candidates;
}

async function play(options: Options, candidates: readonly Candidate[]): Promise<Report> {
  const pinned = await canPin();
  const results: Result[] = [];
  const report = {
    date: new Date().toISOString(),
    machine: await describeMachine(),
    versions: versionsOf(candidates),
    pinned,
    quick: options.quick,
    results,
  };
  console.log(machineLine(report));
  console.log(Object.entries(report.versions).map(([name, is]) => `${name} ${is}`).join(" · "));
  for (const scenario of scenariosFor(options)) {
    const able = candidates.filter(({ peer }) => !peer.skips.includes(scenario.name));
    for (const candidate of able) {
      results.push(await measure(candidate, { scenario, pinned }));
      interrupted.throwIfAborted();
    }
    console.log(`\n${scenario.title}\n${toText(rowsOf(report, scenario))}`);
  }
  return report;
}

function versionsOf(candidates: readonly Candidate[]): Record<string, string> {
  return Object.fromEntries(candidates.map(({ peer, ready }) => [peer.title, ready.version]));
}

function scenariosFor({ only, quick }: Options): readonly Scenario[] {
  const wanted = SCENARIOS.filter((scenario) => only?.includes(scenario.name) ?? true)
    .filter((scenario) => only !== undefined || !quick || scenario.quick === true);
  return quick ? wanted.map((scenario) => ({ ...scenario, seconds: 1, warmup: 0.5 })) : wanted;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => {
    stop.abort(new Error("Interrupted"));
    killChildren();
  });
}
Deno.exit(await main(Deno.args));
