// Who came to a server and how they went, in numbers since its start. Counts; touches no connection.

import type { Session, SessionEnd } from "./session.ts";
import { NO_TRAFFIC, sum, type Traffic } from "./traffic.ts";

/** A server in numbers: `accepted` and `connected` by transport, `ended` by reason. */
export interface Figures {
  readonly traffic: Traffic;
  readonly accepted: ReadonlyMap<string, number>;
  readonly connected: ReadonlyMap<string, number>;
  readonly ended: ReadonlyMap<string, number>;
}

type Counted = Pick<Session, "traffic" | "transport">;

export class Tally {
  readonly #sessions: ReadonlyMap<string, Counted>;
  readonly #accepted = new Map<string, number>();
  readonly #ended = new Map<string, number>();
  #past = NO_TRAFFIC;

  /** `sessions`: those that are there, at any time. */
  constructor(sessions: ReadonlyMap<string, Counted>) {
    this.#sessions = sessions;
  }

  came({ transport }: Counted): void {
    count(this.#accepted, transport);
  }

  /** Once it is not among the sessions any more. */
  went(end: Traffic & Pick<SessionEnd, "reason">): void {
    this.#past = sum(this.#past, end);
    count(this.#ended, end.reason);
  }

  /** Goes through all connections, so it is for those who ask now and then. */
  get figures(): Figures {
    const connected = new Map([...this.#accepted.keys()].map((transport) => [transport, 0]));
    let traffic = this.#past;
    for (const session of this.#sessions.values()) {
      count(connected, session.transport);
      traffic = sum(traffic, session.traffic);
    }
    return { traffic, accepted: this.#accepted, connected, ended: this.#ended };
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
