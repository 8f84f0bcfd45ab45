// Nodes over NATS keep the promises of every bus, with a real server between them.

import { assertEquals, assertRejects } from "@std/assert";
import type { Fact } from "../../src/fact.ts";
import { Roster } from "../../src/roster.ts";
import { Inbox, testBus } from "../support/bus_contract.ts";
import { openLink, startNatsNodes, startNode } from "../support/nats_link.ts";
import { NatsServer, withNats } from "../support/nats_server.ts";
import { said } from "../support/store_lines_contract.ts";

withNats((server) => {
  for (const count of [1, 2, 3]) {
    testBus(`NatsBus, one of ${count},`, () => startNatsNodes(server(), count));
  }

  Deno.test("NatsBus passes over what a later version says, and goes on", async () => {
    await using started = await startNatsNodes(server(), 2);
    const [one, two = one] = started.nodes;
    const inbox = new Inbox();
    two.attach((fact) => inbox.add(fact));
    const foreign = { kind: "teleported", by: { id: "n1-c1", name: "anna" } } as unknown as Fact;
    await one.publish(foreign);
    await one.publish(said(1, { room: "#lobby" }));
    await inbox.reaches(1);
    assertEquals(inbox.facts.map(({ kind }) => String(kind)), ["teleported", "said"]);
    const roster = new Roster({ lobby: "#lobby", history: 9 });
    for (const fact of inbox.facts) roster.apply(fact);
    assertEquals(roster.rooms.get("#lobby")?.history.length, 1);
  });

  Deno.test("NatsBus hears no room that nobody of its node hears, and hears it again with its past", async () => {
    const cluster = server().newCluster();
    const heard = new Set<string>();
    const inbox = new Inbox();
    const census = {
      present: () => ({ people: [], rooms: [] }),
      clients: () => heard.size,
      heard: () => heard,
      idsOf: () => [],
    };
    await using one = await startNode(server(), {
      cluster,
      node: "n1",
      census,
      receive: (fact) => inbox.add(fact),
    });
    await using two = await startNode(server(), { cluster, node: "n2" });
    await two.bus.follow("#tea");
    heard.add("#tea");
    await one.bus.follow("#tea");
    await two.bus.publish(said(1));
    await inbox.reaches(1);
    heard.clear();
    while (one.bus.hears("#tea")) await new Promise((resolve) => setTimeout(resolve, 20)); // sleep-ok: beats are real
    await two.bus.publish(said(2));
    await two.bus.publish(said(3, { room: "#lobby" }));
    await inbox.reaches(2);
    assertEquals(inbox.lines, ["line 1", "line 3"]);
    await one.bus.follow("#tea");
    const last = inbox.facts.findLast(({ kind }) => kind === "followed");
    assertEquals(last, { kind: "followed", room: "#tea", lines: [said(1), said(2)] });
  });

  Deno.test("NatsBus over a NATS with a password is let in with the right one", async () => {
    await using locked = await NatsServer.start(["--user", "anna", "--pass", "hunter2"]);
    await assertRejects(() => openLink(locked), Error);
    await assertRejects(() => openLink(locked, { user: "anna", password: "hunter3" }), Error);
    const link = await openLink(locked, { user: "anna", password: "hunter2" });
    await link.flush();
    await link.close();
  });
});
