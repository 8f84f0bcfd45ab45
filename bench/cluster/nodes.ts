// A NATS of the benchmark's own, and netchat's nodes over it, or one server that is alone.

import { ServerChild } from "../child.ts";
import type { Ready } from "../peers.ts";
import { freePort, wait } from "../tool.ts";

/** How long a node has to become known to the others, in milliseconds. */
const SETTLE_MS = 300;

export class Nats implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  #server: ServerChild;

  private constructor(folder: string, server: ServerChild) {
    this.#folder = folder;
    this.#server = server;
    this.port = server.port;
  }

  static async start(folder: string): Promise<Nats> {
    return new Nats(folder, await launch(folder, freePort()));
  }

  get pid(): number {
    return this.#server.pid;
  }

  async kill(): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }

  async restart(): Promise<void> {
    this.#server = await launch(this.#folder, this.port);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}

function launch(folder: string, port: number): Promise<ServerChild> {
  const flags = ["-js", "-sd", folder, "-a", "127.0.0.1", "-p", String(port)];
  return ServerChild.start(["nats-server", ...flags], { port, core: null });
}

export interface Nodes extends AsyncDisposable {
  readonly servers: readonly ServerChild[];
}

/** `count` nodes of a chat of that name; without `nats`, servers that know nothing of each other. */
export async function startNodes(
  netchat: Ready,
  { nats, cluster, count }: { nats: Nats | null; cluster: string; count: number },
): Promise<Nodes> {
  const servers: ServerChild[] = [];
  for (let n = 0; n < count; n++) {
    const port = freePort();
    const over = nats ? ["--nats", `nats://127.0.0.1:${nats.port}`, "--cluster", cluster] : [];
    const command = [...netchat.command(port), ...over];
    servers.push(await ServerChild.start(command, { port, core: null }));
  }
  await wait(SETTLE_MS);
  return {
    servers,
    async [Symbol.asyncDispose]() {
      for (const server of servers) await server[Symbol.asyncDispose]();
    },
  };
}

/** Seconds of CPU that a process has used. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
