// Connections to a test's NATS, and what netchat is on top of them: stores and nodes.

import { type Clock, systemClock } from "../../src/clock.ts";
import type { Census } from "../../src/bus.ts";
import type { Fact } from "../../src/fact.ts";
import { type Log, silent } from "../../src/log.ts";
import { LINK_GRACE_MS } from "../../src/limits.ts";
import { Layout } from "../../src/nats/layout.ts";
import { Link, type LinkOptions } from "../../src/nats/link.ts";
import { NatsBus } from "../../src/nats/nats_bus.ts";
import { NatsStore } from "../../src/nats/nats_store.ts";
import { setUp } from "../../src/nats/set_up.ts";
import { atTurnEnd } from "../../src/turn.ts";
import type { StartedBus } from "./bus_contract.ts";
import type { NatsServer } from "./nats_server.ts";
import type { StoreHome } from "./store_home.ts";

/** Nodes of tests have little patience, in milliseconds: links are cut all the time. */
const HURRY = { replyMs: 1000, reconnectMs: 20 };

export function openLink(
  { port }: { readonly port: number },
  options: Partial<LinkOptions> = {},
): Promise<Link> {
  const servers = [`nats://127.0.0.1:${port}`];
  return Link.open({ servers, name: "test", ...options }, systemClock);
}

export interface NatsHomeOptions {
  readonly cluster?: string;
  readonly clock?: Clock;
}

/** A cluster's store; each one that is opened has a connection of its own. */
export function natsHome(
  server: NatsServer,
  { cluster = server.newCluster(), clock = systemClock }: NatsHomeOptions = {},
): StoreHome {
  const links: Link[] = [];
  return {
    async open({ linesPerRoom }) {
      const link = await openLink(server);
      links.push(link);
      const layout = new Layout(cluster);
      await setUp(link, layout, { linesPerRoom, replicas: 1, lifeMs: 15_000 });
      return new NatsStore({ link, layout, clock }, linesPerRoom);
    },
    async [Symbol.asyncDispose]() {
      for (const link of links) await link.close();
    },
  };
}

export interface NatsNodes extends StartedBus {
  readonly nodes: readonly [NatsBus, ...NatsBus[]];
}

/** A cluster of `count` nodes, which all hear the lobby. */
export async function startNatsNodes(server: NatsServer, count: number): Promise<NatsNodes> {
  const cluster = server.newCluster();
  const started: NatsNode[] = [];
  for (let n = 1; n <= count; n++) {
    started.push(await startNode(server, { cluster, node: `n${n}`, patient: true }));
  }
  const [first, ...others] = started.map(({ bus }) => bus);
  if (!first) throw new RangeError("A cluster has a node");
  return {
    nodes: [first, ...others],
    async [Symbol.asyncDispose]() {
      for (const node of started) await node[Symbol.asyncDispose]();
    },
  };
}

export interface NatsNode extends AsyncDisposable {
  readonly bus: NatsBus;
  readonly link: Link;
}

export interface NatsNodeOptions {
  readonly cluster: string;
  readonly node: string;
  readonly receive?: (fact: Fact) => void;
  readonly census?: Census;
  readonly log?: Log;
  /** Whether its link is not to be cut: whatever is slow is the machine then. */
  readonly patient?: boolean;
}

/** One node, by a way that may be cut; its beats and its patience are short. */
export async function startNode(
  at: { readonly port: number },
  { cluster, node, receive = () => {}, census, log = silent, patient = false }: NatsNodeOptions,
): Promise<NatsNode> {
  const link = await openLink(at, { name: node, ...patient ? {} : HURRY });
  const layout = new Layout(cluster);
  await setUp(link, layout, { linesPerRoom: 100, replicas: 1, lifeMs: 1000 });
  const times = { beatMs: 100, graceMs: patient ? LINK_GRACE_MS : 100 };
  const options = { node, name: node, version: "test", lobby: "#lobby", history: 100, ...times };
  const bus = new NatsBus({ link, layout, clock: systemClock, log, atTurnEnd }, options);
  bus.attach(receive, census);
  await bus.start();
  return {
    bus,
    link,
    async [Symbol.asyncDispose]() {
      await bus.close();
      await link.close();
    },
  };
}
