// deno task bench --cluster: one, two and three nodes over a NATS on this machine. What they deliver flat out,
// what latency NATS adds to one server's, and an outage of NATS with every line accounted for.

import { cpuSeconds, Nats, type Nodes, startNodes } from "./cluster/nodes.ts";
import { Talker } from "./cluster/talker.ts";
import type { Ready } from "./peers.ts";
import { wait } from "./tool.ts";

interface Plan {
  /** Clients that listen, over all nodes. */
  readonly listeners: number;
  readonly speakers: number;
  /** Lines of each speaker, flat out. */
  readonly lines: number;
  /** Seconds in which latency is measured, and for which NATS is away. */
  readonly seconds: number;
}

const WHOLE: Plan = { listeners: 90, speakers: 6, lines: 5000, seconds: 10 };
const QUICK: Plan = { listeners: 30, speakers: 3, lines: 1000, seconds: 2 };

/** Lines a second of all speakers together where latency is measured. */
const CALM = 40;

/** The same where NATS is away, more than may wait on three nodes in ten seconds; and who listens. */
const BUSY = 4000;
const LISTENERS = 12;

/** Lines that speakers may be ahead of the slowest listener, which would be cut as a slow reader otherwise. */
const AHEAD = 1500;

/** How long everything that was said may take to arrive, in milliseconds. */
const ARRIVE_MS = 60_000;

/** Prints tables; throws if a line was lost, doubled or out of order. */
export async function benchCluster(
  netchat: Ready,
  { quick, folder }: { quick: boolean; folder: string },
): Promise<void> {
  const plan = quick ? QUICK : WHOLE;
  await using nats = await Nats.start(`${folder}/nats`);
  console.log("\nFlat out, and calm: one room, its people on so many nodes\n");
  for (const [count, over] of [[1, null], [1, nats], [2, nats], [3, nats]] as const) {
    await using nodes = await startNodes(netchat, { nats: over, cluster: `bench${count}`, count });
    const title = over ? `${count} node${count > 1 ? "s" : ""} over NATS` : "alone, no NATS";
    console.log(`${title.padEnd(18)} ${await flatOut(nodes, { plan, nats: over })}`);
    console.log(`${"".padEnd(18)} ${await calm(nodes, plan)}`);
  }
  await using nodes = await startNodes(netchat, { nats, cluster: "outage", count: 3 });
  console.log(`\n${await outage(nodes, { plan, nats })}`);
}

/** Speakers and listeners, dealt out to the nodes. */
async function gather({ servers }: Nodes, { listeners, speakers }: Plan, gaps = false) {
  const enter = (n: number) => Talker.enter(servers[n % servers.length]?.port ?? 0, { gaps });
  const all: Talker[] = [];
  for (let n = 0; n < speakers + listeners; n++) all.push(await enter(n));
  return { speaking: all.slice(0, speakers), listening: all.slice(speakers), all };
}

async function flatOut(nodes: Nodes, { plan, nats }: { plan: Plan; nats: Nats | null }) {
  const { speaking, listening, all } = await gather(nodes, plan);
  const pids = [...nodes.servers.map(({ pid }) => pid), ...nats ? [nats.pid] : []];
  const before = await Promise.all(pids.map(cpuSeconds));
  const start = performance.now();
  const said = () => speaking.reduce((sum, speaker) => sum + speaker.said, 0);
  await Promise.all(speaking.map(async (speaker, n) => {
    while (speaker.said < plan.lines) {
      await speaker.say(`s${n}`, 50);
      await until(() => listening.every(({ heard }) => heard.lines > said() - AHEAD));
    }
  }));
  const total = plan.speakers * plan.lines;
  await until(() => listening.every(({ heard }) => heard.lines >= total));
  const seconds = (performance.now() - start) / 1000;
  const after = await Promise.all(pids.map(cpuSeconds));
  check(all);
  close(all);
  const deliveries = Math.round(total * (plan.listeners + plan.speakers - 1) / seconds);
  const cpu = after.map((used, i) => `${(used - (before[i] ?? 0)).toFixed(1)}`).join(" + ");
  const lines = Math.round(total / seconds).toLocaleString("en");
  return `${deliveries.toLocaleString("en")} deliveries/s, ${lines} lines/s; CPU ${cpu} s`;
}

async function calm(nodes: Nodes, plan: Plan): Promise<string> {
  const { speaking, listening, all } = await gather(nodes, plan);
  await speak(speaking, { perSecond: CALM, seconds: plan.seconds });
  const said = () => speaking.reduce((sum, speaker) => sum + speaker.said, 0);
  await until(() => listening.every(({ heard }) => heard.lines >= said()));
  check(all);
  close(all);
  const latencies = listening.flatMap(({ heard }) => heard.latencies).sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)]?.toFixed(1);
  return `latency p50 ${at(0.5)} ms, p99 ${at(0.99)} ms at ${CALM} lines/s`;
}

/** NATS is killed while people talk, and comes back. */
async function outage(nodes: Nodes, { plan, nats }: { plan: Plan; nats: Nats }): Promise<string> {
  const { speaking, listening, all } = await gather(nodes, { ...plan, listeners: LISTENERS }, true);
  const talk = speak(speaking, { perSecond: BUSY, seconds: plan.seconds * 2 });
  await wait(plan.seconds * 500);
  await nats.kill();
  await wait(plan.seconds * 1000);
  await nats.restart();
  await talk;
  const sent = speaking.reduce((sum, { said }) => sum + said, 0);
  const refused = () => speaking.reduce((sum, { heard }) => sum + heard.refused, 0);
  await until(() => listening.every(({ heard }) => heard.lines + refused() >= sent));
  check(all);
  close(all);
  const accepted = Math.min(...listening.map(({ heard }) => heard.lines));
  const most = Math.max(...listening.map(({ heard }) => heard.lines));
  if (accepted !== most || accepted + refused() !== sent) throw new Error("Lines are missing");
  const sum = `${sent} lines sent = ${accepted} heard by each listener + ${refused()} refused`;
  return `NATS away for ${plan.seconds} s of ${plan.seconds * 2}, ${BUSY} lines/s: ${sum}`;
}

/** Speaks evenly, all together so many lines a second. */
async function speak(
  speaking: readonly Talker[],
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<void> {
  const start = performance.now();
  let said = 0;
  for (let turn = 0; said < perSecond * seconds; turn++) {
    const due = Math.floor(Math.min(seconds, (performance.now() - start) / 1000) * perSecond);
    const count = Math.max(0, due - said);
    const n = turn % speaking.length;
    if (count > 0) await speaking[n]?.say(`s${n}`, count);
    said += count;
    await wait(5);
  }
}

async function until(done: () => boolean): Promise<void> {
  for (const start = performance.now(); !done(); await wait(1)) {
    if (performance.now() - start > ARRIVE_MS) throw new Error("Lines did not arrive");
  }
}

function check(all: readonly Talker[]): void {
  const faults = all.reduce((sum, { heard }) => sum + heard.faults, 0);
  if (faults > 0) throw new Error(`${faults} lines were lost, doubled or out of order`);
}

function close(all: readonly Talker[]): void {
  for (const talker of all) talker.close();
}
