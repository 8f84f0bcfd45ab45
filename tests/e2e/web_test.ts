// The web port of a real server: curl reads what it may, a WebSocket and nc are in the same room, and who is
// logged in in the page logs in a terminal without a password. From source and compiled.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Client } from "../support/client.ts";
import { fencedBlock, readDoc } from "../support/docs.ts";
import { PageClient } from "../support/page_client.ts";
import { WebSocketPeer } from "../support/web_socket_peer.ts";
import { type Build, ServerProcess } from "../support/server_process.ts";
import { OPCODE } from "../../src/transport/frame.ts";
import { Running } from "./running.ts";
import { scenario, shared } from "./scenario.ts";

const server = shared(["--trust-proxy", "127.0.0.1"], { web: true });

async function curl(...args: readonly string[]): Promise<string> {
  const command = new Deno.Command("curl", { args: ["-s", "-m", "20", ...args], stderr: "null" });
  const { stdout } = await command.output();
  return new TextDecoder().decode(stdout);
}

async function urlOf(build: Build): Promise<string> {
  return `http://127.0.0.1:${(await server(build)).webPort}`;
}

async function enter(build: Build, name: string): Promise<PageClient> {
  const page = await PageClient.open((await server(build)).webPort);
  page.send({ do: "enter", args: [name] });
  await page.message("entered");
  return page;
}

scenario({
  name: "curl gets the page, compressed, and a word for what there is not",
  needs: ["curl"],
}, async (build) => {
  const url = await urlOf(build);
  const head = await curl("-I", "--compressed", `${url}/`);
  assertMatch(head, /^HTTP\/1\.1 200 OK\r\n/);
  assertMatch(head, /\r\ncontent-encoding: (br|gzip)\r\n/);
  assertMatch(head, /\r\ncontent-security-policy: default-src 'none'/);
  const body = await curl("--compressed", `${url}/`);
  assertMatch(body, /^<!doctype html>/i);
  const etag = /etag: (\S+)/.exec(head)?.[1] ?? "";
  assertMatch(await curl("-i", "-H", `If-None-Match: ${etag}`, `${url}/`), /^HTTP\/1\.1 304 /);
  assertStringIncludes(await curl(`${url}/nope`), 'There is nothing at "/nope"');
  assertMatch(await curl("-i", "-d", "x=1", `${url}/`), /^HTTP\/1\.1 405 /);
});

scenario(
  { name: "What docs/scripts.md shows to read rooms by works as it stands there", needs: ["curl"] },
  async (build) => {
    const { port, webPort } = await server(build);
    await using anna = await Client.enter(port);
    const name = await anna.name();
    await anna.say("for whoever reads");
    await anna.say("/uptime");
    await anna.line(/^\* Up for/);
    const examples = fencedBlock(
      await readDoc("docs/scripts.md"),
      "curl http://localhost:8080/rooms ",
    )
      .concat("curl http://localhost:8080/rooms")
      .map((line) => line.replace(/ +#.*/, "").replace("localhost:8080", `127.0.0.1:${webPort}`));
    assertEquals(examples.length, 3);
    for (const example of examples) {
      await using reading = Client.run("sh", ["-c", `exec ${example}`]);
      const wanted = example.endsWith("/rooms") ? /^\* #lobby \(\d+\)/ : / for whoever reads$/;
      assertStringIncludes(await reading.line(wanted), example.endsWith("/rooms") ? "#" : name);
    }
  },
);

scenario(
  { name: "nc, a WebSocket and two curls that follow hear the same", needs: ["nc", "curl"] },
  async (build) => {
    const { port } = await server(build);
    const url = await urlOf(build);
    await using nc = Client.run("nc", ["-N", "127.0.0.1", String(port)]);
    await nc.name();
    await nc.say("/join #meet");
    await nc.line(/You are in #meet/);
    await using page = await enter(build, "marie");
    page.send({ do: "join", args: ["meet"] });
    await page.message("entered", ({ room }) => room === "#meet");
    await nc.line("* marie joined");
    await nc.say("hello from nc");
    const said = await page.message("said");
    assertEquals(said.text, "hello from nc");
    await using text = Client.run("curl", ["-sN", `${url}/rooms/meet/stream`]);
    const asEvents = ["-sN", "-H", "Accept: text/event-stream", "-H", `Last-Event-ID: ${said.id}`];
    await using events = Client.run("curl", [...asEvents, `${url}/rooms/meet/stream`]);
    await text.line(/^\[\d\d:\d\d\] \w+: hello from nc$/);
    page.send({ do: "say", text: "hello from <b>the page</b>" });
    await nc.line("marie: hello from <b>the page</b>");
    await text.line(/^\[\d\d:\d\d\] marie: hello from <b>the page<\/b>$/);
    assertMatch(await events.line(/^id: /), /^id: \w+$/);
    assertStringIncludes(await events.line(/^data: /), "hello from <b>the page</b>");
    const latest = await curl(`${url}/rooms/meet`);
    assertMatch(latest, /^\[\d\d:\d\d\] \w+: hello from nc\n\[\d\d:\d\d\] marie: hello from <b>/);
    assertMatch(await curl(`${url}/rooms`), /^\* #meet \(2\)$/m);
  },
);

scenario(
  { name: "A code from the page logs in nc, and is good once", needs: ["nc"] },
  async (build) => {
    const { port } = await server(build);
    await using page = await enter(build, `coder`);
    page.send({ do: "register", args: ["correct horse"], ref: 1 });
    await page.message("done");
    page.send({ do: "code" });
    const { code } = await page.message("code");
    await using nc = Client.run("nc", ["-N", "127.0.0.1", String(port)]);
    await nc.name();
    await nc.say(`/login ${code}`);
    await nc.line("* You are logged in as coder, with 1 other client");
    await nc.say("/logout");
    await nc.line(/^\* You are logged out/);
    await nc.say(`/login ${code}`);
    await nc.line("* That code is wrong, used or too old: get a new one");
    const log = JSON.stringify((await server(build)).log);
    assert(!log.includes(String(code)), "The code is in the log");
  },
);

scenario("A page that loses its connection comes back with all it has missed", async (build) => {
  const { port, webPort } = await server(build);
  await using anna = await Client.enter(port);
  await anna.say("/join #lost");
  await using page = await enter(build, "lost");
  page.send({ do: "join", args: ["lost"] });
  await page.message("entered", ({ room }) => room === "#lost");
  await anna.line("* lost joined");
  await anna.say("one");
  const { id } = await page.message("said");
  page.send({ do: "token" });
  const { token } = await page.message("token");
  await page[Symbol.asyncDispose]();
  await anna.line("* lost left");
  await anna.say("two");
  await anna.say("/me three");
  await using again = await PageClient.open(webPort);
  again.send({ do: "resume", args: [String(token)], seen: { "#lost": String(id) }, ref: 1 });
  const entered = await again.message("entered", ({ room }) => room === "#lost");
  const recent = entered.recent as { text: string }[];
  assertEquals(recent.map(({ text }) => text), ["two", "three"]);
  await again.message("done");
});

scenario(
  "A page of another site, a flood and too long a message get what they deserve",
  async (build) => {
    const { webPort } = await server(build);
    const refused = await WebSocketPeer.open(webPort, { Origin: "https://evil.example" })
      .then(() => "open", (error: Error) => error.message);
    assertMatch(refused, /^HTTP\/1\.1 403 /);
    const { text } = OPCODE;
    const huge = await WebSocketPeer.open(webPort);
    const flooding = huge.send(text, new Uint8Array(32 * 1024 * 1024).fill(32)).catch(() => {});
    assertEquals((await huge.ending())?.code, 1009);
    huge.close();
    await flooding;
    await using page = await enter(build, "flooder");
    for (const junk of ["{", "[]", "null", "\0", '{"do":"nosuch"}', "x".repeat(5000)]) {
      page.sendRaw(junk);
    }
    for (let i = 0; i < 5; i++) await page.message("failed");
    page.sendRaw(new Uint8Array(3));
    assertEquals((await page.closed()).code, 1003);
  },
);

scenario(
  "At the end of the server pages are told to come back, and it exits in time",
  async (build) => {
    await using ending = await ServerProcess.start(build, [], { web: true });
    const page = await PageClient.open(ending.webPort);
    page.send({ do: "enter" });
    await page.message("entered");
    await using follower = await Client.connect(ending.webPort);
    await follower.send("GET /rooms/lobby/stream HTTP/1.1\r\nHost: a\r\n\r\n");
    await follower.line("HTTP/1.1 200 OK");
    ending.signal("SIGTERM");
    const bye = await page.message("bye");
    assertEquals(bye.back, true);
    assertEquals((await page.closed()).code, 1000);
    assertMatch(await follower.ended(), /\* The server is going down\n$/);
    assertEquals((await ending.exited()).code, 0);
  },
);

scenario(
  "The start line has the page's address, and a port in use gets one line",
  async (build) => {
    const ports = ["--port", "0", "--web-port", "0"];
    await using first = Running.netchat(build, ports);
    const line = await first.line(/sandbox/);
    const [, url = "", port = ""] = / · web on (http:\/\/localhost:(\d+)) · /.exec(line) ?? [];
    assertEquals((await fetch(url).then((answer) => answer.text())).includes("<!doctype"), true);
    await using second = Running.netchat(build, ["--port", "0", "--web-port", port]);
    const why = "choose another with --web-port, do without it by --no-web, or stop what uses it";
    await second.line(new RegExp(`^netchat: Port "${port}" is in use: ${why}$`));
    assertEquals((await second.ended()).code, 1);
  },
);

scenario(
  "Where the usual web port is taken, netchat starts without a page and says so",
  async (build) => {
    await using _first = Running.netchat(build, ["--port", "0"]); // unless somebody else has it
    await _first.line(/sandbox/);
    await using second = Running.netchat(build, ["--port", "0"]);
    await second.line(
      / warning no web page why="Port \\"8080\\" is in use: choose another with --web-port/,
    );
    assertEquals(/ · web on /.test(await second.line(/sandbox/)), false);
    assertEquals((await second.stop()).code, 0);
  },
);

scenario({
  name: "Workers share the web port as they share the other",
  builds: ["binary"],
}, async (build) => {
  await using several = await ServerProcess.start(build, ["--workers", "2"], { web: true });
  const pages = await Promise.all(
    Array.from({ length: 6 }, () => PageClient.open(several.webPort)),
  );
  for (const page of pages) page.send({ do: "enter" });
  for (const page of pages) await page.message("entered");
  const [first, ...others] = pages;
  first?.send({ do: "say", text: "to all of you" });
  for (const other of others) await other.message("said", ({ text }) => text === "to all of you");
  for (const page of pages) await page[Symbol.asyncDispose]();
});
