// Opens the ports that the settings ask for. The one place, with the tests, that names concrete transports.

import type { Certificates } from "./src/certificates.ts";
import { systemClock as clock } from "./src/clock.ts";
import { type Config, listed, USUAL_WEB_PORT } from "./src/config.ts";
import { ChatError } from "./src/errors.ts";
import type { Log } from "./src/log.ts";
import { comerOf, type Network, parseNetwork } from "./src/network.ts";
import type { TelnetListener } from "./src/telnet/listener.ts";
import type { Address, Listener, Transport } from "./src/transport.ts";
import { listenProxied } from "./src/transport/proxied.ts";
import { listenTcp, type Place, type PlaceFlags } from "./src/transport/tcp.ts";
import { listenTls, type TlsOptions } from "./src/transport/tls.ts";
import { WebListener } from "./src/transport/web.ts";
import { howToCome } from "./src/ways_in.ts";

const TLS_FLAGS: PlaceFlags = { port: "--tls-port", host: "--host" };
const TELNET_FLAGS: PlaceFlags = {
  port: "--telnet-port",
  host: "--host",
  without: "leaving --telnet-port out",
};
const WEB_FLAGS: PlaceFlags = { port: "--web-port", host: "--web-host", without: "--no-web" };

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

/**
 * All listeners, the plain one first. Rejects with ChatError "cannot-listen", and has none open then; but without
 * the usual web port there is only no page: a second netchat on a machine is no mistake.
 */
export async function openListeners(config: Config, means: Means): Promise<Listener[]> {
  const telnet = config.telnetPort === null ? null : await import("./src/telnet/listener.ts");
  const listeners: Listener[] = [];
  try {
    for (const open of wanted(config, { ...means, telnet })) listeners.push(...open());
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

/** With telnet's editor, which only those load who want it. */
interface AllMeans extends Means {
  readonly telnet: { readonly TelnetListener: typeof TelnetListener } | null;
}

function* wanted(config: Config, means: AllMeans): Generator<() => Listener[]> {
  const { host, port, tlsPort, telnetPort, webPort, webHost, maxLine } = config;
  const { certificates, telnet } = means;
  const at = (transport: Transport, asked: number) =>
    means.at?.find((one) => one.transport === transport)?.port ?? asked;
  const tcp = (place: Place) => listenPlain(config, { place, means });
  yield () => [tcp({ host, port: at("tcp", port) })];
  if (certificates !== null) {
    const place = { host, port: at("tls", tlsPort), flags: TLS_FLAGS };
    yield () => [withTls(tcp(place), { ...means, certificates, reach: reach("tls") })];
  }
  if (telnet !== null && telnetPort !== null) {
    const place = { host, port: at("telnet", telnetPort), flags: TELNET_FLAGS };
    yield () => [new telnet.TelnetListener(tcp(place), { maxLine })];
  }
  const hasWeb = means.at?.some(({ transport }) => transport === "websocket") ?? !config.noWeb;
  if (hasWeb) {
    const place = { host: webHost || host, port: at("websocket", webPort), flags: WEB_FLAGS };
    const open = () => listenWeb(config, { below: tcp(place), means });
    yield () => webPort === USUAL_WEB_PORT ? ifFree(open, means.log) : [open()];
  }
}

function ifFree(open: () => Listener, log: Log): Listener[] {
  try {
    return [open()];
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    log.warn("no web page", { why: error.message });
    return [];
  }
}

/** What every way in begins with: a port, and perhaps proxies in front of it. */
function listenPlain(
  { proxyProtocol }: Config,
  { place, means: { at, log } }: { place: Place; means: Means },
): Listener {
  const plain = listenTcp({ ...place, shared: at !== undefined });
  const proxies = networks(proxyProtocol);
  return proxies.length === 0 ? plain : listenProxied(plain, { proxies, clock, log });
}

function withTls(source: Listener, options: Omit<TlsOptions, "clock">): Listener {
  return listenTls(source, { ...options, clock });
}

function listenWeb(
  { webOrigin, webTls, trustProxy }: Config,
  { below, means: { certificates, log } }: { below: Listener; means: Means },
): Listener {
  const safe = webTls && certificates !== null
    ? withTls(below, { certificates, log, reach: reach("websocket") })
    : below;
  const proxies = networks(trustProxy);
  return new WebListener(safe, {
    clock,
    origins: listed(webOrigin),
    comerOf: (headers, connection) => comerOf(headers, connection, proxies),
  });
}

function reach(transport: Transport): (port: number) => string {
  return (port) => howToCome({ transport, port, encrypted: true });
}

function networks(text: string): Network[] {
  return listed(text).map(parseNetwork).filter((network) => network !== null);
}
