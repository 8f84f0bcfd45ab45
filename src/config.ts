// One table of settings: flag, default, unit, help line. The command line, its errors and --help all
// come from it. Reads no file and no environment: the sandbox has neither.

import { parseArgs } from "@std/cli/parse-args";
import { parseClusterWord, parseNatsUrls } from "./cluster_settings.ts";
import { ChatError } from "./errors.ts";
import { parseName, parseRoom } from "./name.ts";
import { nearest } from "./nearest.ts";
import { parseNetwork } from "./network.ts";
import { printable, sanitize } from "./sanitize.ts";

export interface Config {
  readonly port: number;
  readonly host: string;
  /** null: there is none. */
  readonly telnetPort: number | null;
  readonly webPort: number;
  /** "": as host. */
  readonly webHost: string;
  readonly noWeb: boolean;
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
}

export type StoreChoice = "kv" | "memory";

export type LogFormat = "pretty" | "json" | "off";

interface NumberSetting {
  readonly type: "number";
  /** null: off unless it is given. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
}

interface TextSetting {
  readonly type: "text";
  readonly value: string;
  /** Returns the value as it will be used, or throws a ChatError. */
  readonly parse: (text: string) => string;
}

interface ChoiceSetting {
  readonly type: "choice";
  readonly value: string;
  readonly choices: readonly string[];
}

/** On if its flag is given. */
interface SwitchSetting {
  readonly type: "switch";
  readonly value: false;
}

type Setting = (NumberSetting | TextSetting | ChoiceSetting | SwitchSetting) & {
  readonly flag: string;
  readonly letter?: string;
  readonly help: string;
};

const MEBIBYTE = 1024 * 1024;

function number(value: number | null, min: number, max: number): NumberSetting {
  return { type: "number", value, min, max };
}

function text(value: string, parse = (text: string) => text): TextSetting {
  return { type: "text", value, parse };
}

const SETTINGS = {
  port: {
    ...number(5000, 0, 65535),
    flag: "port",
    letter: "p",
    help: "TCP port; 0 takes a free one",
  },
  host: { ...text("0.0.0.0", parseHost), flag: "host", help: "address to listen on" },
  telnetPort: {
    ...number(null, 0, 65535),
    flag: "telnet-port",
    help: "port for telnet clients, whose lines are edited here; none unless given",
  },
  webPort: {
    ...number(8080, 0, 65535),
    flag: "web-port",
    help: "port of the page, the WebSocket and what curl reads; 0 takes a free one",
  },
  webHost: {
    ...text("", parseHost),
    flag: "web-host",
    help: "address to listen on for those, if not that of --host",
  },
  noWeb: { type: "switch", value: false, flag: "no-web", help: "have no web port" },
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
} as const satisfies Record<keyof Config, Setting>;

const ENTRIES = Object.entries(SETTINGS) as [keyof Config, Setting][];
const FLAGS = [...ENTRIES.map(([, setting]) => setting.flag), "help", "version"];

export type CommandLine =
  | { readonly action: "run"; readonly config: Config }
  | { readonly action: "help" | "version" };

/** Reads the command line. Throws ChatError "bad-setting" with a line that says what to do. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  for (const arg of args) refuseValueOfSwitch(arg);
  const parsed = parseArgs(args, {
    string: flagsOf((setting) => setting.type !== "switch"),
    boolean: [...flagsOf((setting) => setting.type === "switch"), "help", "version"],
    alias: { help: "h", version: "V", port: "p" },
    collect: flagsOf((setting) => setting.type !== "switch"),
    unknown: refuse,
  });
  for (const stray of parsed._) refuse(String(stray)); // what stood after "--"
  if (parsed.help) return { action: "help" };
  if (parsed.version) return { action: "version" };
  const values = ENTRIES.map(([key, setting]) => [key, read(setting, parsed[setting.flag])]);
  return { action: "run", config: Object.fromEntries(values) as Config };
}

/** parseArgs would take any value for yes. */
function refuseValueOfSwitch(arg: string): void {
  const [, flag = "", value = ""] = /^--([^=]+)=(.*)$/s.exec(arg) ?? [];
  if (!flagsOf((setting) => setting.type === "switch").includes(flag)) return;
  throw bad(`--${flag} takes no value, not even "${printable(value)}": give it or leave it out`);
}

function flagsOf(which: (setting: Setting) => boolean): string[] {
  return ENTRIES.filter(([, setting]) => which(setting)).map(([, setting]) => setting.flag);
}

function refuse(arg: string, key?: string): never {
  if (key === undefined) {
    throw bad(`Unexpected argument "${printable(arg)}": netchat takes flags only, see --help`);
  }
  if (/^-\d/.test(arg)) throw bad(`No flag takes a number below zero, as "${printable(arg)}"`);
  const guess = nearest(arg.replace(/^-+(no-)?|=.*$/gs, ""), FLAGS);
  const hint = guess ? `did you mean --${guess}? See --help` : "--help lists all";
  throw bad(`Unknown flag "${printable(arg)}": ${hint}`);
}

function read(setting: Setting, given: unknown): string | number | boolean | null {
  if (setting.type === "switch") return given === true;
  const values = given as string[] | undefined;
  if (!values || values.length === 0) return setting.value;
  const [value = "", second] = values;
  if (second !== undefined) throw bad(`--${setting.flag} was given twice: give it once`);
  switch (setting.type) {
    case "number":
      return readNumber(setting, value);
    case "choice":
      if (setting.choices.includes(value)) return value;
      throw bad(`--${setting.flag} takes ${setting.choices.join(", ")}, not "${printable(value)}"`);
    case "text":
      return readText(setting, value);
  }
}

function readNumber(setting: NumberSetting & { flag: string }, value: string): number {
  const result = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
  const fits = result >= setting.min && result <= setting.max;
  const whole = Number.isInteger(result) || !Number.isInteger(setting.min);
  if (fits && whole) return result;
  const range = `a ${
    Number.isInteger(setting.min) ? "whole number" : "number"
  } from ${setting.min} to ${setting.max}`;
  throw bad(`--${setting.flag} takes ${range}, not "${printable(value)}"`);
}

function readText(setting: TextSetting & { flag: string }, value: string): string {
  try {
    return setting.parse(value);
  } catch (error) {
    if (error instanceof ChatError) throw bad(`--${setting.flag}: ${error.message}`);
    throw error;
  }
}

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

function bad(message: string): ChatError {
  return new ChatError("bad-setting", message);
}

/** What --help prints. */
export function usage(): string {
  const rows = ENTRIES.map(([, setting]) => [signature(setting), describe(setting)]);
  rows.push(["--help, -h", "show this"], ["--version, -V", "show the version"]);
  const width = Math.max(...rows.map(([flag = ""]) => flag.length));
  return [
    "netchat: a chat server for nc, ncat and telnet",
    "",
    "Usage: netchat [flags]        then, from any terminal: nc HOST 5000",
    "",
    ...rows.map(([flag = "", help]) => `  ${flag.padEnd(width)}  ${help}`),
    "",
  ].join("\n");
}

function signature(setting: Setting): string {
  if (setting.type === "switch") return `--${setting.flag}`;
  const value = setting.type === "choice"
    ? setting.choices.join("|")
    : setting.type === "number"
    ? "N"
    : "TEXT";
  return `--${setting.flag} ${value}${setting.letter ? `, -${setting.letter}` : ""}`;
}

function describe(setting: Setting): string {
  return setting.value === "" || setting.value === null || setting.type === "switch"
    ? setting.help
    : `${setting.help} (${setting.value})`;
}
