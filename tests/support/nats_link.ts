// Connections to a test's NATS, and what netchat is on top of them: stores and nodes.

import { systemClock as clock } from "../../src/clock.ts";
import { silent } from "../../src/log.ts";
import { Layout } from "../../src/nats/layout.ts";
import { Link } from "../../src/nats/link.ts";
import { NatsBus } from "../../src/nats/nats_bus.ts";
import { NatsStore } from "../../src/nats/nats_store.ts";
import { setUp } from "../../src/nats/set_up.ts";
import { atTurnEnd } from "../../src/turn.ts";
import type { StartedBus } from "./bus_contract.ts";
import type { NatsServer } from "./nats_server.ts";
import type { StoreHome } from "./store_home.ts";

export function openLink(server: NatsServer, name = "test"): Promise<Link> {
  return Link.open({ servers: [server.url], name }, clock);
}

/** A cluster's store; each one that is opened has a connection of its own. */
export function natsHome(server: NatsServer, cluster = server.newCluster()): StoreHome {
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
  readonly links: readonly Link[];
}

/** A cluster of `count` nodes, which all hear the lobby. */
export async function startNatsNodes(server: NatsServer, count: number): Promise<NatsNodes> {
  const cluster = server.newCluster();
  const started: { bus: NatsBus; link: Link }[] = [];
  for (let n = 1; n <= count; n++) started.push(await startNode(server, cluster, `n${n}`));
  const [first, ...others] = started.map(({ bus }) => bus);
  if (!first) throw new RangeError("A cluster has a node");
  const links = started.map(({ link }) => link);
  return {
    nodes: [first, ...others],
    links,
    async [Symbol.asyncDispose]() {
      for (const { bus, link } of started) {
        await bus.close();
        await link.close();
      }
    },
  };
}

async function startNode(server: NatsServer, cluster: string, node: string) {
  const link = await openLink(server, node);
  const layout = new Layout(cluster);
  await setUp(link, layout, { linesPerRoom: 100, replicas: 1, lifeMs: 15_000 });
  const options = { node, name: node, version: "test", lobby: "#lobby", beatMs: 200 };
  const bus = new NatsBus({ link, layout, clock, log: silent, atTurnEnd }, options);
  await bus.start();
  return { bus, link };
}
