// The play of most scenarios: everybody comes in, some talk, all listen. What is counted starts after a
// warm-up and ends before the last lines have arrived; what is checked covers every line.

import type { Figures, Job } from "../figures.ts";
import { Crowd } from "./crowd.ts";
import { Ledger } from "./ledger.ts";
import { paceOf } from "./pace.ts";
import { countsOf, latencies, Stretch } from "./results.ts";

/** Time for the server to come to rest when everybody is in, in milliseconds. */
export const SETTLE_MS = 500;
/** Longest wait for lines that are still under way at the end, in milliseconds. */
const STRAGGLERS_MS = 5000;
const LOOK_MS = 50;
/** In a closed loop one delivery of so many is timed. */
const SAMPLE = 16;

export function talk(job: Job): Figures {
  const { scenario } = job;
  const { clients, speakers, rooms } = scenario;
  const hears = (a: number, b: number) => a !== b && a % rooms === b % rooms;
  const ledger = new Ledger({ receivers: clients, speakers, hears });
  const sample = scenario.rate === undefined ? SAMPLE : 1;
  const crowd = new Crowd(job, { ledgerOf: () => ledger, sample });
  crowd.gather(job.connectsAtOnce);
  crowd.for(SETTLE_MS);

  const pace = paceOf(scenario, crowd);
  crowd.for(scenario.warmup * 1000, pace);
  const stretch = new Stretch(job.pid, ledger);
  crowd.intake.resetLatency(crowd.us);
  crowd.for(scenario.seconds * 1000, pace);
  const counted = stretch.end();
  awaitStragglers(crowd, ledger);
  return { ...countsOf([ledger], crowd.shutOut.length), ...counted, ...latencies(crowd) };
}

/** Waits for the lines that are still under way: until all are here, or none has come for a while. */
export function awaitStragglers(crowd: Crowd, ledger: Ledger): void {
  const end = performance.now() + STRAGGLERS_MS;
  let { delivered } = ledger;
  for (let quiet = 0; ledger.lost > 0 && quiet < SETTLE_MS && performance.now() < end;) {
    crowd.for(LOOK_MS);
    quiet = ledger.delivered === delivered ? quiet + LOOK_MS : 0;
    delivered = ledger.delivered;
  }
}
