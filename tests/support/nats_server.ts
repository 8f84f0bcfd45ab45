// A real nats-server with JetStream, in a temporary folder of its own and on a port that it chose.

import { TextLineStream } from "@std/streams/text-line-stream";

/**
 * Registers tests that share a server, which `server` gives once they run. Where there is no nats-server they are
 * ignored; with CI=true in the environment that is a failure.
 */
export function withNats(register: (server: () => NatsServer) => void): void {
  if (!isInstalled()) return declareMissing();
  let server: NatsServer | undefined;
  Deno.test.beforeAll(async () => {
    server = await NatsServer.start();
  });
  Deno.test.afterAll(() => server?.[Symbol.asyncDispose]());
  register(() => {
    if (!server) throw new TypeError("NATS runs while tests do");
    return server;
  });
}

function isInstalled(): boolean {
  const path = Deno.env.get("PATH") ?? "";
  return path.split(":").some((folder) => {
    try {
      return Deno.statSync(`${folder}/nats-server`).isFile;
    } catch {
      return false;
    }
  });
}

function declareMissing(): void {
  const name = "Tests over NATS, ignored: nats-server is not installed";
  const fail = () => Promise.reject(new Error(name));
  if (Deno.env.get("CI") === "true") Deno.test(name, fail);
  else Deno.test.ignore(name, fail);
}

/** Clusters of tests, each with a name of its own. */
let clusters = 0;

export class NatsServer implements AsyncDisposable {
  readonly #folder: string;
  #child: Deno.ChildProcess;
  #port: number;

  private constructor(folder: string, { child, port }: { child: Deno.ChildProcess; port: number }) {
    this.#folder = folder;
    this.#child = child;
    this.#port = port;
  }

  /** `flags`: as nats-server takes them. */
  static async start(flags: readonly string[] = []): Promise<NatsServer> {
    const folder = await Deno.makeTempDir({ prefix: "netchat-nats-" });
    return new NatsServer(folder, await launch(folder, { port: -1, flags }));
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  /** A name that no other test of this server has. */
  newCluster(): string {
    return `test${++clusters}`;
  }

  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Kills it without warning. */
  async kill(): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.#child.status;
  }

  /** Starts it again after kill(), with what its folder holds, on the same port. */
  async restart(): Promise<void> {
    ({ child: this.#child, port: this.#port } = await launch(this.#folder, { port: this.#port }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

async function launch(
  folder: string,
  { port, flags = [] }: { readonly port: number; readonly flags?: readonly string[] },
) {
  const child = new Deno.Command("nats-server", {
    args: ["-js", "-sd", folder, "-a", "127.0.0.1", "-p", String(port), ...flags],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = child.stderr.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
  const ready = Promise.withResolvers<number>();
  listen(lines, ready.resolve).then(() => ready.reject(new Error("nats-server ended at once")));
  return { child, port: await ready.promise };
}

/** Reads its log to the end, so that it never waits for us. */
async function listen(lines: ReadableStream<string>, found: (port: number) => void): Promise<void> {
  let port = 0;
  for await (const line of lines) {
    port = Number(/client connections on [\d.]+:(\d+)/.exec(line)?.[1] ?? port);
    if (line.includes("Server is ready")) found(port);
  }
}
