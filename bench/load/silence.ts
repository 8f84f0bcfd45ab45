// Plays in which nobody says a word: everybody comes at once ("storm"), or in good order ("idle") so that
// the memory of a connection can be weighed.

import type { Figures, Job } from "../figures.ts";
import { Crowd } from "./crowd.ts";
import { Ledger } from "./ledger.ts";
import { residentKib } from "./proc.ts";
import { countsOf, slowest } from "./results.ts";

/** Nobody waits for anybody: it is for the server to see to it that none of them is lost at the door. */
export function storm(job: Job): Figures {
  const { crowd, ledger } = silent(job);
  const start = performance.now();
  crowd.gather(crowd.clients.length);
  const greetedMs = performance.now() - start;
  const last = Math.max(...crowd.clients.map(({ establishedAt }) => establishedAt));
  return {
    ...countsOf([ledger], crowd.shutOut.length),
    connectsPerSecond: crowd.clients.length * 1000 / (last - start),
    slowestConnectMs: slowest(crowd.clients).slowestConnectMs,
    greetedMs,
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
