// Workers and their broker keep the promises of every bus, and count connections together.

import { assertEquals, assertMatch } from "@std/assert";
import type { Request } from "../../src/workers/message.ts";
import { WorkerBus } from "../../src/workers/worker_bus.ts";
import { testBus } from "../support/bus_contract.ts";
import { ManualTurns } from "../support/manual_turns.ts";
import { startWorkerNodes } from "../support/worker_nodes.ts";

for (const count of [1, 2, 5]) {
  testBus(`WorkerBus, one of ${count},`, () => Promise.resolve(startWorkerNodes(count)));
}

Deno.test("WorkerBus sends all that is asked for during a turn as one message, in its order", () => {
  const turns = new ManualTurns();
  const sent: Request[][] = [];
  const bus = new WorkerBus((requests) => sent.push(requests), turns.atTurnEnd);
  bus.publish({ kind: "away", by: { id: "1", name: "anna" }, text: null });
  bus.claim("bob", "1");
  bus.release("anna", "1");
  assertEquals(sent, []);
  turns.end();
  assertEquals(sent.map((requests) => requests.map(({ kind }) => kind)), [
    ["publish", "claim", "release"],
  ]);
  bus.leave("192.0.2.1");
  turns.end();
  assertEquals(sent.length, 2);
});

Deno.test("WorkerBus.admit() counts the connections of all workers together", async () => {
  await using workers = startWorkerNodes(2, { maxConnections: 3, maxPerAddress: 2 });
  const [one, two = one] = workers.nodes;
  assertEquals(await one.admit("192.0.2.1"), null);
  assertEquals(await two.admit("192.0.2.1"), null);
  assertMatch(await one.admit("192.0.2.1") ?? "", /^Your address is at its limit/);
  assertEquals(await two.admit("192.0.2.2"), null);
  assertMatch(await two.admit("192.0.2.3") ?? "", /^The server is full/);
  two.leave("192.0.2.1");
  assertEquals(await two.admit("192.0.2.1"), null);
});

Deno.test("WorkerBus.check() counts wrong passwords of all workers together", async () => {
  await using workers = startWorkerNodes(2);
  const [one, two = one] = workers.nodes;
  const guess = { account: "anna", address: "192.0.2.1" };
  for (const bus of [one, two, one, two, one]) {
    assertEquals(await bus.check(guess), 0);
    bus.ended(guess, "failed");
  }
  assertEquals(await two.check(guess), 1000);
  assertEquals(await one.check({ ...guess, account: "bob" }), 0);
  one.ended({ ...guess, account: "bob" }, "withdrawn");
});
