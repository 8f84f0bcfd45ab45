// Makes this process a node of a cluster: opens the connection, sets up what is missing, and gives out the
// parts that a server is assembled from. Imported only when there is a cluster to join.

import type { Clock } from "../clock.ts";
import { natsAddress } from "../cluster_settings.ts";
import type { Config } from "../config.ts";
import { ChatError } from "../errors.ts";
import { BEAT_MS, BEATS_MISSED, LINK_GRACE_MS } from "../limits.ts";
import type { Log } from "../log.ts";
import { printable } from "../sanitize.ts";
import type { AtTurnEnd } from "../turn.ts";
import { Layout } from "./layout.ts";
import { Link } from "./link.ts";
import { NatsBus } from "./nats_bus.ts";
import { NatsGuesses } from "./nats_guesses.ts";
import { NatsStore } from "./nats_store.ts";
import { setUp } from "./set_up.ts";

export interface JoinParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly atTurnEnd: AtTurnEnd;
  readonly version: string;
  /** Credentials as NATS's tools write them, if they are not in the URL. */
  readonly creds: string | null;
}

export interface JoinedCluster {
  readonly bus: NatsBus;
  readonly store: NatsStore;
  readonly guesses: NatsGuesses;
  /** What the ids of this node's people begin with. */
  readonly idPrefix: string;
  /** Resolves when this node knows who is where; once the bus has its receiver. */
  start(): Promise<void>;
  /** Rejects with ChatError "no-cluster" when this node cannot go on. */
  readonly failed: Promise<never>;
  /** Leaves the cluster; what waits is sent, for a few seconds. */
  close(): Promise<void>;
}

/** Throws ChatError "no-cluster" if NATS cannot be reached or used. */
export async function joinCluster(config: Config, parts: JoinParts): Promise<JoinedCluster> {
  const { clock, log, version } = parts;
  const node = newNodeId();
  const name = config.nodeName || node;
  const layout = new Layout(config.cluster);
  const link = await open(config, { ...parts, name, layout });
  const bus = new NatsBus({ ...parts, link, layout }, {
    node,
    name,
    version,
    lobby: config.lobby.toLowerCase(),
    history: config.history,
    beatMs: BEAT_MS,
    graceMs: LINK_GRACE_MS,
  });
  return {
    bus,
    store: new NatsStore({ link, layout, clock }, config.history),
    guesses: new NatsGuesses({ link, clock, subject: layout.guesses, node }),
    idPrefix: bus.idPrefix,
    failed: bus.failed,
    start: () => bus.start(),
    async close() {
      const lost = await bus.close();
      if (lost > 0) log.warn("lines lost", { lines: lost });
      await link.close();
    },
  };
}

/** The connection, and what is to be in NATS. */
async function open(
  { nats, natsReplicas: replicas, history: linesPerRoom }: Config,
  { clock, creds, name, layout }: JoinParts & { readonly name: string; readonly layout: Layout },
): Promise<Link> {
  const address = natsAddress(nats);
  let link: Link | undefined;
  try {
    link = await Link.open({ ...address, ...(creds ? { creds } : {}), name }, clock);
    await setUp(link, layout, { linesPerRoom, replicas, lifeMs: BEAT_MS * BEATS_MISSED });
    return link;
  } catch (error) {
    await link?.close();
    throw refusal(address.servers, error);
  }
}

function refusal(servers: readonly string[], error: unknown): ChatError {
  const reason = error instanceof Error ? error.message : String(error);
  const advice = "start it with JetStream, as in nats-server -js, and see that the credentials fit";
  return new ChatError(
    "no-cluster",
    `Cannot use NATS at "${servers.join()}" ("${printable(reason, 120)}"): ${advice}`,
  );
}

/** Six characters: two of a thousand nodes share theirs once in two thousand such clusters. */
function newNodeId(): string {
  const digits = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `n${(digits % 36 ** 6).toString(36).padStart(6, "0")}`;
}
