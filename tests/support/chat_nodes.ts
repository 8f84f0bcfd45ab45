// Servers of one chat over one NATS, each a process.

import { Client } from "./client.ts";
import { NatsServer } from "./nats_server.ts";
import { type Build, ServerProcess } from "./server_process.ts";

export class ChatNodes implements AsyncDisposable {
  readonly nats: NatsServer;
  readonly nodes: ServerProcess[] = [];

  readonly #build: Build;

  private constructor(nats: NatsServer, build: Build) {
    this.nats = nats;
    this.#build = build;
  }

  static async start(count: number, build: Build = "source"): Promise<ChatNodes> {
    const cluster = new ChatNodes(await NatsServer.start(), build);
    for (let n = 1; n <= count; n++) await cluster.add(`node${n}`);
    return cluster;
  }

  async add(name: string): Promise<ServerProcess> {
    const flags = ["--nats", this.nats.url, "--node-name", name, "--burst", "0", "--admin", "anna"];
    const node = await ServerProcess.start(this.#build, flags);
    this.nodes.push(node);
    return node;
  }

  /** Somebody with nc on the `n`th node, under this name. */
  async enter(n: number, name: string): Promise<Client> {
    const client = Client.run("nc", ["127.0.0.1", `${this.nodes[n - 1]?.port}`]);
    await client.name();
    await client.say(`/nick ${name}`);
    await client.line(`* You are now ${name}`);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const node of this.nodes) await node[Symbol.asyncDispose]();
    await this.nats[Symbol.asyncDispose]();
  }
}
