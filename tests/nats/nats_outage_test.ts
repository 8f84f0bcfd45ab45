// What nodes over NATS keep of their promises when links are cut, NATS is killed or stopped, and nodes are
// silent: every line once, in one order, on every node; and everybody where they are.

import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import type { Census } from "../../src/bus.ts";
import { ChatError } from "../../src/errors.ts";
import type { Fact } from "../../src/fact.ts";
import type { Muster, Present } from "../../src/node_fact.ts";
import { MAX_WAITING_LINES } from "../../src/limits.ts";
import { Inbox } from "../support/bus_contract.ts";
import { CuttableLink } from "../support/cuttable_link.ts";
import { type NatsNode, startNode } from "../support/nats_link.ts";
import { NatsServer, withNats } from "../support/nats_server.ts";

/** Two nodes, the first of them by a way that can be cut. */
class Pair implements AsyncDisposable {
  private constructor(
    readonly way: CuttableLink,
    readonly one: NatsNode & { inbox: Inbox },
    readonly two: NatsNode & { inbox: Inbox },
  ) {}

  static async start(nats: NatsServer, people: readonly Present[] = []): Promise<Pair> {
    const cluster = nats.newCluster();
    const way = new CuttableLink(nats.port);
    const one = await withInbox(way, { cluster, node: "n1", people });
    const two = await withInbox(nats, { cluster, node: "n2", people: [] });
    return new Pair(way, one, two);
  }

  /** What both have received, if it is the same. */
  async lines(count: number): Promise<string[]> {
    await this.one.inbox.reaches(count);
    await this.two.inbox.reaches(count);
    assertEquals(this.one.inbox.lines, this.two.inbox.lines);
    return this.one.inbox.lines;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.way.mend();
    await this.one[Symbol.asyncDispose]();
    await this.two[Symbol.asyncDispose]();
    await this.way[Symbol.asyncDispose]();
  }
}

async function withInbox(
  at: { readonly port: number },
  { people, ...who }: { cluster: string; node: string; people: readonly Present[] },
) {
  const inbox = new Inbox();
  const census: Census = {
    present: () => ({ people, rooms: [] }),
    clients: () => people.length,
    heard: () => [],
    idsOf: ({ id }) => [id],
  };
  const node = await startNode(at, { ...who, census, receive: (fact) => inbox.add(fact) });
  return { ...node, [Symbol.asyncDispose]: node[Symbol.asyncDispose], inbox };
}

function said(text: string): Fact {
  return { kind: "said", id: text, at: 1, room: "#lobby", by: { id: "n1-c1", name: "anna" }, text };
}

/** Both say `count` lines, a few at a time; resolves when they are on their way. */
async function talk({ one, two }: Pair, { from, count }: { from: number; count: number }) {
  for (let n = from; n < from + count; n++) {
    void one.bus.publish(said(`one ${n}`));
    void two.bus.publish(said(`two ${n}`));
    if (n % 5 === 4) await new Promise((resolve) => setTimeout(resolve));
  }
}

function linesOf(who: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${who} ${n}`);
}

function assertComplete(lines: readonly string[], each: number): void {
  for (const who of ["one", "two"]) {
    assertEquals(lines.filter((line) => line.startsWith(who)), linesOf(who, each));
  }
}

const anna: Present = {
  by: { id: "n1-c1", name: "anna" },
  address: "192.0.2.1",
  since: 5,
  away: null,
  rooms: ["#lobby"],
};

withNats((shared) => {
  Deno.test("NatsBus loses and doubles no line when a node's link is cut, and cut again", async () => {
    await using pair = await Pair.start(shared());
    for (let round = 0; round < 3; round++) {
      await talk(pair, { from: round * 40, count: 20 });
      pair.way.cut();
      await talk(pair, { from: round * 40 + 20, count: 20 });
      pair.way.mend();
      await pair.lines((round + 1) * 80);
    }
    assertComplete(await pair.lines(240), 120);
  });

  Deno.test("NatsBus loses and doubles no line when NATS is killed and comes back", async () => {
    await using own = await NatsServer.start();
    await using pair = await Pair.start(own);
    await talk(pair, { from: 0, count: 30 });
    await own.kill();
    await talk(pair, { from: 30, count: 30 });
    await own.restart();
    assertComplete(await pair.lines(120), 60);
  });

  Deno.test("NatsBus waits out a NATS that hangs", async () => {
    await using own = await NatsServer.start();
    await using pair = await Pair.start(own);
    await talk(pair, { from: 0, count: 10 });
    own.signal("SIGSTOP");
    await talk(pair, { from: 10, count: 10 });
    await pair.one.inbox.first(isLink(false));
    await talk(pair, { from: 20, count: 10 });
    own.signal("SIGCONT");
    assertComplete(await pair.lines(60), 30);
    assertEquals(linksSeenBy(pair.one), [false, true]);
  });

  Deno.test("NatsBus tells its node of a lost link once, and refuses what nobody may wait for", async () => {
    await using pair = await Pair.start(shared());
    const { one, way } = pair;
    way.cut();
    await one.inbox.first(isLink(false));
    assertEquals(one.bus.state, "away");
    const by = { id: "n1-c1", name: "anna" };
    const joined = { kind: "joined", at: 1, by, room: "#tea" } as const;
    await assertRejects(() => one.bus.publish(joined), ChatError, "The link to the other servers");
    await assertRejects(() => one.bus.claim("anna", by.id), ChatError, "The link");
    const waits = one.bus.publish(said("one 0"));
    way.mend();
    await waits;
    await one.inbox.first(isLink(true));
    assertEquals(one.bus.state, "up");
    assertEquals(linksSeenBy(one), [false, true]);
    assert(await one.bus.claim("anna", by.id));
  });

  Deno.test("NatsBus takes no more lines than may wait, and says that it is full", async () => {
    await using pair = await Pair.start(shared());
    const { one, way } = pair;
    way.cut();
    await one.inbox.first(isLink(false));
    const published: Promise<void>[] = [];
    while (one.bus.state !== "full") {
      published.push(one.bus.publish(said(`one ${published.length}`)));
    }
    assert(published.length <= MAX_WAITING_LINES && published.length > MAX_WAITING_LINES - 9);
    way.mend();
    await Promise.all(published);
    assertEquals(one.inbox.lines, linesOf("one", published.length));
    assertNotEquals(one.bus.state, "full");
  });

  Deno.test("NatsBus holds a node that is silent for dead, and knows its people again when it is back", async () => {
    await using pair = await Pair.start(shared(), [anna]);
    const { one, two, way } = pair;
    assertEquals(peopleIn(await two.inbox.first(isMuster(1))), [anna]); // as it came after
    assert(await one.bus.claim("anna", "n1-c1"));
    assert(await one.bus.claim("ann", "n1-c1"));
    way.cut();
    assertEquals(peopleIn(await two.inbox.first(isMuster(0))), []);
    assert(await two.bus.claim("anna", "n2-c1"));
    way.mend();
    const back = await two.inbox.first((fact) => isMuster(1)(fact) && fact !== two.inbox.facts[0]);
    assertEquals(peopleIn(back), [anna]);
    await one.inbox.first(({ kind }) => kind === "ousted");
    const ousted = one.inbox.facts.filter(({ kind }) => kind === "ousted");
    assertEquals(ousted, [{ kind: "ousted", key: "anna", id: "n1-c1" }]);
    assertEquals(await two.bus.claim("ann", "n2-c1"), false);
  });

  Deno.test("NatsBus holds nobody for dead while it is cut off itself", async () => {
    await using pair = await Pair.start(shared());
    const { one, two, way } = pair;
    way.cut();
    await two.inbox.first(isMuster(0)); // it beats on, and misses the one that is cut off
    way.mend();
    await one.bus.publish(said("one 0"));
    await two.inbox.reaches(1);
    assertEquals(one.inbox.facts.filter(({ kind }) => kind === "muster"), []);
  });

  Deno.test("NatsBus forgets a node that left, and knows all that are there", async () => {
    const cluster = shared().newCluster();
    const one = await startNode(shared(), { cluster, node: "n1" });
    const two = await startNode(shared(), { cluster, node: "n2" });
    const names = ({ bus }: NatsNode) => bus.nodes().map(({ name }) => name);
    assertEquals(names(two), ["n2", "n1"]);
    await two[Symbol.asyncDispose]();
    await using three = await startNode(shared(), { cluster, node: "n3" });
    assertEquals(names(three), ["n3", "n1"]);
    await one[Symbol.asyncDispose]();
  });
});

function isLink(up: boolean): (fact: Fact) => boolean {
  return (fact) => fact.kind === "linked" && fact.up === up;
}

function linksSeenBy({ inbox }: { inbox: Inbox }): boolean[] {
  return inbox.facts.flatMap((fact) => fact.kind === "linked" ? [fact.up] : []);
}

function isMuster(people: number): (fact: Fact) => boolean {
  return (fact) => fact.kind === "muster" && fact.people.length === people;
}

function peopleIn(fact: Fact): readonly Present[] {
  return (fact as Muster).people;
}
