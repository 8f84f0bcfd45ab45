// Whether clients should be sent here, and if not why: going down, or a part that the chat needs does not answer.
// Asks each time it is asked.

import { atMost } from "../at_most.ts";
import type { Clock } from "../clock.ts";
import type { Countdown } from "../countdown.ts";
import { READY_MS } from "../limits.ts";
import type { Store } from "../store.ts";

/** A part that is not as it should be, and how. */
export interface Fault {
  readonly part: "drain" | "store" | "bus";
  readonly why: string;
}

export interface ReadinessParts {
  readonly clock: Pick<Clock, "after">;
  readonly countdown: Pick<Countdown, "left">;
  readonly store: Pick<Store, "read"> & { readonly fault: string | null };
  /** Of buses that can be away. */
  readonly bus: { readonly state?: string } | null;
}

export class Readiness {
  readonly #parts: ReadinessParts;

  constructor(parts: ReadinessParts) {
    this.#parts = parts;
  }

  /** None if all is well. Resolves within READY_MS; never rejects. */
  async faults(): Promise<Fault[]> {
    const { countdown: { left }, bus } = this.#parts;
    const faults: Fault[] = [];
    if (left !== null) faults.push({ part: "drain", why: `going down in ${left} s` });
    const why = await this.#storeFault();
    if (why !== null) faults.push({ part: "store", why });
    const state = bus?.state ?? "up";
    if (state !== "up") faults.push({ part: "bus", why: state });
    return faults;
  }

  /** What the store says when it is asked for a document that is not there. */
  async #storeFault(): Promise<string | null> {
    const { clock, store } = this.#parts;
    const asked = store.read(["health"]).then(() => store.fault, (error) => String(error));
    return await atMost(asked, { clock, ms: READY_MS, late: `no answer in ${READY_MS} ms` });
  }
}
