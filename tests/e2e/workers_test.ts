// --workers: several event loops share a port, and nobody can tell. In the binary, where they need no
// permission but the network.

import { assertEquals, assertNotEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { scenario } from "./scenario.ts";
import { ServerProcess } from "../support/server_process.ts";

const CLIENTS = 20;

/** Enough clients that the kernel deals some to each worker (it tosses a coin for each), each in the lobby. */
async function crowd(port: number): Promise<Client[]> {
  const clients: Client[] = [];
  for (let i = 0; i < CLIENTS; i++) {
    const client = await Client.connect(port);
    await client.name();
    clients.push(client);
  }
  await Promise.all(clients.map(seesAll));
  return clients;
}

/** The last to come are known to a worker a moment later than to their own. */
async function seesAll(client: Client): Promise<void> {
  for (let seen = 0; seen < CLIENTS;) {
    await client.say("/who");
    seen = Number(/\((\d+)\)/.exec(await client.line(/^\* In #lobby \(/))?.[1]);
  }
}

/** A room that vanished is known to be gone a moment later to the other worker. */
async function seesNoTea(client: Client): Promise<void> {
  for (let line = ""; !line.startsWith("* There is no room");) {
    await client.say("/who #tea");
    line = await client.line(/^\* (In #tea|There is no room)/);
  }
}

/** The worker that each connection ended in, by the ids in the log. */
async function workersUsed(server: ServerProcess): Promise<Set<string>> {
  const ended = () => server.log.filter(({ event }) => event === "connection ended");
  await server.logged("connection ended", () => ended().length === CLIENTS);
  return new Set(ended().map(({ id }) => String(id).replace(/-.*/, "")));
}

scenario({
  name: "--workers 2: all hear the same lines in the same order, each once",
  builds: ["binary"],
}, async () => {
  await using server = await ServerProcess.start("binary", ["--workers", "2", "--burst", "0"]);
  const clients = await crowd(server.port);
  const [listener, ...speakers] = clients;
  await Promise.all(speakers.map(async (client, i) => {
    for (let n = 0; n < 20; n++) await client.say(`line ${i} ${n}`);
  }));
  const total = speakers.length * 20;
  const said = (client: Client) => client.lines.filter((line) => /: line \d+ \d+$/.test(line));
  await listener?.until(() => said(listener).length === total);
  await Promise.all(
    speakers.map((client) => client.until(() => said(client).length === total - 20)),
  );
  const order = listener ? said(listener) : [];
  assertEquals(new Set(order).size, total);
  for (const [i, client] of speakers.entries()) {
    assertEquals(said(client), order.filter((line) => !line.includes(`: line ${i} `)));
  }
  for (const client of clients) await client.endInput();
  for (const client of clients) await client.ended();
  assertEquals((await workersUsed(server)).size, 2);
});

scenario(
  { name: "--workers 2: names, private lines and rooms are one", builds: ["binary"] },
  async () => {
    await using server = await ServerProcess.start("binary", ["--workers", "2", "--burst", "0"]);
    const clients = await crowd(server.port);
    await Promise.all(clients.map((client) => client.say("/nick zoe")));
    await Promise.all(
      clients.map((client) => client.line(/^\* (You are now zoe|The name "zoe" is taken)/)),
    );
    const winners = clients.filter((client) => client.lines.includes("* You are now zoe"));
    assertEquals(winners.length, 1);
    const others = clients.filter((client) => !winners.includes(client));
    for (const [i, client] of others.entries()) await client.say(`/msg zoe secret ${i}`);
    for (const i of others.keys()) {
      await winners[0]?.until((lines) => lines.some((line) => line.endsWith(` secret ${i}`)));
    }
    for (const client of others) {
      assertEquals(client.lines.some((line) => line.startsWith("[from")), false);
    }
    await winners[0]?.say("/join #tea");
    await winners[0]?.line(/^\* You are in #tea alone/);
    await others[0]?.say("/join #tea");
    await others[0]?.line(/^\* You are in #tea with zoe/);
    assertNotEquals(others[0], undefined);
  },
);

scenario({
  name: "--workers 2: the limit of connections is one, and SIGTERM sends all off",
  builds: ["binary"],
}, async () => {
  const flags = ["--workers", "2", "--burst", "0", "--max-connections", `${CLIENTS}`];
  await using server = await ServerProcess.start("binary", flags);
  const clients = await crowd(server.port);
  const late = await Client.connect(server.port);
  assertEquals(
    await late.ended(),
    `* The server is full (${CLIENTS} connections): try again later\n`,
  );
  server.signal("SIGTERM");
  for (const client of clients) await client.line("* Server is going down");
  for (const client of clients) await client.endInput();
  assertEquals((await server.exited()).code, 0);
});

scenario({
  name: "--workers 2: a room that vanished comes back with what was said on either, in order",
  builds: ["binary"],
}, async () => {
  const flags = ["--workers", "2", "--burst", "0", "--replay", "0"];
  await using server = await ServerProcess.start("binary", flags);
  assertEquals((await server.logged("listening")).history, "in memory, gone at exit");
  const clients = await crowd(server.port);
  for (const client of clients) {
    await client.say("/join #tea");
    await client.line(/^\* You are in #tea/);
  }
  for (const [i, client] of clients.entries()) {
    await client.say(`/me says ${i}`);
    await clients[(i + 1) % CLIENTS]?.line(new RegExp(`says ${i}$`));
  }
  // Opening a room makes a worker write what it has still to keep, so afterwards both have.
  for (const [i, client] of clients.entries()) {
    await client.say(`/join #own${i}`);
    await client.line(/^\* You are in #own/);
  }
  for (const client of clients) {
    await seesNoTea(client);
    await client.say("/join #tea\n/history\n/leave");
    await client.line(/^\* You are in #lobby/);
    const shown = client.lines.filter((line) => /^\[\d\d:\d\d\] /.test(line));
    assertEquals(
      shown.map((line) => line.replace(/^.* /, "")),
      clients.map((_, n) => `${n}`),
    );
  }
  for (const client of clients) await client.endInput();
  for (const client of clients) await client.ended();
  assertEquals((await workersUsed(server)).size, 2);
});
