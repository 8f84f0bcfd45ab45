// The bus of a node among several, over NATS: facts go out by the outlet, get their places in a stream, and
// come back by the feed, here as on every other node. What is said in a room goes to nodes where somebody hears
// it; what is for one person, to that person's nodes; all else to everybody.

import { atMost } from "../at_most.ts";
import { type Bus, type BusState, type Census, cutOff } from "../bus.ts";
import type { Clock } from "../clock.ts";
import type { Cluster, NodeStatus } from "../cluster.ts";
import { ChatError } from "../errors.ts";
import type { Fact } from "../fact.ts";
import { DRAIN_MS } from "../limits.ts";
import type { Log } from "../log.ts";
import type { Person } from "../person.ts";
import type { AtTurnEnd } from "../turn.ts";
import { Claims } from "./claims.ts";
import { unpack } from "./envelope.ts";
import { Feed } from "./feed.ts";
import { Interest } from "./interest.ts";
import type { Layout } from "./layout.ts";
import type { Link } from "./link.ts";
import type { Message } from "./message.ts";
import { Membership, prefixOf } from "./membership.ts";
import { Outage } from "./outage.ts";
import { type Kind, Outlet } from "./outlet.ts";
import { Peers } from "./peers.ts";

export interface NatsBusParts {
  readonly link: Link;
  readonly layout: Layout;
  readonly clock: Clock;
  readonly log: Log;
  readonly atTurnEnd: AtTurnEnd;
}

export interface NatsBusOptions {
  /** This node's id, letters and digits, which no other has and none had before. */
  readonly node: string;
  /** How people call it. */
  readonly name: string;
  readonly version: string;
  /** The room that a node hears whoever is in it: newcomers enter it, and who is kicked ends there. */
  readonly lobby: string;
  /** Lines that a room shows. */
  readonly history: number;
  readonly beatMs: number;
  /** How long people are not told that the link is lost, in milliseconds. */
  readonly graceMs: number;
}

/** Where a fact goes, and what it may not change places with. */
interface Place {
  readonly kind: Kind;
  readonly subject: string;
}

/** What nobody may be left waiting for while this node is cut off; all else can wait. */
const AWAITED: ReadonlySet<Fact["kind"]> = new Set([
  "arrived",
  "joined",
  "left",
  "renamed",
  "away",
  "opened",
  "kicked",
  "announced",
  "recalled",
]);

export class NatsBus implements Bus, Cluster {
  readonly #parts: NatsBusParts;
  readonly #options: NatsBusOptions;
  readonly #feed: Feed;
  readonly #outlet: Outlet;
  readonly #outage: Outage;
  readonly #claims: Claims;
  readonly #peers: Peers;
  readonly #interest: Interest;
  readonly #membership: Membership;
  readonly #since: number;
  #receive: (fact: Fact) => void = () => {};
  #census: Census | undefined;
  /** Something has come for this node alone, the last with this number. */
  #private = 0;
  readonly #failed = Promise.withResolvers<never>();

  constructor(parts: NatsBusParts, options: NatsBusOptions) {
    const { layout, clock } = parts;
    const { node, beatMs, graceMs, lobby, history } = options;
    const receive = (fact: Fact) => this.#receive(fact);
    const failed = (error: unknown, since?: number) => this.#outage.begin(error, since);
    this.#parts = parts;
    this.#options = options;
    this.#since = clock.now();
    this.#outage = new Outage({
      ...parts,
      pause: () => this.#feed.pause(),
      resume: () => this.#feed.resume(),
      tell: (up) => receive({ kind: "linked", up }),
    }, graceMs);
    this.#feed = new Feed({
      ...parts,
      take: (message) => this.#take(message),
      stored: (message) => this.#stored(message),
      missed: (subject) => this.#missed(subject),
      failed,
    });
    const feed = this.#feed;
    const hears = (subject: string) => feed.hears(subject);
    const outlet = this.#outlet = new Outlet({ ...parts, idPrefix: `${node}.`, hears, failed });
    const peers = this.#peers = new Peers({
      ...parts,
      bucket: layout.nodes,
      node,
      beatMs,
      status: () => this.#status(),
      beaten: () => this.#tidy(),
      gone: (other, last) => this.#membership.accuse(other, last),
      failed,
    });
    const lives = (other: string, life: number) => peers.lives(other, life);
    const claims = this.#claims = new Claims({ ...parts, bucket: layout.names, node, lives });
    const owes = (subject: string) => outlet.owes(subject);
    this.#interest = new Interest({ feed, layout, lobby, history, receive, owes });
    const census = () => this.#census;
    const others = { outlet, claims, peers, census, receive, failed };
    this.#membership = new Membership({ ...parts, node, ...others });
    this.#failed.promise.catch(() => {}); // also if nobody asks
  }

  /** Rejects with ChatError "no-cluster" when this node cannot go on. */
  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  /** What the ids of this node's people begin with. */
  get idPrefix(): string {
    return prefixOf(this.#options.node);
  }

  get state(): BusState {
    if (this.#outlet.full) return "full";
    return this.#outage.isOn ? "away" : "up";
  }

  attach(receive: (fact: Fact) => void, census?: Census): void {
    this.#receive = receive;
    this.#census = census;
  }

  /** Resolves when this node is one of the cluster and knows who is where. */
  async start(): Promise<void> {
    const { link, layout } = this.#parts;
    const { node, lobby } = this.#options;
    void link.watch((up) => up ? this.#outage.tryNow() : void this.#outage.begin("cut off"));
    await this.#feed.start([layout.everybody, layout.node(node)]);
    await this.#peers.start();
    await this.follow(lobby);
    await this.#membership.start();
  }

  publish(fact: Fact): Promise<void> {
    if (this.state !== "up" && isAwaited(fact)) return Promise.reject(cutOff());
    if (fact.kind !== "joined") return this.#send(fact);
    return this.#answered(() => this.#interest.join(fact, () => this.#send(fact)));
  }

  follow(room: string): Promise<void> {
    return this.#interest.follow(room);
  }

  /** Whether what is said in a room comes here. */
  hears(room: string): boolean {
    return this.#feed.hears(this.#parts.layout.room(room));
  }

  async claim(key: string, id: string): Promise<boolean> {
    if (!await this.#outage.isBrief()) throw cutOff();
    return await this.#answered(() => this.#claims.claim(key, id));
  }

  release(key: string, id: string): void {
    this.#claims.release(key, id);
  }

  nodes(): readonly NodeStatus[] {
    return this.#peers.statuses;
  }

  /** Sends what waits, for a few seconds; resolves to how many lines were not taken. */
  async close(): Promise<number> {
    await atMost(this.#outlet.idle(), { clock: this.#parts.clock, ms: DRAIN_MS, late: null });
    const reachable = !this.#outage.isOn;
    this.#outage.close();
    for (const subject of this.#feed.subjects) this.#feed.unfollow(subject);
    if (reachable) await Promise.all([this.#claims.close(), this.#peers.close()]);
    else this.#peers.stop(); // the others will notice
    return this.#outlet.waiting;
  }

  /** Whatever NATS does not answer is an outage, and refused. */
  async #answered<T>(ask: () => Promise<T>): Promise<T> {
    const since = this.#parts.clock.now();
    try {
      return await ask();
    } catch (error) {
      void this.#outage.begin(error, since);
      throw cutOff();
    }
  }

  #send(fact: Fact): Promise<void> {
    const places = this.#placesOf(fact);
    const [place] = places;
    if (place && places.length === 1) return this.#outlet.add(fact, place);
    return Promise.all(places.map((place) => this.#outlet.add(fact, place))).then(() => {});
  }

  /** Where a fact goes. */
  #placesOf(fact: Fact): Place[] {
    const { layout } = this.#parts;
    switch (fact.kind) {
      case "said":
      case "acted":
        return [{ kind: "lines", subject: layout.room(fact.room) }];
      case "told":
        return this.#nodesOf([...this.#idsOf(fact.to), ...this.#idsOf(fact.by)]);
      case "noted":
        return this.#nodesOf(this.#idsOf(fact.to));
      case "cut":
        return this.#nodesOf([fact.id]);
      default:
        return [{ kind: "people", subject: layout.everybody }];
    }
  }

  #idsOf(person: Person): readonly string[] {
    return this.#census?.idsOf(person) ?? [];
  }

  #nodesOf(ids: readonly string[]): Place[] {
    const nodes = new Set(ids.map((id) => id.slice(0, Math.max(0, id.indexOf("-")))));
    return Array.from(nodes, (node) => {
      return { kind: "private", subject: this.#parts.layout.node(node) };
    });
  }

  /** A message has its turn. */
  #take({ bytes, subject, seq, header }: Message): void {
    for (const fact of unpack(bytes).facts) this.#membership.take(fact);
    if (subject === this.#parts.layout.node(this.#options.node)) this.#private = seq;
    this.#outlet.returned(header("Nats-Msg-Id"));
  }

  /** What goes to others alone comes back by no other way. */
  #stored({ subject, header }: Message): void {
    if (!this.#feed.hears(subject)) this.#outlet.returned(header("Nats-Msg-Id"));
  }

  /** Of a room people are told. Of all others' coming and going nothing can be made up: this node has to go. */
  #missed(subject: string): void {
    const { layout, log } = this.#parts;
    log.warn("facts missed", { subject });
    if (subject === layout.everybody) return this.#failed.reject(cutOffTooLong());
    if (subject === layout.node(this.#options.node)) return;
    this.#receive({ kind: "skipped", room: layout.roomOf(subject) });
  }

  /** Now and then: rooms that nobody hears are not heard any more, and what was private is not kept. */
  #tidy(): void {
    const { layout, link } = this.#parts;
    this.#interest.tidy(this.#census?.heard() ?? []);
    if (this.#private === 0) return;
    const upTo = { subject: layout.node(this.#options.node), before: this.#private + 1 };
    this.#private = 0;
    link.purge(layout.events, upTo).catch(() => {}); // the next time does it
  }

  #status(): NodeStatus {
    const { name, version } = this.#options;
    const { lagMs, waiting } = this.#outlet;
    const clients = this.#census?.clients() ?? 0;
    const rooms = [...this.#census?.heard() ?? []].length;
    return { name, version, clients, rooms, lagMs, waiting, since: this.#since };
  }
}

function isAwaited(fact: Fact): boolean {
  return AWAITED.has(fact.kind) || fact.kind === "played" && fact.act.do !== "wait";
}

function cutOffTooLong(): ChatError {
  const why = "The link to NATS was lost for so long that who came and went is not known any more";
  return new ChatError("no-cluster", `${why}: start this server again`);
}
