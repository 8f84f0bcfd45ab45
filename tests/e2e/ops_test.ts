// The operator's port of a real server: what a scrape has, what the dashboard and the alerts need of it, whether
// it is ready, and going down in good order.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Client } from "../support/client.ts";
import { readDoc } from "../support/docs.ts";
import { KvPlace } from "../support/kv_place.ts";
import { type Family, parse, valueIn } from "../support/prometheus.ts";
import { type Build, launch, ServerProcess } from "../support/server_process.ts";
import { scenario, shared, withPrograms } from "./scenario.ts";

const OPS = ["--ops-port", "0"];
const server = shared(OPS);

async function get({ opsPort }: ServerProcess, path: string) {
  const response = await fetch(`http://127.0.0.1:${opsPort}${path}`);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

async function scrape(of: ServerProcess): Promise<Family[]> {
  return parse((await get(of, "/metrics")).text);
}

/** Resolves to the first scrape that `test` accepts: what a client has seen, the server has counted soon. */
async function scrapeUntil(of: ServerProcess, test: (families: Family[]) => boolean) {
  for (;;) {
    const families = await scrape(of);
    if (test(families)) return families;
  }
}

scenario("/metrics is Prometheus' text, and counts what clients do", async (build) => {
  const running = await server(build);
  const { status, headers } = await get(running, "/metrics");
  assertEquals(status, 200);
  assertMatch(headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
  const before = await scrape(running);
  const received = (families: Family[]) => valueIn(families, "netchat_lines_received_total");
  await using ann = await running.enter();
  await using ben = await running.enter();
  await ann.name();
  await ben.name();
  await ann.say("hello");
  await ben.line(/: hello$/);
  const after = await scrapeUntil(running, (now) => received(now) === received(before) + 3);
  assertEquals(valueIn(after, "netchat_connections", { transport: "tcp" }), 2);
  assertEquals(valueIn(after, "netchat_people"), 2);
  const more = (name: string) => valueIn(after, name) - (valueIn(before, name) || 0);
  assert(more("netchat_deliveries_total") >= 3);
  assertEquals(more("netchat_received_bytes_total"), "\n\nhello\n".length);
  assert(more("netchat_sent_bytes_total") >= ann.bytes.length);
  assert(valueIn(after, "netchat_resident_memory_bytes") > 1e7);
  assert(Math.abs(valueIn(after, "netchat_start_time_seconds") - Date.now() / 1000) < 3600);
});

/** Names that begin like ours, in whatever text. */
function metricsIn(text: string): Set<string> {
  return new Set(text.match(/netchat_[a-z_]+/g)?.map((name) => name.replace(/_bucket$/, "")));
}

for (const page of ["docs/grafana.json", "docs/alerts.yml", "docs/operate.md"]) {
  scenario(
    { name: `Every metric that ${page} names is there`, builds: ["source"] },
    async (build) => {
      const running = await server(build);
      await using client = await running.enter();
      await client.name();
      const there = new Set((await scrape(running)).map(({ name }) => name));
      const named = metricsIn(await readDoc(page));
      assert(named.size > 0);
      assertEquals([...named].filter((name) => !there.has(name)), []);
    },
  );
}

scenario({ name: "Every metric is on the dashboard", builds: ["source"] }, async (build) => {
  const named = metricsIn(await readDoc("docs/grafana.json"));
  const there = (await scrape(await server(build))).map(({ name }) => name);
  assertEquals(there.filter((name) => !named.has(name)), []);
});

withPrograms(
  { name: "promtool accepts the metrics and the alert rules", needs: ["promtool"] },
  async () => {
    const { text } = await get(await server("source"), "/metrics");
    assertEquals(await promtool(["check", "metrics"], text), 0);
    assertEquals(await promtool(["check", "rules", "docs/alerts.yml"]), 0);
  },
);

/** Its exit code: not 0 too for what could be better, such as a name that is unusual. */
async function promtool(args: readonly string[], input = ""): Promise<number> {
  const command = new Deno.Command("promtool", { args: [...args], stdin: "piped", stdout: "null" });
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  return (await child.status).code;
}

scenario("/healthz and /readyz say yes of a server that is well, in JSON", async (build) => {
  const running = await server(build);
  const [health, ready] = [await get(running, "/healthz"), await get(running, "/readyz")];
  assertEquals([health.status, JSON.parse(health.text)], [200, { alive: true }]);
  assertEquals([ready.status, JSON.parse(ready.text)], [200, { ready: true, faults: [] }]);
});

scenario("The ops port serves nothing else, and no other address", async (build) => {
  const running = await server(build);
  assertEquals((await get(running, "/")).status, 404);
  const other = Deno.networkInterfaces().find(({ family, address }) =>
    family === "IPv4" && !address.startsWith("127.")
  );
  if (!other) return;
  const refused = await Deno.connect({ hostname: other.address, port: running.opsPort })
    .then((conn) => conn.close(), (error) => error);
  assert(refused instanceof Deno.errors.ConnectionRefused, `${refused}`);
});

/** Runs netchat to its end, with this on its standard input. */
async function runToEnd(build: Build, { flags, input = "" }: { flags: string[]; input?: string }) {
  const { program, args } = launch(build);
  const local = ["--host", "127.0.0.1", "--port", "0", "--no-web"];
  const child = new Deno.Command(program, {
    args: [...args, ...local, ...flags],
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
    signal: AbortSignal.timeout(20_000), // should it start in place of ending
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stderr } = await child.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

scenario(
  "An ops port that is taken, and a token that is none, are said in a line",
  async (build) => {
    const { opsPort } = await server(build);
    const taken = await runToEnd(build, { flags: ["--ops-port", `${opsPort}`] });
    assertEquals(taken.code, 1);
    assertMatch(
      taken.stderr,
      /^netchat: Port "\d+" is in use: choose another with --ops-port[^\n]*\n$/,
    );
    for (const port of [OPS, []]) { // also where nothing would ask for it
      const flags = [...port, "--ops-token-stdin"];
      const short = await runToEnd(build, { flags, input: "secret\n" });
      assertEquals(short.code, 2);
      assertMatch(short.stderr, /^netchat: The token takes at least 16 [^\n]*\n$/);
      assert(!short.stderr.includes("secret"));
    }
  },
);

/** Rosa, who has registered her name. */
async function admin(running: ServerProcess): Promise<Client> {
  const client = await running.enter();
  await client.say("/nick rosa\n/register correct horse");
  await client.line(/^\* rosa is yours now/);
  return client;
}

scenario("/drain turns readyz, keeps newcomers out, and can be cancelled", async (build) => {
  await using running = await ServerProcess.start(build, [...OPS, "--admin", "rosa"]);
  await using rosa = await admin(running);
  await using ann = await running.enter();
  await ann.name();
  await rosa.say("/drain 60");
  await ann.line("* Server is going down in 1 minute");
  const { status, text } = await get(running, "/readyz");
  assertEquals([status, JSON.parse(text).faults[0].part], [503, "drain"]);
  assertEquals(valueIn(await scrape(running), "netchat_ready"), 0);
  await using late = await running.connect();
  assertStringIncludes(await late.ended(), "* The server is going down: try again in a moment\n");
  await ann.say("we go on");
  await rosa.line(/: we go on$/);
  await rosa.say("/drain cancel");
  await ann.line("* Server is not going down after all");
  assertEquals((await get(running, "/readyz")).status, 200);
  await using again = await running.enter();
  await again.name();
});

const TOKEN = /^\* Type \/resume ([0-9a-f]{32}) to come back as you are: /;

scenario({
  name: "/drain ends in good order, and the token brings people back after the restart",
  builds: ["source"],
}, async (build) => {
  await using place = new KvPlace();
  const flags = ["--admin", "rosa"];
  await using running = await ServerProcess.start(build, flags, { place });
  await using rosa = await admin(running);
  await using ann = await running.enter();
  await ann.say("/nick ann\n/join #tea\nlast words");
  await ann.line(/^\* You are in #tea/);
  await rosa.say("/drain 1");
  const [, token] = TOKEN.exec(await ann.line(TOKEN)) ?? [];
  const toRosa = TOKEN.exec(await rosa.line(TOKEN))?.[1];
  await ann.line("* Server is going down");
  await ann.ended();
  assert(token !== toRosa && !rosa.received.includes(`${token}`));
  assertEquals((await running.exited()).code, 0);
  assertEquals((await running.logged("stopping")).by, "rosa");
  assert(!JSON.stringify(running.log).includes(`${token}`));
  await using next = await ServerProcess.start(build, flags, { place });
  await using back = await next.enter();
  await back.say(`/resume ${token}\n/whois ann`);
  await back.line(/^\* You are in #tea/);
  await back.line(/^\[..:..\] ann: last words$|^\* ann .*#tea/);
});

scenario("A signal does not wait for the countdown", async (build) => {
  await using running = await ServerProcess.start(build, [...OPS, "--admin", "rosa"]);
  await using rosa = await admin(running);
  await rosa.say("/drain 3600");
  await rosa.line(/^\* Server is going down in 1 hour/);
  running.signal("SIGTERM");
  await rosa.line("* Server is going down");
  await rosa.ended();
  assertEquals((await running.exited()).code, 0);
});

scenario(
  { name: "--workers 2: metrics are summed up, and all workers drain", builds: ["binary"] },
  async (build) => {
    const flags = [...OPS, "--workers", "2", "--admin", "rosa"];
    await using running = await ServerProcess.start(build, flags);
    await using rosa = await admin(running);
    const clients: Client[] = [];
    for (let i = 0; i < 12; i++) clients.push(await running.enter());
    for (const client of clients) await client.name();
    const connected = (families: Family[]) =>
      valueIn(families, "netchat_connections", { transport: "tcp" });
    const families = await scrapeUntil(running, (now) => connected(now) === 13);
    assertEquals(valueIn(families, "netchat_people"), 13);
    assertEquals(valueIn(families, "netchat_rooms"), 1);
    await rosa.say("/drain 1");
    for (const client of clients) await client.line("* Server is going down in 1 second");
    await using late = await running.connect();
    assertStringIncludes(await late.ended(), "going down");
    for (const client of clients) await client.ended();
    assertEquals((await running.exited()).code, 0);
  },
);
