// One table of settings: flag, default, unit, help line. The command line, --config-stdin, their errors and
// --help all come from it. How a value is read is in setting.ts.

import { parseClusterWord, parseNatsUrls } from "./cluster_settings.ts";
import { parseName, parseRoom } from "./name.ts";
import { parseNetwork } from "./network.ts";
import { printable, sanitize } from "./sanitize.ts";
import { bad, MAX_PORT, NO_PORT, number, type Setting, text } from "./setting.ts";

export interface Config {
  readonly port: number;
  readonly host: string;
  /** null: there is none. */
  readonly telnetPort: number | null;
  /** Opened if there is a certificate. */
  readonly tlsPort: number;
  readonly tlsStdin: boolean;
  readonly tlsSelfSigned: boolean;
  /** Addresses and networks, with commas between them. */
  readonly proxyProtocol: string;
  readonly webPort: number;
  /** "": as host. */
  readonly webHost: string;
  readonly noWeb: boolean;
  readonly webTls: boolean;
  /** Origins, with commas between them. */
  readonly webOrigin: string;
  readonly noWebRead: boolean;
  /** Addresses and networks of proxies, with commas between them. */
  readonly trustProxy: string;
  readonly lobby: string;
  readonly motd: string;
  readonly history: number;
  readonly replay: number;
  readonly rate: number;
  readonly burst: number;
  readonly maxLine: number;
  readonly maxConnections: number;
  readonly maxPerIp: number;
  readonly maxAttempts: number;
  readonly maxRooms: number;
  readonly maxRoomsPerUser: number;
  /** Minutes. */
  readonly idleTimeout: number;
  readonly maxBacklog: number;
  readonly workers: number;
  /** Names of accounts, with commas between them. */
  readonly admin: string;
  readonly requireLogin: boolean;
  readonly store: StoreChoice;
  /** The database's file; "" for where Deno keeps it. */
  readonly kvPath: string;
  /** URLs with commas between them, passwords included; "" for a server of its own. */
  readonly nats: string;
  readonly natsCredsStdin: boolean;
  readonly natsReplicas: number;
  readonly cluster: string;
  /** "" for one that is made up. */
  readonly nodeName: string;
  readonly log: LogFormat;
  readonly logLevel: LogLevel;
  readonly logAnonymous: boolean;
  /** null: no such port. */
  readonly opsPort: number | null;
  readonly opsHost: string;
  readonly opsTokenStdin: boolean;
  readonly configStdin: boolean;
}

export type StoreChoice = "kv" | "memory";

export type LogFormat = "pretty" | "json" | "off";

export type LogLevel = "debug" | "info" | "warn" | "error";

const MEBIBYTE = 1024 * 1024;

/** Many programs want this one; netchat does without a page where another has it. */
export const USUAL_WEB_PORT = 8080;

const SETTINGS = {
  port: {
    ...number(5000, 0, MAX_PORT),
    flag: "port",
    letter: "p",
    help: "TCP port; 0 takes a free one",
  },
  host: { ...text("0.0.0.0", parseHost), flag: "host", help: "address to listen on" },
  tlsPort: {
    ...number(5001, 0, MAX_PORT),
    flag: "tls-port",
    help: "port for chat over TLS, open if there is a certificate",
  },
  tlsStdin: {
    type: "switch",
    value: false,
    flag: "tls-stdin",
    help: "take the certificate from standard input: PEM, chain and key",
  },
  tlsSelfSigned: {
    type: "switch",
    value: false,
    flag: "tls-self-signed",
    help: "make a certificate in memory, and show its fingerprint",
  },
  telnetPort: {
    ...NO_PORT,
    flag: "telnet-port",
    help: "port for telnet clients, whose lines are edited here",
  },
  webPort: {
    ...number(USUAL_WEB_PORT, 0, MAX_PORT),
    flag: "web-port",
    help: "port of the page, the WebSocket and what curl reads; 0 takes a free one",
  },
  webHost: {
    ...text("", parseHost),
    flag: "web-host",
    help: "address to listen on for those, if not that of --host",
  },
  noWeb: { type: "switch", value: false, flag: "no-web", help: "have no web port" },
  webTls: {
    type: "switch",
    value: false,
    flag: "web-tls",
    help: "https and wss on the web port, instead of http and ws",
  },
  webOrigin: {
    ...text("", parseOrigins),
    flag: "web-origin",
    help: "other sites whose pages may chat here, as in https://example.com",
  },
  noWebRead: {
    type: "switch",
    value: false,
    flag: "no-web-read",
    help: "let nobody read rooms without coming in, as curl does",
  },
  trustProxy: {
    ...text("", parseNetworks),
    flag: "trust-proxy",
    help: "proxies that may say who comes through them, as in 127.0.0.1,10.0.0.0/8",
  },
  proxyProtocol: {
    ...text("", parseNetworks),
    flag: "proxy-protocol",
    help: "proxies that say by PROXY whose connection it is, as in 127.0.0.1,10.0.0.0/8",
  },
  lobby: { ...text("#lobby", parseRoom), flag: "lobby", help: "room that newcomers enter" },
  motd: { ...text("", sanitize), flag: "motd", help: "message of the day, shown on connecting" },
  history: { ...number(100, 0, 10_000), flag: "history", help: "lines that each room keeps" },
  replay: { ...number(10, 0, 1000), flag: "replay", help: "lines shown on entering a room" },
  rate: { ...number(5, 0.1, 1e6), flag: "rate", help: "lines per second from one connection" },
  burst: {
    ...number(20, 0, 1e6),
    flag: "burst",
    help: "lines at once before --rate; 0 = no limit",
  },
  maxLine: { ...number(4096, 64, 32_768), flag: "max-line", help: "longest line, in bytes" },
  maxConnections: {
    ...number(10_000, 1, 1e6),
    flag: "max-connections",
    help: "connections at once",
  },
  maxPerIp: {
    ...number(100, 0, 1e6),
    flag: "max-per-ip",
    help: "of them from one address (IPv6: /64); 0 = no limit; loopback is exempt",
  },
  maxAttempts: {
    ...number(300, 0, 1e6), // three times --max-per-ip: an office may come back at once, and again
    flag: "max-attempts",
    help: "of them in a minute from one address, as above; 0 = no limit",
  },
  maxRooms: {
    ...number(10_000, 1, 1e6), // each costs memory, and its past with it
    flag: "max-rooms",
    help: "rooms at once",
  },
  maxRoomsPerUser: {
    ...number(50, 1, 1000), // so that nobody alone makes them all
    flag: "max-rooms-per-user",
    help: "rooms that one user may be in at once",
  },
  idleTimeout: {
    ...number(0, 0, 10_080), // up to a week
    flag: "idle-timeout",
    help: "minutes that a guest may say nothing; 0 = no limit",
  },
  maxBacklog: {
    ...number(256 * 1024, 16_384, 64 * MEBIBYTE),
    flag: "max-backlog",
    help: "unsent bytes before a slow reader is cut",
  },
  workers: { ...number(1, 1, 64), flag: "workers", help: "event loops that share the port" },
  admin: {
    ...text("", parseNames),
    flag: "admin",
    help: "registered names that are admins everywhere, as in anna,bob",
  },
  requireLogin: {
    type: "switch",
    value: false,
    flag: "require-login",
    help: "let nobody in without an account",
  },
  store: {
    type: "choice",
    value: "kv",
    choices: ["kv", "memory"],
    flag: "store",
    help: "where accounts and history are kept: Deno KV, or memory until the end",
  },
  kvPath: {
    ...text(""),
    flag: "kv-path",
    help: "file of the Deno KV, if netchat is given the permission for it; never needed",
  },
  nats: {
    ...text("", parseNatsUrls),
    flag: "nats",
    help: "where NATS is, to be one chat with all who use it: URL[,URL...]",
  },
  natsCredsStdin: {
    type: "switch",
    value: false,
    flag: "nats-creds-stdin",
    help: "read the credentials for NATS from standard input",
  },
  natsReplicas: {
    ...number(1, 1, 5),
    flag: "nats-replicas",
    help: "servers of a NATS cluster that keep each message",
  },
  cluster: {
    ...text("netchat", parseClusterWord),
    flag: "cluster",
    help: "name of this chat among those that share a NATS",
  },
  nodeName: {
    ...text("", parseClusterWord),
    flag: "node-name",
    help: "what /nodes calls this server; made up if not given",
  },
  log: {
    type: "choice",
    value: "pretty",
    choices: ["pretty", "json", "off"],
    flag: "log",
    help: "log format",
  },
  logLevel: {
    type: "choice",
    value: "info",
    choices: ["debug", "info", "warn", "error"],
    flag: "log-level",
    help: "log this and what is worse",
  },
  logAnonymous: {
    type: "switch",
    value: false,
    flag: "log-anonymous",
    help: "cut addresses in the log: IPv4 to /24, IPv6 to /48",
  },
  opsPort: {
    ...NO_PORT,
    flag: "ops-port",
    help: "port for metrics and health, as in 9090; 0 takes a free one",
  },
  opsHost: {
    ...text("127.0.0.1", parseHost),
    flag: "ops-host",
    help: "address that --ops-port listens on",
  },
  opsTokenStdin: {
    type: "switch",
    value: false,
    flag: "ops-token-stdin",
    help: "take the first line of standard input as the token for changes on --ops-port",
  },
  configStdin: {
    type: "switch",
    value: false,
    flag: "config-stdin",
    help: "take settings from standard input: JSON with the names of the flags, which win",
  },
} as const satisfies Record<keyof Config, Setting>;

/** The table, row by row. */
export const SETTINGS_IN_ORDER = Object.entries(SETTINGS) as [keyof Config, Setting][];

function parseNames(names: string): string {
  return names.split(",").filter((name) => name !== "").map((name) => parseName(name)).join(",");
}

function parseOrigins(origins: string): string {
  return listed(origins).map((origin) => {
    if (URL.canParse(origin) && new URL(origin).origin === origin.toLowerCase()) return origin;
    throw bad(`"${printable(origin)}" is no origin; use one like https://example.com`);
  }).join(",").toLowerCase();
}

function parseNetworks(networks: string): string {
  return listed(networks).map((network) => {
    if (parseNetwork(network) !== null) return network;
    throw bad(`"${printable(network)}" is no address or network; use one like 10.0.0.0/8 or ::1`);
  }).join(",");
}

/** What stands between the commas. */
export function listed(text: string): string[] {
  return text.split(",").map((one) => one.trim()).filter((one) => one !== "");
}

function parseHost(host: string): string {
  if (/^[\w.:%-]+$/.test(host)) return host;
  throw bad(`"${printable(host)}" is no address; use one like 0.0.0.0, ::1 or localhost`);
}
