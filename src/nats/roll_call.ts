// How a node that comes learns who is where: it calls, each of the others answers with all its people, in
// pieces that fit a message, and their last pieces have their places in the order like any fact.

import type { Clock } from "../clock.ts";
import { HELLO_MS, PEOPLE_PER_PART } from "../limits.ts";
import type { Muster } from "../node_fact.ts";
import type { Word } from "./envelope.ts";

export type Part = Extract<Word, { readonly kind: "part" }>;

export class RollCall {
  readonly #clock: Clock;
  /** Pieces that have come of each node. */
  readonly #parts = new Map<string, Muster[]>();
  /** Nodes that have not answered. */
  readonly #expected = new Set<string>();
  #done = () => {};
  /** Something has come since that was looked at last. */
  #heard = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Before they are called. */
  expect(nodes: readonly string[]): void {
    for (const node of nodes) this.#expected.add(node);
  }

  /** Waits as long as something comes. Resolves to the nodes that have not answered. */
  async wait(): Promise<readonly string[]> {
    if (this.#expected.size === 0) return [];
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#done = resolve;
    const cancel = this.#watch(resolve);
    await promise;
    cancel();
    return [...this.#expected];
  }

  #watch(giveUp: () => void): () => void {
    let cancel = this.#clock.after(HELLO_MS, () => {
      if (!this.#heard) return giveUp();
      this.#heard = false;
      cancel = this.#watch(giveUp);
    });
    return () => cancel();
  }

  /** The whole muster, if this was the last piece of it. */
  join({ muster, last }: Part): Muster | null {
    this.#heard = true;
    const parts = [...this.#parts.get(muster.node) ?? [], muster];
    if (!last) {
      this.#parts.set(muster.node, parts);
      return null;
    }
    this.#parts.delete(muster.node);
    return {
      ...muster,
      people: parts.flatMap(({ people }) => people),
      rooms: parts.flatMap(({ rooms }) => rooms),
    };
  }

  /** Nothing more is expected of the node. */
  answered(node: string): void {
    this.#parts.delete(node);
    this.#expected.delete(node);
    if (this.#expected.size === 0) this.#done();
  }
}

/** A muster in pieces; at least one. */
export function* inParts({ people, rooms, ...muster }: Muster): Generator<Part> {
  for (const room of rooms) {
    yield { kind: "part", muster: { ...muster, people: [], rooms: [room] }, last: false };
  }
  for (let i = 0; i === 0 || i < people.length; i += PEOPLE_PER_PART) {
    const some = people.slice(i, i + PEOPLE_PER_PART);
    const last = i + PEOPLE_PER_PART >= people.length;
    yield { kind: "part", muster: { ...muster, people: some, rooms: [] }, last };
  }
}
