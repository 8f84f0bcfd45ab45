// Opens the ports that the settings ask for. The one place, with the tests, that names concrete transports.

import type { Certificates } from "./src/certificates.ts";
import { systemClock as clock } from "./src/clock.ts";
import type { Config } from "./src/config.ts";
import type { Log } from "./src/log.ts";
import { type Network, parseNetwork } from "./src/network.ts";
import { listenProxied } from "./src/transport/proxied.ts";
import { listenTcp } from "./src/transport/tcp.ts";
import { listenTls } from "./src/transport/tls.ts";
import type { Address, Listener, Transport } from "./src/transport.ts";
import { howToCome } from "./src/ways_in.ts";

/** A transport and where it listens: plain data, for workers and for the start line. */
export interface Listening extends Address {
  readonly transport: Transport;
}

export interface Means {
  readonly log: Log;
  /** null: there is no TLS. */
  readonly certificates: Certificates | null;
  /** Where they are, if several event loops of one process share their ports. */
  readonly at?: readonly Listening[];
}

/** All listeners, the plain one first. Throws ChatError "cannot-listen", and has none open then. */
export function openListeners(config: Config, means: Means): Listener[] {
  const listeners: Listener[] = [];
  try {
    for (const open of wanted(config, means)) listeners.push(open());
    return listeners;
  } catch (error) {
    for (const listener of listeners) listener.close();
    throw error;
  }
}

/** Where they are, for those who cannot be given a listener. */
export function whereTheyListen(listeners: readonly Listener[]): Listening[] {
  return listeners.map(({ transport, address }) => ({ transport, ...address }));
}

function* wanted(config: Config, { log, certificates, at }: Means): Generator<() => Listener> {
  const { host, port, tlsPort, proxyProtocol } = config;
  const proxies = networks(proxyProtocol);
  /** What every way in begins with: a port, and perhaps proxies in front of it. */
  const tcp = (transport: Transport, asked: number) => {
    const port = at?.find((one) => one.transport === transport)?.port ?? asked;
    const plain = listenTcp({ host, port, shared: at !== undefined });
    return proxies.length === 0 ? plain : listenProxied(plain, { proxies, clock, log });
  };
  yield () => tcp("tcp", port);
  if (certificates !== null) {
    const reach = (port: number) => howToCome({ transport: "tls", port });
    yield () => listenTls(tcp("tls", tlsPort), { certificates, clock, log, reach });
  }
}

function networks(listed: string): Network[] {
  return listed.split(",").map(parseNetwork).filter((network) => network !== null);
}
