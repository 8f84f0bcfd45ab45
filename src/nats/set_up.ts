// What a cluster needs in NATS before anything is written there: one stream of events and four buckets. Doing
// it again changes nothing; with other options it changes those.

import { MESSAGES_KEPT, MESSAGES_KEPT_MS } from "../limits.ts";
import type { Layout } from "./layout.ts";
import type { Link } from "./link.ts";

export interface SetUpOptions {
  /** Lines that each room keeps, from 0. */
  readonly linesPerRoom: number;
  /** Servers of NATS that keep each message. */
  readonly replicas: number;
  /** How long a node that says nothing is known, in milliseconds. */
  readonly lifeMs: number;
}

export async function setUp(link: Link, layout: Layout, options: SetUpOptions): Promise<void> {
  const { replicas, linesPerRoom, lifeMs } = options;
  await link.stream({
    name: layout.events,
    subjects: [layout.everything],
    perSubject: Math.max(linesPerRoom, MESSAGES_KEPT),
    maxAge: MESSAGES_KEPT_MS,
    replicas,
    republish: { src: layout.everything, dest: layout.liveEverything },
  });
  const buckets = [
    [layout.documents, 0],
    [layout.transactions, 0],
    [layout.names, 0],
    [layout.nodes, lifeMs],
  ] as const;
  for (const [{ stream: name, everything }, maxAge] of buckets) {
    await link.stream({ name, subjects: [everything], perSubject: 1, maxAge, replicas });
  }
}
