// The end of the server: at SIGTERM and SIGINT everyone is told, all that was accepted is
// delivered, and the exit code is 0 within ten seconds, even when somebody has stopped reading. Whoever
// cannot wait sends another signal.

import { assert, assertEquals, assertLess } from "@std/assert";
import type { Client } from "../support/client.ts";
import { KvPlace } from "../support/kv_place.ts";
import { type Build, ServerProcess } from "../support/server_process.ts";
import { checkNumbered, countOf, numberedLines, without } from "./numbered.ts";
import { scenario, usableBuilds } from "./scenario.ts";

const NO_FLOOD_LIMIT = ["--replay", "0", "--burst", "0"];
const GOING_DOWN = "* Server is going down";

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  scenario(
    `At ${signal} everyone is told and hung up on, and the exit code is 0`,
    async (build) => {
      await using server = await ServerProcess.start(build, []);
      await using ann = await server.enter();
      await using ben = await server.enter();
      await Promise.all([ann.name(), ben.name()]);
      server.signal(signal);
      for (const client of [ann, ben]) {
        await client.ended();
        assert(client.lines.includes(GOING_DOWN));
      }
      assertEquals((await server.exited()).code, 0);
      assertEquals((await server.logged("stopping")).signal, signal);
      const ends = server.log.filter(({ event }) => event === "connection ended");
      assertEquals(ends.map(({ reason }) => reason), ["shutdown", "shutdown"]);
    },
  );
}

scenario(
  "What was accepted before SIGTERM reaches a reader who had not read any of it",
  async (build) => {
    await using server = await ServerProcess.start(build, [
      ...NO_FLOOD_LIMIT,
      ...["--max-backlog", "33554432"],
    ]);
    await using late = await server.connect({ paused: true });
    await late.send("/nick Late\n");
    await using speaker = await server.enter();
    const name = await speaker.name();
    const lines = 2500; // 10 MB, more than sockets hold: the server keeps the rest
    await speaker.send(numberedLines(name, { to: lines, length: 4000 }) + "/uptime\n");
    await speaker.line(/^\* Up for /);
    server.signal("SIGTERM");
    await server.logged("stopping");
    late.read();
    await late.ended();
    assertEquals(countOf(name, checkNumbered(late.lines)), lines);
    assert(late.lines.includes(GOING_DOWN));
    assertEquals((await server.exited()).code, 0);
  },
);

interface Speaker {
  readonly client: Client;
  readonly name: string;
}

/** Talks until the connection ends, no further ahead of `listener` than a healthy reader may be. */
async function talkOn({ client, name }: Speaker, listener: Client): Promise<void> {
  try {
    for (let from = 0;; from += 10) {
      await client.send(numberedLines(name, { from, to: from + 10 }));
      await listener.until((lines) => lines.length + 500 > from * 4);
    }
  } catch {
    // The server is gone, as it should be.
  }
}

/** Six people, of whom four talk without a pause; SIGTERM comes in the midst of it. */
async function endOfLivelyTalk(server: ServerProcess, stack: AsyncDisposableStack) {
  const clients: Client[] = [];
  for (let i = 0; i < 6; i++) clients.push(stack.use(await server.enter()));
  const everybody = await Promise.all(
    clients.map(async (client) => ({ client, name: await client.name() })),
  );
  const [first, second, ...speakers] = everybody;
  assert(first && second);
  const talks = speakers.map((speaker) => talkOn(speaker, first.client));
  await first.client.until((lines) => lines.length > 1000);
  server.signal("SIGTERM");
  for (const { client } of everybody) {
    await client.ended();
    assert(client.lines.includes(GOING_DOWN));
  }
  await Promise.all(talks);
  assertEquals((await server.exited()).code, 0);
  return { first, second, speakers };
}

scenario("SIGTERM amid a lively talk leaves everyone with the same lines", async (build) => {
  await using server = await ServerProcess.start(build, NO_FLOOD_LIMIT);
  await using stack = new AsyncDisposableStack();
  const { first, second, speakers } = await endOfLivelyTalk(server, stack);
  const order = checkNumbered(first.client.lines);
  assertEquals(checkNumbered(second.client.lines), order);
  for (const { client, name } of speakers) {
    assertEquals(checkNumbered(client.lines), without(name, order));
  }
});

scenario({
  name:
    "SIGTERM amid a lively talk with --workers 2 leaves nobody a gap, a double or another order",
  builds: ["binary"],
}, async (build) => {
  await using server = await ServerProcess.start(build, [...NO_FLOOD_LIMIT, "--workers", "2"]);
  await using stack = new AsyncDisposableStack();
  const { first, second, speakers } = await endOfLivelyTalk(server, stack);
  const [one, other] = [first, second].map(({ client }) => checkNumbered(client.lines));
  assert(one && other);
  // Workers close one after the other: who is there a moment longer hears a little more.
  const order = one.length > other.length ? one : other;
  for (const shorter of [one, other]) assertEquals(shorter, order.slice(0, shorter.length));
  for (const { client, name } of speakers) {
    const heard = checkNumbered(client.lines);
    const known = without(name, order).slice(0, heard.length);
    assertEquals(heard.slice(0, known.length), known);
  }
});

scenario({
  name: "What people heard before SIGTERM is there after the restart",
  builds: ["source"],
}, async (build) => {
  await using place = new KvPlace();
  const flags = ["--burst", "0", "--history", "1000"];
  await using server = await ServerProcess.start(build, flags, { place });
  await using stack = new AsyncDisposableStack();
  const { first } = await endOfLivelyTalk(server, stack);
  const heard = checkNumbered(first.client.lines).slice(-500);
  await using next = await ServerProcess.start(build, [...flags, "--replay", "500"], { place });
  await using newcomer = await next.enter();
  await newcomer.say("/uptime");
  await newcomer.line(/^\* Up for /);
  const kept = newcomer.lines.map((line) => /^\[..:..\] (\S+): \S+ (\d+) /.exec(line))
    .flatMap((found) => found ? [`${found[1]} ${found[2]}`] : []);
  assertEquals(kept, heard);
});

/** Starts a server and gives it a client who does not read what is written to them. */
async function startStuck(build: Build, stack: AsyncDisposableStack) {
  const flags = [...NO_FLOOD_LIMIT, "--max-backlog", "33554432"];
  const server = stack.use(await ServerProcess.start(build, flags));
  const other = stack.use(await server.enter());
  await other.name();
  const stuck = stack.use(await server.connect({ paused: true }));
  await stuck.send("/help\n".repeat(4000) + "/nick Stuck\n"); // 6 MB, more than sockets hold
  await other.line(/ is now Stuck$/);
  server.signal("SIGTERM");
  await server.logged("stopping");
  return server;
}

/** Presses Ctrl-C until the process has ended. */
async function interrupt(server: ServerProcess): Promise<Deno.CommandStatus> {
  const press = () => {
    try {
      server.signal("SIGINT");
    } catch {
      // It has just ended.
    }
  };
  const pressing = setInterval(press, 50); // sleep-ok: a person's fingers
  return await server.exited().finally(() => clearInterval(pressing));
}

scenario("Another signal ends a server that still waits for a reader", async (build) => {
  await using stack = new AsyncDisposableStack();
  const server = await startStuck(build, stack);
  assertEquals((await interrupt(server)).code, 130);
});

// Both builds at once: each takes seconds, by design.
const builds = usableBuilds().join(" and ");
Deno.test(`SIGTERM ends within 10 s with code 0 though somebody never reads (${builds})`, async () => {
  await Promise.all(
    usableBuilds().map(async (build) => {
      await using stack = new AsyncDisposableStack();
      const server = await startStuck(build, stack);
      const before = performance.now();
      assertEquals((await server.exited()).code, 0);
      assertLess(performance.now() - before, 10_000);
    }),
  );
});
