// Reconnect churn: while some talk, others leave and new ones come all the time. Those who stay must get
// every line; those who come must get theirs without a gap from the first one on.

import type { Figures, Job } from "../figures.ts";
import type { Client } from "./client.ts";
import { Crowd } from "./crowd.ts";
import { Ledger } from "./ledger.ts";
import { paceOf } from "./pace.ts";
import { countsOf, latencies, slowest, Stretch } from "./results.ts";
import { awaitStragglers, SETTLE_MS } from "./talk.ts";

export function churn(job: Job): Figures {
  const { clients, speakers, special = 0, turnover = 0, warmup, seconds } = job.scenario;
  const isVisitor = (id: number) => id >= clients - special;
  const hears = (receiver: number, speaker: number) => receiver !== speaker && !isVisitor(receiver);
  const stayers = new Ledger({ receivers: clients, speakers, hears });
  const visitors = new Ledger(
    { receivers: clients, speakers, hears: isVisitor, fromAnyLine: true },
    stayers.said,
  );
  const crowd = new Crowd(job, {
    ledgerOf: (id) => isVisitor(id) ? visitors : stayers,
    sample: 1,
  });
  crowd.gather(job.connectsAtOnce);
  crowd.for(SETTLE_MS);

  const pace = paceOf(job.scenario, crowd);
  crowd.for(warmup * 1000, pace);
  crowd.intake.resetLatency(crowd.us);
  const stretch = new Stretch(job.pid, stayers);
  const door = new Door(crowd, {
    visitors: crowd.clients.filter(({ id }) => isVisitor(id)),
    turnover,
  });
  crowd.for(seconds * 1000, () => {
    pace();
    door.turn();
  });
  const counted = stretch.end();
  awaitStragglers(crowd, stayers);
  crowd.awaitLatecomers();
  return {
    ...countsOf([stayers, visitors], crowd.shutOut.length),
    ...counted,
    ...latencies(crowd),
    ...door.figures,
  };
}

/** Sends the visitor who has been there longest away, and lets a new one in. */
class Door {
  readonly #crowd: Crowd;
  readonly #visitors: readonly Client[];
  readonly #turnover: number;
  readonly #start = performance.now();
  #passed = 0;
  #arrivals = 0;
  #slowest = { slowestConnectMs: 0, slowestFirstLineMs: 0 };

  /** `turnover`: how many leave, and how many come, each second. */
  constructor(
    crowd: Crowd,
    { visitors, turnover }: { visitors: readonly Client[]; turnover: number },
  ) {
    this.#crowd = crowd;
    this.#visitors = visitors;
    this.#turnover = turnover;
  }

  /** Does what is due by now. */
  turn(): void {
    const due = (performance.now() - this.#start) / 1000 * this.#turnover;
    for (; this.#passed < due; this.#passed++) {
      const visitor = this.#visitors[this.#passed % this.#visitors.length];
      if (visitor) this.#replace(visitor);
    }
  }

  get figures() {
    for (const visitor of this.#visitors.slice(0, this.#passed)) this.#count(visitor);
    return { arrivals: this.#arrivals, ...this.#slowest };
  }

  #replace(visitor: Client): void {
    if (this.#passed >= this.#visitors.length) this.#count(visitor);
    this.#crowd.leave(visitor);
    visitor.ledger.reset(visitor.id);
    this.#crowd.connect(visitor);
  }

  /** Somebody who came in, and how long that took. */
  #count(visitor: Client): void {
    if (visitor.welcomedAt === 0) return;
    this.#arrivals++;
    const { slowestConnectMs, slowestFirstLineMs } = slowest([visitor]);
    this.#slowest = {
      slowestConnectMs: Math.max(this.#slowest.slowestConnectMs, slowestConnectMs),
      slowestFirstLineMs: Math.max(this.#slowest.slowestFirstLineMs, slowestFirstLineMs),
    };
  }
}
