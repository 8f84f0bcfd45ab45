// Behind HAProxy, as docs/tls.md has it: clients are known by the address they come from, over both versions of
// the PROXY protocol, in plain text and in TLS.

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { PEM } from "../support/certificates.ts";
import { Client } from "../support/client.ts";
import { fencedBlock, readDoc } from "../support/docs.ts";
import { type LogRecord, ServerProcess } from "../support/server_process.ts";
import { scenario, shared } from "./scenario.ts";

const FLAGS = ["--proxy-protocol", "127.0.0.1", "--tls-port", "0", "--tls-stdin", "--replay", "0"];
const server = shared(FLAGS, { input: PEM });

/** Where a client comes from: all of 127.0.0.0/8 is this machine's. */
const CLIENT = "127.0.0.9";

/** HAProxy with the configuration of the docs, in front of a port. */
class Proxy implements AsyncDisposable {
  readonly port: number;
  readonly #child: Deno.ChildProcess;
  readonly #file: string;

  private constructor(child: Deno.ChildProcess, port: number, file: string) {
    this.#child = child;
    this.port = port;
    this.#file = file;
  }

  static async start(behind: number, header: string): Promise<Proxy> {
    const port = freePort();
    const lines = fencedBlock(await readDoc("docs/tls.md"), "```haproxy");
    const config = lines.join("\n").replace(":5000", `127.0.0.1:${port}`)
      .replace(":5010 send-proxy-v2", `:${behind} ${header}`);
    assertStringIncludes(config, `127.0.0.1:${behind} ${header}`);
    const file = await Deno.makeTempFile();
    await Deno.writeTextFile(file, `${config}\n`);
    const command = new Deno.Command("haproxy", {
      args: ["-db", "-q", "-f", file],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    });
    const proxy = new Proxy(command.spawn(), port, file);
    await proxy.#listens();
    return proxy;
  }

  /** A client that comes through it from another address. */
  connect(): Client {
    return Client.run("nc.openbsd", ["-s", CLIENT, "127.0.0.1", `${this.port}`]);
  }

  async #listens(): Promise<void> {
    for (let tries = 0;; tries++) {
      const conn = await Deno.connect({ hostname: "127.0.0.1", port: this.port }).catch(() => null);
      if (conn !== null) return conn.close();
      if (tries === 400) throw new Error("HAProxy does not listen");
      await new Promise((resolve) => setTimeout(resolve, 25)); // sleep-ok: it tells nobody that it is ready
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
    await Deno.remove(this.#file);
  }
}

/** One that was free a moment ago. */
function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

for (const header of ["send-proxy", "send-proxy-v2"]) {
  scenario({
    name: `A client behind HAProxy with ${header} is known by its own address`,
    needs: ["haproxy", "nc.openbsd"],
  }, async (build) => {
    const started = await server(build);
    await using proxy = await Proxy.start(started.port, header);
    await using ann = proxy.connect();
    await using ben = proxy.connect();
    const name = await ann.name();
    await ben.name();
    await ann.say("hello from behind");
    await ben.line(`${name}: hello from behind`);
    const before = started.log.length;
    await ann.say("/quit");
    const isAnn = (record: LogRecord) =>
      record.lines === 2 && started.log.indexOf(record) >= before;
    const { address } = await started.logged("connection ended", isAnn);
    assertEquals(address, CLIENT);
  });
}

scenario({
  name: "A client that HAProxy passes on in TLS is known by its own address, too",
  needs: ["haproxy", "ncat"],
}, async (build) => {
  await using started = await ServerProcess.start(build, FLAGS, { input: PEM });
  await using proxy = await Proxy.start(started.tlsPort, "send-proxy-v2");
  const args = ["--ssl", "--source", CLIENT, "127.0.0.1", `${proxy.port}`];
  await using ann = Client.run("ncat", args);
  await ann.name();
  await ann.say("/quit");
  const { address } = await started.logged("connection ended", ({ lines }) => lines === 1);
  assertEquals(address, CLIENT);
});

scenario("A proxy's address without a header gets nothing, and the log says so", async (build) => {
  const started = await server(build);
  await using client = await Client.enter(started.port);
  assertEquals(await client.ended(), "");
  const { why } = await started.logged(
    "connection refused",
    ({ transport }) => transport === "tcp",
  );
  assertEquals(why, "no PROXY header");
});

/** The first line for a client that a proxy says comes from `address`. */
async function answerTo(address: string, port: number): Promise<string> {
  await using client = await Client.connect(port);
  await client.send(`PROXY TCP4 ${address} 192.0.2.7 1234 5000\r\n\r\n`);
  return await client.line(/./);
}

scenario("--max-attempts holds for whom the proxy names, also over all workers", async (build) => {
  const workers = build === "binary" ? ["--workers", "2"] : [];
  const flags = ["--proxy-protocol", "127.0.0.0/8", "--max-attempts", "3", ...workers];
  await using started = await ServerProcess.start(build, flags);
  for (let i = 0; i < 3; i++) {
    assertMatch(await answerTo("203.0.113.9", started.port), /^Welcome /);
  }
  assertMatch(
    await answerTo("203.0.113.9", started.port),
    /^\* Your address came 3 times within a minute: try again in (1 minute|\d+ seconds)$/,
  );
  assertMatch(await answerTo("203.0.113.10", started.port), /^Welcome /);
});

scenario("A header from elsewhere makes nobody somebody else, and no user", async (build) => {
  await using started = await ServerProcess.start(build, ["--proxy-protocol", "192.0.2.1"]);
  await using client = await Client.connect(started.port);
  await client.send("PROXY TCP4 203.0.113.9 192.0.2.7 1234 5000\r\nhello\r\n");
  assertStringIncludes(await client.ended(), "* This is a chat for people");
  const { address, reason } = await started.logged("connection ended");
  assertEquals([address, reason], ["127.0.0.1", "scanner"]);
});
