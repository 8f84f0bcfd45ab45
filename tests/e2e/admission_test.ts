// Who gets in: no more than --max-connections, no more than --max-per-ip from one address but for loopback,
// and, when the process has no file descriptor left, whoever comes as soon as there is one again. Those
// inside notice nothing. No more rooms than --max-rooms. And who stays, with --idle-timeout.

import { assert, assertEquals, assertLess } from "@std/assert";
import { Client } from "../support/client.ts";
import { InProcess } from "../support/in_process.ts";
import { ServerProcess } from "../support/server_process.ts";
import { scenario } from "./scenario.ts";

scenario(
  "--max-connections tells one too many so and closes, and lets the next in when one leaves",
  async (build) => {
    await using server = await ServerProcess.start(build, ["--max-connections", "2"]);
    await using ann = await server.connect();
    await using ben = await server.connect();
    const [annName] = await Promise.all([ann.name(), ben.name()]);
    const full = "* The server is full (2 connections): try again later\n";
    for (const first of ["", "hello\n"]) {
      await using cleo = await server.connect();
      await cleo.send(first);
      assertEquals(await cleo.ended(), full);
    }
    await ann.close();
    await ben.line(`* ${annName} left`);
    await server.logged("connection ended");
    await using dora = await server.connect();
    await ben.line(`* ${await dora.name()} joined`);
    assertEquals(ben.lines.filter((line) => line.includes("joined")).length, 1);
  },
);

/** An address of this machine that is not loopback. */
const ownAddress = Deno.networkInterfaces()
  .find(({ family, address }) => family === "IPv4" && !address.startsWith("127."))?.address;

const perAddress = "--max-per-ip counts each address for itself";
if (ownAddress === undefined) {
  Deno.test.ignore(`${perAddress}, ignored: this machine has no address but loopback`, () => {});
} else {
  scenario(`${perAddress}, and tells the one too many`, async (build) => {
    await using server = await ServerProcess.start(build, ["--max-per-ip", "2"], {
      host: "0.0.0.0",
    });
    const come = () => server.connect({ hostname: ownAddress });
    await using ann = await come();
    await using ben = await come();
    await Promise.all([ann.name(), ben.name()]);
    await using cleo = await come();
    assertEquals(
      await cleo.ended(),
      "* Your address is at its limit of connections (2): close one first\n",
    );
    await using local = await server.connect();
    await local.name();
    await ann.close();
    await server.logged("connection ended");
    await using dora = await come();
    await dora.name();
  });
}

scenario("--max-per-ip does not count loopback", async (build) => {
  await using server = await ServerProcess.start(build, ["--max-per-ip", "1"]);
  await using ann = await server.connect();
  await using ben = await server.connect();
  await Promise.all([ann.name(), ben.name()]);
});

/** Fewer than the connections that come; enough to start and let some in. */
const OPEN_FILES = 40;

/** Lets people in until accepting fails. */
async function fill(server: ServerProcess, stack: AsyncDisposableStack): Promise<Client[]> {
  const inside: Client[] = [];
  const failure = server.logged("accept failed").then(() => "failure");
  for (let next = ""; next !== "failure";) {
    assertLess(inside.length, OPEN_FILES, "accepting never failed");
    const client: Client = stack.use(await server.enter());
    inside.push(client);
    next = await Promise.race([failure, client.name()]);
  }
  return inside;
}

scenario({
  name: "Without file descriptors those inside talk on, and who waited gets in when some are free",
  needs: ["bash"],
}, async (build) => {
  await using server = await ServerProcess.start(build, [], { openFiles: OPEN_FILES });
  await using stack = new AsyncDisposableStack();
  const [ann, ben, ...others] = await fill(server, stack);
  assert(ann && ben);
  await using waiting = await server.connect();
  for (let i = 0; i < 5; i++) {
    await ann.say(`number ${i}`);
    await ben.line(new RegExp(`: number ${i}$`));
    await server.logged("accept failed", ({ retryMs }) => Number(retryMs) >= 10 * 2 ** i);
  }
  assertEquals(waiting.lines, []);
  for (const client of others.slice(0, 2)) await client.close();
  await ben.line(`* ${await waiting.name()} joined`);
  // It waits longer each time: a loop that spins would have failed thousands of times.
  const failures = server.log.filter(({ event }) => event === "accept failed");
  assertLess(failures.length, 20);
  assertEquals(
    failures.slice(0, 4).map(({ retryMs, level }) => `${level} ${retryMs}`),
    ["warning 10", "warning 20", "warning 40", "warning 80"],
  );
});

scenario("--max-rooms sets how many rooms there may be", async (build) => {
  await using server = await ServerProcess.start(build, ["--max-rooms", "2"]);
  await using client = await server.enter();
  await client.name();
  await client.say("/join tea");
  await client.line(/^\* You are in #tea alone/);
  await client.say("/join cake");
  await client.line("* There are 2 rooms, and no more may be made: /rooms lists those there are");
});

Deno.test("--idle-timeout tells a silent guest, and then sends it away; an account may stay", async () => {
  await using server = await InProcess.start(["--idle-timeout", "2"]);
  await using anna = await Client.enter(server.port);
  await anna.send("/nick anna\n/register correct horse\n");
  await anna.line(/^\* anna is yours now/);
  await using guest = await Client.enter(server.port);
  const name = await guest.name();
  server.clock.forward(70_000);
  await guest.line(/^\* Are you there\? Type something within \d+ seconds to stay$/);
  server.clock.forward(60_000);
  await guest.line("* You said nothing for 2 minutes: goodbye, and come back");
  await anna.line(`* ${name} left`);
  assert(!anna.lines.some((line) => line.includes("Are you there")));
});
