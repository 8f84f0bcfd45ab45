// A real netchat process on a free port, from source or from the compiled binary, and its log.

import { TextLineStream } from "@std/streams/text-line-stream";
import project from "../../deno.json" with { type: "json" };
import { Client, type ConnectOptions, within } from "./client.ts";
import type { KvPlace } from "./kv_place.ts";

export type Build = "source" | "binary";
export const BUILDS: readonly Build[] = ["source", "binary"];

/** The repository. */
export const ROOT = new URL("../../", import.meta.url);
/** What `deno task compile` makes. */
export const BINARY = new URL(Deno.build.os === "windows" ? "netchat.exe" : "netchat", ROOT);

/** What `deno task start` runs, but for the module: the network and nothing else. */
export const SANDBOXED_RUN = project.tasks.start.command.split(" ").slice(1, -1);

/** Keeps history in memory: all servers from source would share one database. */
const FORGET = ["--store", "memory"];

/**
 * The command that starts netchat: the program and its first arguments. From source with a `place` it has
 * the Deno KV that belongs there; `place` null stands for the store that is the default.
 */
export function launch(
  build: Build,
  place?: KvPlace | null,
): { program: string; args: string[] } {
  const store = place === undefined ? FORGET : [];
  if (build === "binary") return { program: toPath(BINARY), args: store };
  const [run = "", ...permissions] = SANDBOXED_RUN;
  const location = place ? ["--location", place.location] : [];
  const main = toPath(new URL("main.ts", ROOT));
  return { program: Deno.execPath(), args: [run, ...location, ...permissions, main, ...store] };
}

export interface StartOptions {
  /** Where Deno KV keeps history, from source; in memory if not given. */
  readonly place?: KvPlace;
  readonly host?: string;
  /** Whether it has a web port, a free one. */
  readonly web?: boolean;
  /** One that has ended, to come after at the same ports. */
  readonly after?: Pick<ServerProcess, "port" | "webPort">;
  /** File descriptors the process may hold. */
  readonly openFiles?: number;
  /** What is piped in. */
  readonly input?: string;
  /** What its environment has besides ours. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Free ports. */
const ANYWHERE = { port: 0, webPort: 0 };

export type LogRecord = Readonly<Record<string, unknown>>;

export class ServerProcess implements AsyncDisposable {
  readonly port: number;
  /** Of each of these, 0 if it has none. */
  readonly opsPort: number;
  readonly tlsPort: number;
  readonly webPort: number;
  readonly pid: number;
  readonly #child: Deno.ChildProcess;
  readonly #log: LogReader;

  private constructor(child: Deno.ChildProcess, log: LogReader, listening: LogRecord) {
    this.#child = child;
    this.#log = log;
    this.port = portOf(listening.chat);
    this.opsPort = portOf(listening.ops);
    this.tlsPort = portOf(listening.tls);
    this.webPort = portOf(listening.web);
    this.pid = child.pid;
  }

  /** Starts netchat with `flags` on a free port, of 127.0.0.1 if not told otherwise, and waits until it listens. */
  static async start(
    build: Build,
    flags: readonly string[] = [],
    options: StartOptions = {},
  ): Promise<ServerProcess> {
    const { host = "127.0.0.1", openFiles, place, input, web = false, after = ANYWHERE } = options;
    const { env = {} } = options;
    const { program, args } = limited(launch(build, place), openFiles);
    const webPort = web ? ["--web-port", `${after.webPort}`] : ["--no-web"];
    const ports = ["--port", `${after.port}`, ...webPort];
    const child = new Deno.Command(program, {
      args: [...args, ...ports, "--host", host, "--log", "json", ...flags],
      env,
      stdin: input === undefined ? "null" : "piped",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    if (input !== undefined) {
      await ReadableStream.from([input]).pipeThrough(new TextEncoderStream()).pipeTo(child.stdin);
    }
    const log = new LogReader(child.stderr);
    const listening = await log.until("listening");
    return new ServerProcess(child, log, listening);
  }

  /** Log records so far, as parsed from JSON. */
  get log(): readonly LogRecord[] {
    return this.#log.records;
  }

  /** A bare TCP connection to it. */
  connect(options?: ConnectOptions): Promise<Client> {
    return Client.connect(this.port, options);
  }

  /** A connection that is let in at once. */
  enter(options?: ConnectOptions): Promise<Client> {
    return Client.enter(this.port, options);
  }

  /** Resolves to the first log record of that event, past or to come, that `test` accepts. */
  logged(event: string, test?: (record: LogRecord) => boolean): Promise<LogRecord> {
    return this.#log.until(event, test);
  }

  /** Sends a signal to the process. */
  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Resolves to the exit status. */
  async exited(): Promise<Deno.CommandStatus> {
    const ended = Promise.all([this.#child.status, this.#log.done]);
    const [status] = await within(ended, { what: "The exit", soFar: () => this.log.slice(-20) });
    return status;
  }

  /** Ends the process. Throws if a bug was logged, or anything that is no log record. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.exited();
    const bugs = this.log.filter(({ event, level }) => event === "raw" || level === "error");
    if (bugs.length > 0) {
      throw new Error(`The server met a bug: ${JSON.stringify(bugs.slice(0, 3))}`);
    }
  }
}

/** Of a place in the start record. */
function portOf(place: unknown): number {
  return (place as { port: number } | undefined)?.port ?? 0;
}

/** Reads a JSON log as it is written. */
class LogReader {
  readonly records: LogRecord[] = [];
  readonly done: Promise<void>;
  #watchers: (() => void)[] = [];
  #ended = false;

  constructor(stderr: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.done = this.#read(stderr);
  }

  until(event: string, test: (record: LogRecord) => boolean = () => true): Promise<LogRecord> {
    const what = `The log record "${event}"`;
    return within(this.#until(event, test), { what, soFar: () => this.records.slice(-20) });
  }

  async #until(event: string, test: (record: LogRecord) => boolean): Promise<LogRecord> {
    for (let next = 0;; next++) {
      while (next >= this.records.length) await this.#more();
      const record = this.records[next];
      if (record?.event === event && test(record)) return record;
    }
  }

  /** Resolves when something is logged. */
  #more(): Promise<void> {
    const soFar = JSON.stringify(this.records.slice(-20));
    if (this.#ended) throw new Error(`The server ended, and its log with it: ${soFar}`);
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  async #read(stderr: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const lines = stderr.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
    for await (const line of lines) {
      this.records.push(line.startsWith("{") ? JSON.parse(line) : { event: "raw", line });
      this.#notify();
    }
    this.#ended = true;
    this.#notify();
  }

  #notify(): void {
    for (const resolve of this.#watchers.splice(0)) resolve();
  }
}

/** The same command, in a process that may not open many files. */
function limited(
  command: { program: string; args: string[] },
  openFiles: number | undefined,
): { program: string; args: string[] } {
  if (openFiles === undefined) return command;
  // Deno would read extra certificates late, and warn when it cannot.
  const script = `unset NODE_EXTRA_CA_CERTS DENO_CERT; ulimit -n ${openFiles}; exec "$0" "$@"`;
  return { program: "bash", args: ["-c", script, command.program, ...command.args] };
}

/** A file URL as a path for programs. */
export function toPath(url: URL): string {
  return decodeURIComponent(url.pathname);
}
