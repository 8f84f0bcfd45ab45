// What netchat prints of itself: the start line, its version, and the certificate that it shows.

import project from "./deno.json" with { type: "json" };
import type { Listening } from "./listeners.ts";
import type { Ops } from "./operate.ts";
import type { Certificate } from "./src/certificate.ts";
import { systemClock as clock } from "./src/clock.ts";
import type { Config } from "./src/config.ts";
import { ChatError } from "./src/errors.ts";
import type { Log } from "./src/log.ts";
import { describeSandbox } from "./src/sandbox.ts";
import { printable } from "./src/sanitize.ts";
import type { Address } from "./src/transport.ts";

const NAME = `netchat ${project.version}`;

/** What this process is made of. */
export const BUILD = {
  version: project.version,
  deno: Deno.version.deno,
  target: Deno.build.target,
};

/** What the start line and the log call each transport's port. */
const PORTS: Readonly<Record<Listening["transport"], string>> = {
  tcp: "chat",
  tls: "tls",
  telnet: "telnet",
  websocket: "web",
};

const DAY_MS = 86_400_000;
/** A certificate that ends within so many days is warned of at the start. */
const WARN_DAYS = 14;

/** What there is to tell. */
export interface Started {
  readonly log: Log;
  readonly listening: readonly Listening[];
  /** Where history is kept. */
  readonly keeps: string;
  readonly ops: Ops | null;
  /** null without TLS. */
  readonly certificate: Certificate | null;
}

/** A log in JSON gets records, and everybody else lines. What cannot be printed keeps nobody from chatting. */
export function announce(config: Config, started: Started): void {
  if (config.log === "json") record(config, started);
  else tryToPrint(lines(config, started), started.log);
  const { log, certificate, ops } = started;
  const days = certificate && Math.floor((certificate.notAfter - clock.now()) / DAY_MS);
  if (days !== null && days < WARN_DAYS) {
    log.warn("certificate ends soon", { days, advice: "get a new one" });
  }
  if (ops?.token) tryToPrint([`ops token: ${ops.token}`], log);
}

function record({ kvPath }: Config, { log, keeps, certificate, ...started }: Started): void {
  const { version } = project;
  const how = { version, history: keeps, sandbox: describeSandbox(kvPath) };
  log.info("listening", { ...Object.fromEntries(ports(started)), ...how });
  if (certificate === null) return;
  const { fingerprint } = certificate;
  log.info("certificate", { fingerprint, until: day(certificate) });
}

function lines(config: Config, { keeps, certificate, ...started }: Started): string[] {
  const where = ports(started).map((port) => describePort(port, config)).join(" · ");
  const sandbox = describeSandbox(config.kvPath);
  const start = `${NAME} · ${where} · accounts and history: ${keeps} · sandbox: ${sandbox}`;
  if (certificate === null) return [start];
  const { fingerprint } = certificate;
  return [start, `TLS certificate: SHA-256 ${fingerprint}, good until ${day(certificate)}`];
}

function day({ notAfter }: Certificate): string {
  return new Date(notAfter).toISOString().slice(0, 10);
}

function ports({ listening, ops }: Pick<Started, "listening" | "ops">): [string, Address][] {
  const all = listening.map(({ transport, ...address }): [string, Address] => [
    PORTS[transport],
    address,
  ]);
  return ops ? [...all, ["ops", ops.address]] : all;
}

function describePort([name, { host, port }]: [string, Address], { webTls }: Config): string {
  const place = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  if (name === "ops") return `${name} on http://${place}`;
  if (name !== PORTS.websocket) return `${name} on ${place}`;
  const anywhere = host === "0.0.0.0" || host === "::"; // which is no address to open
  return `${name} on ${webTls ? "https" : "http"}://${anywhere ? `localhost:${port}` : place}`;
}

function tryToPrint(lines: readonly string[], log: Log): void {
  for (const line of lines) {
    try {
      print(line);
    } catch (error) {
      log.warn("start line not printed", { error: String(error), line });
    }
  }
}

/** For --version. */
export function describeVersion(): string {
  const { deno, target } = BUILD;
  return `${NAME} (Deno ${deno}, ${target}, sandbox: ${describeSandbox()})`;
}

/** Throws ChatError "cannot-print", as onto a full disk. */
export function print(text: string): void {
  try {
    console.log(text);
  } catch (error) {
    throw new ChatError("cannot-print", `Cannot print to standard output: ${reasonOf(error)}`);
  }
}

/** What was thrown, in quotes. */
export function reasonOf(error: unknown): string {
  return `"${printable(error instanceof Error ? error.message : String(error), 200)}"`;
}
