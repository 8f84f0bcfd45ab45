// A node among the others: how it comes and learns who is there, how the dead are buried, and how it comes back
// when it was held for dead. What nodes say to each other about that has its place in the order, like facts.

import type { Census } from "../bus.ts";
import type { Clock } from "../clock.ts";
import type { Fact } from "../fact.ts";
import { GONE_FOR_GOOD_MS } from "../limits.ts";
import type { Log } from "../log.ts";
import type { Muster } from "../node_fact.ts";
import type { Claims } from "./claims.ts";
import { packJson, type Word } from "./envelope.ts";
import type { Layout } from "./layout.ts";
import type { Link } from "./link.ts";
import type { Outlet } from "./outlet.ts";
import type { Beat, Peers } from "./peers.ts";
import { inParts, type Part, RollCall } from "./roll_call.ts";

export interface MembershipParts {
  readonly link: Pick<Link, "publish" | "purge">;
  readonly layout: Layout;
  readonly clock: Clock;
  readonly log: Log;
  /** This node's id. */
  readonly node: string;
  readonly outlet: Pick<Outlet, "add" | "addLate">;
  readonly claims: Pick<Claims, "free" | "renew">;
  readonly peers: Pick<Peers, "ids" | "bury" | "revive">;
  /** Who is here; nobody, before there is a chat. */
  census(): Pick<Census, "present"> | undefined;
  receive(fact: Fact): void;
  failed(error: unknown): void;
}

/** What is left of a node that is gone. */
const NOBODY = { people: [], rooms: [], first: false } as const;

export class Membership {
  readonly #parts: MembershipParts;
  readonly #roll: RollCall;
  /** What waits until this node knows who was there before; null once it does, "deaf" before it has said hello. */
  #held: (Fact | Word)[] | "deaf" | null = "deaf";

  constructor(parts: MembershipParts) {
    this.#parts = parts;
    this.#roll = new RollCall(parts.clock);
  }

  /** Says hello, and resolves when this node knows who is where. */
  async start(): Promise<void> {
    const { link, layout, log, node, peers } = this.#parts;
    this.#roll.expect(peers.ids);
    const hello: Word = { kind: "hello", node };
    await link.publish(layout.everybody, packJson([JSON.stringify(hello)]));
    const silent = await this.#roll.wait();
    if (silent.length > 0) log.warn("nodes do not answer", { nodes: silent.length });
    const held = this.#held;
    this.#held = null;
    if (Array.isArray(held)) held.forEach((fact) => this.#hear(fact));
  }

  /** While this node comes: what was before its hello it is told of, and what comes after waits for that. */
  take(fact: Fact | Word): void {
    const isAwaited = fact.kind === "hello" || fact.kind === "part" && fact.muster.first;
    if (this.#held === null || isAwaited) this.#hear(fact);
    else if (this.#held !== "deaf") this.#held.push(fact);
  }

  /** A node is not heard of: whoever says so first has said it for all. */
  accuse(node: string, { beat, life }: Beat): void {
    const { link, layout, failed } = this.#parts;
    const gone: Word = { kind: "gone", node, life, by: this.#parts.node };
    const id = `gone.${node}.${beat}`;
    link.publish(layout.everybody, packJson([JSON.stringify(gone)]), { id }).catch(failed);
  }

  #hear(fact: Fact | Word): void {
    switch (fact.kind) {
      case "hello":
        return this.#meet(fact.node);
      case "gone":
        return this.#gone(fact);
      case "part":
        return this.#part(fact);
      default:
        return this.#parts.receive(fact);
    }
  }

  /** A node has come: this one, from now on only waits; or another, which is told who is here at this point. */
  #meet(node: string): void {
    const { layout, outlet } = this.#parts;
    if (node === this.#parts.node) {
      this.#held = [];
      return;
    }
    const place = { kind: "private", subject: layout.node(node) } as const;
    for (const part of inParts(this.#muster(true))) outlet.add(part, place);
  }

  #part(part: Part): void {
    const { node, receive } = this.#parts;
    const muster = this.#roll.join(part);
    if (!muster || muster.node === prefixOf(node)) return;
    receive(muster);
    this.#roll.answered(muster.node.slice(0, -1));
  }

  #muster(first: boolean): Muster {
    const { clock, node } = this.#parts;
    const present = this.#parts.census()?.present() ?? NOBODY;
    return { kind: "muster", at: clock.now(), node: prefixOf(node), ...present, first };
  }

  /** A node is held for dead. If it is this one, it was silent for too long, and comes back. */
  #gone({ node, life, by }: Extract<Word, { kind: "gone" }>): void {
    const { claims, clock, log, peers, receive } = this.#parts;
    if (node === this.#parts.node) return this.#return();
    peers.bury(node, life);
    receive({ kind: "muster", at: clock.now(), node: prefixOf(node), ...NOBODY });
    this.#roll.answered(node);
    if (by !== this.#parts.node) return;
    log.warn("node gone", { node });
    claims.free(node, life).catch(() => {}); // names can be taken without it, too
    clock.after(GONE_FOR_GOOD_MS, () => this.#forget(node));
  }

  /** If it was only away, it wants what was said to its people. */
  #forget(node: string): void {
    const { layout, link, peers } = this.#parts;
    if (peers.ids.includes(node)) return;
    link.purge(layout.events, { subject: layout.node(node) }).catch(() => {});
  }

  #return(): void {
    const { claims, failed, layout, log, outlet, peers, receive } = this.#parts;
    log.warn("was held for dead", {});
    outlet.addLate(layout.everybody, () => Array.from(inParts(this.#muster(false))));
    claims.renew(peers.revive()).then((lost) => {
      for (const { key, id } of lost) receive({ kind: "ousted", key, id });
    }, failed);
  }
}

/** What the ids of a node's people begin with. */
export function prefixOf(node: string): string {
  return `${node}-`;
}
