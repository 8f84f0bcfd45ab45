// Slow readers: everybody listens while some talk, then a few stop reading. Nobody else may notice, the
// slow ones are to be cut and not to be kept in memory.

import type { Figures, Job } from "../figures.ts";
import type { Client } from "./client.ts";
import { Crowd } from "./crowd.ts";
import { Ledger } from "./ledger.ts";
import { type Pace, paceOf } from "./pace.ts";
import { residentKib } from "./proc.ts";
import { countsOf, latencies, Stretch } from "./results.ts";
import { awaitStragglers, SETTLE_MS } from "./talk.ts";

/** How often the server's memory is looked at, in milliseconds. */
const LOOK_MS = 100;
/** How long the slow ones then read to see whether they were cut, in milliseconds. */
const WAKE_MS = 5000;

export function slow(job: Job): Figures {
  const { clients, speakers, special = 0, seconds } = job.scenario;
  const isSlow = (id: number) => id >= clients - special;
  const listeners = new Ledger({
    receivers: clients,
    speakers,
    hears: heardBy((id) => !isSlow(id)),
  });
  const sleepers = new Ledger(
    { receivers: clients, speakers, hears: heardBy(isSlow) },
    listeners.said,
  );
  const crowd = new Crowd(job, {
    ledgerOf: (id) => isSlow(id) ? sleepers : listeners,
    isNarrow: isSlow,
    sample: 1,
  });
  const slowOnes = crowd.clients.filter(({ id }) => isSlow(id));
  crowd.gather(job.connectsAtOnce);
  crowd.for(SETTLE_MS);

  const pace = paceOf(job.scenario, crowd);
  crowd.for(job.scenario.warmup * 1000, pace);
  crowd.intake.resetLatency(crowd.us);
  crowd.for(seconds * 1000, pace);
  const { p99Ms: p99BeforeMs } = latencies(crowd);

  for (const client of slowOnes) crowd.read(client, false);
  crowd.intake.resetLatency(crowd.us);
  const stretch = new Stretch(job.pid, listeners);
  const growthMib = weigh(job, { crowd, pace });
  const counted = stretch.end();
  awaitStragglers(crowd, listeners);
  const closed = crowd.shutOut.filter(({ id }) => !isSlow(id)).length;
  return {
    ...countsOf([listeners], closed),
    ...counted,
    ...latencies(crowd),
    ...(p99BeforeMs !== undefined && { p99BeforeMs }),
    growthMib,
    slowReaders: special,
    slowCut: wake(crowd, slowOnes),
  };
}

/** Hearers as a ledger wants them: these, but not the speaker. */
function heardBy(listens: (receiver: number) => boolean) {
  return (receiver: number, speaker: number) => listens(receiver) && receiver !== speaker;
}

/** Talks for as long as is measured, and returns how much the server's memory grew at most, in MiB. */
function weigh({ pid, scenario }: Job, { crowd, pace }: { crowd: Crowd; pace: Pace }): number {
  const before = residentKib(pid);
  let most = before;
  for (let ms = 0; ms < scenario.seconds * 1000; ms += LOOK_MS) {
    crowd.for(LOOK_MS, pace);
    most = Math.max(most, residentKib(pid));
  }
  return (most - before) / 1024;
}

/** Lets them read again, and returns how many find that they were cut. */
function wake(crowd: Crowd, slowOnes: readonly Client[]): number {
  for (const client of slowOnes) crowd.read(client, true);
  const cut = () => slowOnes.filter(({ state }) => state === "closed").length;
  crowd.until(() => cut() === slowOnes.length, { ms: WAKE_MS });
  return cut();
}
