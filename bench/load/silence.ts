// Plays in which nobody says a word: everybody comes at once ("storm"), or in good order ("idle") so that
// the memory of a connection can be weighed.

import type { Figures, Job } from "../figures.ts";
import { Crowd } from "./crowd.ts";
import { Ledger } from "./ledger.ts";
import { residentKib } from "./proc.ts";
import { countsOf, slowest } from "./results.ts";

/** Connects without an answer at the same time in a storm; below what a listener's backlog can be. */
const STORM = 2000;

export function storm(job: Job): Figures {
  const { crowd, ledger } = silent(job);
  const start = performance.now();
  crowd.gather(STORM);
  const seconds = (performance.now() - start) / 1000;
  return {
    ...countsOf([ledger], crowd.shutOut.length),
    connectsPerSecond: crowd.clients.length / seconds,
    ...slowest(crowd.clients),
  };
}

export function idle(job: Job): Figures {
  const { crowd, ledger } = silent(job);
  const before = residentKib(job.pid);
  crowd.gather(job.connectsAtOnce);
  crowd.for(job.scenario.seconds * 1000);
  const kib = residentKib(job.pid) - before;
  return {
    ...countsOf([ledger], crowd.shutOut.length),
    kibPerConnection: kib / crowd.clients.length,
  };
}

function silent(job: Job): { crowd: Crowd; ledger: Ledger } {
  const receivers = job.scenario.clients;
  const ledger = new Ledger({ receivers, speakers: 0, hears: () => false });
  return { crowd: new Crowd(job, { ledgerOf: () => ledger, sample: 1 }), ledger };
}
