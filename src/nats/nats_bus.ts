// The bus of a node among several, over NATS: facts go out by the outlet, get their places in a stream, and
// come back by the feed, here as on every other node. What is said in a room goes to nodes with somebody in
// it; what is for one person, to that person's nodes; all else to everybody.

import { type Bus, type BusState, type Census, cutOff } from "../bus.ts";
import type { Clock } from "../clock.ts";
import type { Cluster, NodeStatus } from "../cluster.ts";
import { ChatError } from "../errors.ts";
import type { Fact, Joined } from "../fact.ts";
import type { Muster } from "../node_fact.ts";
import type { Person } from "../person.ts";
import { DRAIN_MS, GONE_FOR_GOOD_MS, RESEND_MS } from "../limits.ts";
import type { Log } from "../log.ts";
import type { AtTurnEnd } from "../turn.ts";
import { Claims } from "./claims.ts";
import { packJson, unpack, type Word } from "./envelope.ts";
import { Feed } from "./feed.ts";
import type { Layout } from "./layout.ts";
import { linesIn } from "./envelope.ts";
import type { Link, Message } from "./link.ts";
import { type Kind, Outlet } from "./outlet.ts";
import { type Beat, Peers } from "./peers.ts";
import { inParts, RollCall } from "./roll_call.ts";

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
]);

export class NatsBus implements Bus, Cluster {
  readonly #parts: NatsBusParts;
  readonly #options: NatsBusOptions;
  readonly #feed: Feed;
  readonly #outlet: Outlet;
  readonly #claims: Claims;
  readonly #peers: Peers;
  readonly #roll: RollCall;
  readonly #since: number;
  #receive: (fact: Fact) => void = () => {};
  #census: Census | undefined;
  /** Rooms that are being followed, or are about to be. */
  readonly #rooms = new Map<string, Promise<void>>();
  readonly #joining = new Set<Joined>();
  /** Rooms that nobody heard here when that was looked at last. */
  #unheard = new Set<string>();
  /** Set while this node is cut off. */
  #outage: { readonly over: PromiseWithResolvers<void>; told: boolean } | null = null;
  /** What waits until this node knows who was there before; null once it does, "deaf" before it has said hello. */
  #held: (Fact | Word)[] | "deaf" | null = "deaf";
  /** Something has come for this node alone, the last with this number. */
  #private = 0;
  #status = { clients: 0, rooms: 0 };
  /** When the last one was over, in milliseconds since 1970. */
  #backAt = 0;
  #wake = () => {};
  #closed = false;
  readonly #failed = Promise.withResolvers<never>();

  constructor(parts: NatsBusParts, options: NatsBusOptions) {
    const { layout, clock } = parts;
    const { node, beatMs } = options;
    const failed = (error: unknown, since?: number) => this.#lost(error, since);
    this.#parts = parts;
    this.#options = options;
    this.#since = clock.now();
    this.#feed = new Feed({
      ...parts,
      take: (message) => this.#take(message),
      stored: (message) => this.#stored(message),
      missed: (subject) => this.#missed(subject),
      failed,
    });
    this.#outlet = new Outlet({
      ...parts,
      idPrefix: `${node}.`,
      hears: (subject) => this.#feed.hears(subject),
      failed,
    });
    this.#peers = new Peers({
      ...parts,
      bucket: layout.nodes,
      node,
      beatMs,
      status: () => this.#ownStatus(),
      beaten: () => this.#tidy(),
      gone: (other, last) => this.#accuse(other, last),
      failed,
    });
    const lives = (other: string, life: number) => this.#peers.lives(other, life);
    this.#claims = new Claims({ ...parts, bucket: layout.names, node, lives });
    this.#roll = new RollCall(clock);
    this.#failed.promise.catch(() => {}); // also if nobody asks
  }

  /** Rejects with ChatError "no-cluster" when this node cannot go on. */
  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  /** What the ids of this node's people begin with. */
  get idPrefix(): string {
    return `${this.#options.node}-`;
  }

  get state(): BusState {
    if (this.#outlet.full) return "full";
    return this.#outage ? "away" : "up";
  }

  attach(receive: (fact: Fact) => void, census?: Census): void {
    this.#receive = receive;
    this.#census = census;
  }

  /** Resolves when this node is one of the cluster and knows who is where. */
  async start(): Promise<void> {
    const { link, layout, log } = this.#parts;
    const { node, lobby } = this.#options;
    void link.watch((up) => up ? this.#wake() : void this.#lost("connection lost"));
    await this.#feed.start([layout.everybody, layout.node(node)]);
    await this.#peers.start();
    await this.follow(lobby);
    this.#roll.expect(this.#peers.ids);
    const hello: Word = { kind: "hello", node };
    await link.publish(layout.everybody, packJson([JSON.stringify(hello)]));
    const silent = await this.#roll.wait();
    if (silent.length > 0) log.warn("nodes do not answer", { nodes: silent.length });
    const held = this.#held;
    this.#held = null;
    if (Array.isArray(held)) { for (const fact of held) this.#hear(fact); }
  }

  publish(fact: Fact): Promise<void> {
    if (this.state !== "up" && isAwaited(fact)) return Promise.reject(cutOff());
    if (fact.kind === "joined") return this.#join(fact);
    const places = this.#placesOf(fact);
    const [place] = places;
    if (place && places.length === 1) return this.#outlet.add(fact, place);
    return Promise.all(places.map((place) => this.#outlet.add(fact, place))).then(() => {});
  }

  async claim(key: string, id: string): Promise<boolean> {
    const since = this.#parts.clock.now();
    await this.#whileBrief(this.#outage?.over.promise);
    if (this.#outage) throw cutOff();
    try {
      return await this.#claims.claim(key, id);
    } catch (error) {
      void this.#lost(error, since);
      throw cutOff();
    }
  }

  release(key: string, id: string): void {
    this.#claims.release(key, id);
  }

  nodes(): readonly NodeStatus[] {
    this.#count();
    return this.#peers.statuses;
  }

  /** Hears what is said in a room from now on; its past comes first. Rejects if NATS does not answer. */
  follow(room: string): Promise<void> {
    const following = this.#rooms.get(room) ?? this.#follow(room);
    this.#rooms.set(room, following);
    following.catch(() => this.#rooms.delete(room));
    return following;
  }

  /** Sends what waits, for a few seconds; resolves to how many lines were not taken. */
  async close(): Promise<number> {
    const { clock } = this.#parts;
    const late = Promise.withResolvers<void>();
    const cancel = clock.after(DRAIN_MS, late.resolve);
    await Promise.race([this.#outlet.idle(), late.promise]);
    cancel();
    this.#closed = true;
    for (const subject of this.#feed.subjects) this.#feed.unfollow(subject);
    if (this.#outage) this.#peers.stop(); // the others will notice
    else await Promise.all([this.#claims.close(), this.#peers.close()]);
    return this.#outlet.waiting;
  }

  /** A room is heard before it is joined, and until that is known to all. */
  async #join(fact: Joined): Promise<void> {
    this.#joining.add(fact);
    try {
      await this.follow(fact.room);
      await this.#outlet.add(fact, { kind: "people", subject: this.#parts.layout.everybody });
    } catch (error) {
      void this.#lost(error);
      throw cutOff();
    } finally {
      this.#joining.delete(fact);
    }
  }

  async #follow(room: string): Promise<void> {
    const subject = this.#parts.layout.room(room);
    const past = await this.#feed.follow(subject);
    const lines = past.flatMap(({ bytes }) => linesIn(unpack(bytes)));
    this.#receive({ kind: "followed", room, lines });
    this.#feed.begin(subject, past.at(-1)?.seq ?? 0);
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
    return Array.from(nodes, (node) => this.#placeOf(node));
  }

  #placeOf(node: string): Place {
    return { kind: "private", subject: this.#parts.layout.node(node) };
  }

  /** A message has its turn. */
  #take(message: Message): void {
    for (const fact of unpack(message.bytes).facts) this.#sort(fact);
    if (message.subject === this.#parts.layout.node(this.#options.node)) {
      this.#private = message.seq;
    }
    this.#outlet.returned(message.header("Nats-Msg-Id"));
  }

  /** What goes to others alone comes back by no other way. */
  #stored(message: Message): void {
    if (!this.#feed.hears(message.subject)) this.#outlet.returned(message.header("Nats-Msg-Id"));
  }

  /** While this node comes: what was before its hello it will be told of, and what comes after waits for that. */
  #sort(fact: Fact | Word): void {
    const isMine = fact.kind === "part" || fact.kind === "hello";
    if (this.#held === null || isMine) this.#hear(fact);
    else if (this.#held !== "deaf") this.#held.push(fact);
  }

  #hear(fact: Fact | Word): void {
    switch (fact.kind) {
      case "hello":
        return this.#meet(fact.node);
      case "gone":
        return this.#gone(fact);
      case "part": {
        const muster = this.#roll.join(fact);
        if (!muster || muster.node === this.idPrefix) return;
        this.#receive(muster);
        return this.#roll.answered(muster.node.slice(0, -1));
      }
      default:
        this.#receive(fact);
    }
  }

  /** A node has come: this one, from now on only waits; or another, which is told who is here at this point. */
  #meet(node: string): void {
    if (node === this.#options.node) this.#held = [];
    else {for (const part of inParts(this.#muster(true))) {
        this.#outlet.add(part, this.#placeOf(node));
      }}
  }

  #muster(first: boolean): Muster {
    const present = this.#census?.present() ?? { people: [], rooms: [] };
    const at = this.#parts.clock.now();
    return { kind: "muster", at, node: this.idPrefix, first, ...present };
  }

  /** A node is held for dead. If it is this one, it was silent for too long, and comes back. */
  #gone({ node, life, by }: Extract<Word, { kind: "gone" }>): void {
    const { layout, link, clock } = this.#parts;
    if (node === this.#options.node) return this.#return();
    this.#peers.bury(node, life);
    this.#receive({ kind: "muster", at: clock.now(), node: `${node}-`, ...NOBODY });
    this.#roll.answered(node);
    if (by !== this.#options.node) return;
    this.#parts.log.warn("node gone", { node });
    this.#claims.free(node, life).catch(() => {}); // names can be taken without it, too
    clock.after(GONE_FOR_GOOD_MS, () => {
      if (this.#peers.ids.includes(node)) return; // it was only away, and wants what was said to its people
      link.purge(layout.events, { subject: layout.node(node) }).catch(() => {});
    });
  }

  #return(): void {
    const { layout, log } = this.#parts;
    log.warn("was held for dead", {});
    this.#outlet.addLate(layout.everybody, () => Array.from(inParts(this.#muster(false))));
    this.#claims.renew(this.#peers.revive()).then((lost) => {
      for (const { key, id } of lost) this.#receive({ kind: "ousted", key, id });
    }, (error) => this.#lost(error));
  }

  /** A node is not heard of: whoever says so first has said it for all. */
  #accuse(node: string, { beat, life }: Beat): void {
    const { link, layout } = this.#parts;
    const gone: Word = { kind: "gone", node, life, by: this.#options.node };
    const id = `gone.${node}.${beat}`;
    link.publish(layout.everybody, packJson([JSON.stringify(gone)]), { id })
      .catch((error) => this.#lost(error));
  }

  /** Now and then: rooms that nobody here is in are not heard any more, and what was private is not kept. */
  #tidy(): void {
    const { layout, link } = this.#parts;
    const heard = this.#count();
    for (const { room } of this.#joining) heard.add(room);
    heard.add(this.#options.lobby);
    const unheard = [...this.#rooms.keys()].filter((room) => !heard.has(room));
    const before = this.#unheard;
    this.#unheard = new Set(unheard); // not at once: somebody may be about to
    for (const room of unheard) {
      const subject = layout.room(room);
      if (!before.has(room) || this.#outlet.owes(subject)) continue;
      this.#feed.unfollow(subject);
      this.#rooms.delete(room);
    }
    if (this.#private === 0) return;
    const upTo = { subject: layout.node(this.#options.node), before: this.#private + 1 };
    this.#private = 0;
    link.purge(layout.events, upTo).catch(() => {}); // the next time does it
  }

  /** The rooms that somebody hears here. */
  #count(): Set<string> {
    const rooms = new Set(this.#census?.heard());
    const clients = this.#census?.clients() ?? 0;
    this.#status = { clients, rooms: rooms.size };
    return rooms;
  }

  #ownStatus(): NodeStatus {
    const { name, version } = this.#options;
    const { lagMs, waiting } = this.#outlet;
    return { name, version, ...this.#status, lagMs, waiting, since: this.#since };
  }

  /** Of a room people are told. Of all others' coming and going nothing can be made up: this node has to go. */
  #missed(subject: string): void {
    const { layout, log } = this.#parts;
    log.warn("facts missed", { subject });
    if (subject === layout.everybody) return this.#failed.reject(cutOffTooLong());
    if (subject === layout.node(this.#options.node)) return;
    this.#receive({ kind: "skipped", room: layout.roomOf(subject) });
  }

  /**
   * NATS has not answered what it was asked at `since`. Resolves when it answers again, and all that was stored
   * meanwhile is known. What was asked before the last outage was over is no news.
   */
  #lost(error: unknown, since = Infinity): Promise<void> {
    if (this.#closed || since <= this.#backAt) return Promise.resolve();
    if (this.#outage) return this.#outage.over.promise;
    const { clock, log } = this.#parts;
    const outage = { over: Promise.withResolvers<void>(), told: false };
    this.#outage = outage;
    this.#feed.pause();
    log.warn("link lost", { error: error instanceof Error ? error.message : String(error) });
    const cancel = clock.after(this.#options.graceMs, () => {
      outage.told = true;
      this.#receive({ kind: "linked", up: false });
    });
    this.#regain().then(cancel);
    return outage.over.promise;
  }

  async #regain(): Promise<void> {
    const { log } = this.#parts;
    while (!this.#closed) {
      const woken = new Promise<boolean>((resolve) => this.#wake = () => resolve(false));
      const resumed = this.#feed.resume().then(() => true, () => false);
      if (await Promise.race([resumed, woken])) break;
      await this.#pause(RESEND_MS);
    }
    const outage = this.#outage;
    this.#outage = null;
    this.#backAt = this.#parts.clock.now();
    outage?.over.resolve();
    if (this.#closed) return;
    log.info("link back", { waiting: this.#outlet.waiting });
    if (outage?.told) this.#receive({ kind: "linked", up: true });
  }

  /** Waits for `over`, but not for long. */
  async #whileBrief(over: Promise<void> | undefined): Promise<void> {
    if (!over) return;
    const late = Promise.withResolvers<void>();
    const cancel = this.#parts.clock.after(this.#options.graceMs, late.resolve);
    await Promise.race([over, late.promise]);
    cancel();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#parts.clock.after(ms, resolve));
  }
}

/** What is left of a node that is gone. */
const NOBODY = { people: [], rooms: [], first: false } as const;

function isAwaited(fact: Fact): boolean {
  return AWAITED.has(fact.kind) || fact.kind === "played" && fact.act.do !== "wait";
}

function cutOffTooLong(): ChatError {
  const why = "The link to NATS was lost for so long that who came and went is not known any more";
  return new ChatError("no-cluster", `${why}: start this server again`);
}
