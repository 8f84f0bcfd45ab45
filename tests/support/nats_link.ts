// Connections to a test's NATS.

import { systemClock } from "../../src/clock.ts";
import { Layout } from "../../src/nats/layout.ts";
import { Link } from "../../src/nats/link.ts";
import { NatsStore } from "../../src/nats/nats_store.ts";
import type { NatsServer } from "./nats_server.ts";
import type { StoreHome } from "./store_home.ts";

export function openLink(server: NatsServer, name = "test"): Promise<Link> {
  return Link.open({ servers: [server.url], name }, systemClock);
}

/** A cluster's store; each one that is opened has a connection of its own. */
export function natsHome(server: NatsServer, cluster = server.newCluster()): StoreHome {
  const links: Link[] = [];
  return {
    async open({ linesPerRoom }) {
      const link = await openLink(server);
      links.push(link);
      const parts = { link, layout: new Layout(cluster), clock: systemClock };
      return await NatsStore.open(parts, { linesPerRoom, replicas: 1 });
    },
    async [Symbol.asyncDispose]() {
      for (const link of links) await link.close();
    },
  };
}
