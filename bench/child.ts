// Processes of the benchmark: as many files open as the system allows, a core of their own if there is
// taskset, and an end that does not wait for them. Only what was started here is ever killed, by its pid.

import { outputOf, wait } from "./tool.ts";

/** How long a server may take until it listens, in milliseconds. */
const START_MS = 15_000;

/** Which core each side has to itself. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

/** Whether processes can be bound to a core, and there are two to bind to. */
export async function canPin(): Promise<boolean> {
  const pinned = (core: number) => outputOf("taskset", ["-c", String(core), "true"]);
  return await pinned(SERVER_CORE) !== null && await pinned(LOAD_CORE) !== null;
}

const running = new Set<Deno.ChildProcess>();

export interface ChildOptions {
  /** null leaves it to the system. */
  readonly core: number | null;
  /** Whether its output is wanted. */
  readonly piped?: boolean;
}

/** Starts `command` with the limits that 8,000 connections need; its pid is the command's own. */
export function spawn(
  command: readonly string[],
  { core, piped = false }: ChildOptions,
): Deno.ChildProcess {
  const pin = core === null ? [] : ["taskset", "-c", String(core)];
  const child = new Deno.Command("bash", {
    args: ["-c", 'ulimit -n "$(ulimit -Hn)"; exec "$@"', "bash", ...pin, ...command],
    stdin: "null",
    stdout: piped ? "piped" : "null",
    stderr: piped ? "piped" : "null",
  }).spawn();
  running.add(child);
  child.status.then(() => running.delete(child));
  return child;
}

/** Ends what was started and still runs. */
export function killChildren(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** A server under measurement. */
export class ServerChild implements AsyncDisposable {
  readonly port: number;
  readonly #child: Deno.ChildProcess;
  #ended = false;

  private constructor(child: Deno.ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    child.status.then(() => this.#ended = true);
  }

  /** Starts it and waits until it listens on `port`. */
  static async start(
    command: readonly string[],
    { port, core, look = LOOK }: { port: number; core: number | null; look?: Look },
  ): Promise<ServerChild> {
    const server = new ServerChild(spawn(command, { core }), port);
    for (let ms = 0; ms < START_MS && !server.ended; ms += look.everyMs) {
      if (await look.listens(port)) return server;
      await wait(look.everyMs);
    }
    await server[Symbol.asyncDispose]();
    throw new Error(`"${command[0]}" does not listen`);
  }

  get pid(): number {
    return this.#child.pid;
  }

  get ended(): boolean {
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.#child.kill("SIGKILL");
    await this.#child.status;
  }
}

/** How it is found out whether a server listens. */
export interface Look {
  listens(port: number): Promise<boolean>;
  readonly everyMs: number;
}

/** Looks at the kernel's table: a connect would be a client, and there are servers that it upsets. */
async function listens(port: number): Promise<boolean> {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const table = await Deno.readTextFile("/proc/net/tcp");
  return new RegExp(`^ *\\d+: ${local} \\S+ 0A `, "m").test(table);
}

const LOOK: Look = { listens, everyMs: 50 };
