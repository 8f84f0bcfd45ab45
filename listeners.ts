// Opens the ports that the settings ask for. The one place, with the tests, that names concrete transports.

import { systemClock } from "./src/clock.ts";
import { type Config, listed } from "./src/config.ts";
import { originOf, parseNetwork } from "./src/network.ts";
import { TelnetListener } from "./src/telnet/listener.ts";
import { listenTcp, type PlaceFlags } from "./src/transport/tcp.ts";
import { WebListener } from "./src/transport/web.ts";
import type { Address, Listener, Transport } from "./src/transport.ts";

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

/** How several event loops of one process share their ports. */
export interface Sharing {
  /** Where the ports that were asked for as 0 are. */
  readonly at: readonly Listening[];
}

/** All listeners, the plain one first. Throws ChatError "cannot-listen", and has none open then. */
export function openListeners(config: Config, sharing?: Sharing): Listener[] {
  const listeners: Listener[] = [];
  try {
    for (const open of wanted(config, sharing)) listeners.push(open());
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

function* wanted(config: Config, sharing?: Sharing): Generator<() => Listener> {
  const shared = sharing !== undefined;
  const port = (transport: Transport, asked: number) =>
    sharing?.at.find((one) => one.transport === transport)?.port ?? asked;
  yield () => listenTcp({ host: config.host, port: port("tcp", config.port), shared });
  const { host, maxLine, telnetPort } = config;
  if (telnetPort !== null) {
    const place = { host, port: port("telnet", telnetPort), shared, flags: TELNET_FLAGS };
    yield () => new TelnetListener(listenTcp(place), { maxLine });
  }
  if (!config.noWeb) {
    yield () => listenWeb(config, { port: port("websocket", config.webPort), shared });
  }
}

function listenWeb(
  { host, webHost, webOrigin, trustProxy }: Config,
  where: { port: number; shared: boolean },
): Listener {
  const below = listenTcp({ ...where, host: webHost === "" ? host : webHost, flags: WEB_FLAGS });
  const proxies = listed(trustProxy).map(parseNetwork).filter((network) => network !== null);
  return new WebListener(below, {
    clock: systemClock,
    origins: listed(webOrigin),
    addressOf: (headers, address) =>
      originOf({ address, forwarded: headers.get("x-forwarded-for") }, proxies),
  });
}
