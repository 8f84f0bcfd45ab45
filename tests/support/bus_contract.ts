// What every bus promises: facts in one order on every node, and a name for one holder at a time.
// Each implementation's test calls this with a way to start it.

import { assert, assertEquals } from "@std/assert";
import type { Bus } from "../../src/bus.ts";
import type { Fact } from "../../src/fact.ts";
import { promisesKept } from "./settle.ts";

export interface StartedBus extends AsyncDisposable {
  /** One bus for each node; at least one. Not yet attached. */
  readonly nodes: readonly [Bus, ...Bus[]];
}

/** Registers the tests of a bus. `start` gives a fresh one. */
export function testBus(name: string, start: () => Promise<StartedBus>): void {
  function test(promise: string, run: (nodes: StartedBus["nodes"]) => Promise<void>): void {
    Deno.test(`${name} ${promise}`, async () => {
      await using bus = await start();
      await run(bus.nodes);
    });
  }

  test("publish() resolves when this node has received the fact", async (nodes) => {
    const inboxes = nodes.map(attach);
    for (const [i, node] of nodes.entries()) {
      await node.publish(fact(`${i}`));
      assertEquals(inboxes[i]?.texts.at(-1), `${i}`);
    }
  });

  test("publish() hands on the fact as it is, whatever its characters", async (nodes) => {
    const inboxes = nodes.map(attach);
    const facts = [fact('née 🐙 "\\"\u200e'), fact(""), away(null), away("tea")];
    for (const each of facts) await nodes[0].publish(each);
    for (const inbox of inboxes) {
      await inbox.until(facts.length);
      assertEquals(inbox.facts, facts);
    }
  });

  test("publish() keeps each node's order, without waiting in between", async (nodes) => {
    const inboxes = nodes.map(attach);
    const each = Math.ceil(300 / nodes.length);
    const all = nodes.flatMap((node, i) =>
      Array.from({ length: each }, (_, n) => node.publish(fact(`${i} ${n}`)))
    );
    await Promise.all(all);
    for (const inbox of inboxes) {
      await inbox.until(all.length);
      for (const i of nodes.keys()) {
        const own = inbox.texts.filter((text) => text.startsWith(`${i} `));
        assertEquals(own, Array.from({ length: each }, (_, n) => `${i} ${n}`));
      }
    }
  });

  test("publish() has one order for all nodes, each fact once", async (nodes) => {
    const inboxes = nodes.map(attach);
    for (let n = 0; n < 50; n++) nodes.forEach((node, i) => node.publish(fact(`${i} ${n}`)));
    const [first, ...others] = inboxes;
    for (const inbox of inboxes) await inbox.until(50 * nodes.length);
    assertEquals(new Set(first?.texts).size, 50 * nodes.length);
    for (const { texts } of others) assertEquals(texts, first?.texts);
  });

  test("publish() from within the receiver comes after the fact that caused it", async (nodes) => {
    const [node] = nodes;
    const inbox = new Inbox();
    node.attach((each) => {
      inbox.add(each);
      if (inbox.texts.length === 1) node.publish(fact("answer"));
    });
    await node.publish(fact("question"));
    await inbox.until(2);
    assertEquals(inbox.texts, ["question", "answer"]);
  });

  test("claim() gives a name to the first who asks, and to nobody else", async (nodes) => {
    for (const node of nodes) attach(node);
    assertEquals(await nodes[0].claim("anna", "1"), true);
    for (const node of nodes) assertEquals(await node.claim("anna", "2"), false);
    assertEquals(await nodes[0].claim("bob", "2"), true);
  });

  test("claim() of one's own name is granted again", async (nodes) => {
    for (const node of nodes) attach(node);
    for (let i = 0; i < 3; i++) assertEquals(await nodes[0].claim("anna", "1"), true);
    assertEquals(await nodes[0].claim("anna", "2"), false);
  });

  test("claim() of one name by many at once has exactly one winner", async (nodes) => {
    for (const node of nodes) attach(node);
    for (const key of ["anna", "__proto__", "constructor", "née", "#tea"]) {
      const claims = Array.from({ length: 20 }, (_, i) => {
        return (nodes[i % nodes.length] as Bus).claim(key, `id${i}`);
      });
      const won = (await Promise.all(claims)).flatMap((yes, i) => yes ? [`id${i}`] : []);
      assertEquals(won.length, 1, key);
      assertEquals(await nodes[0].claim(key, won[0] ?? ""), true);
    }
  });

  test("claim() of many names by one holder is granted, each for itself", async (nodes) => {
    for (const node of nodes) attach(node);
    for (const key of ["a", "b", "c"]) assertEquals(await nodes[0].claim(key, "1"), true);
    nodes[0].release("b", "1");
    assert(await granted(nodes[0], "b", "2"));
    assertEquals([await nodes[0].claim("a", "2"), await nodes[0].claim("c", "2")], [false, false]);
  });

  test("release() frees a name for everyone, also for its last holder", async (nodes) => {
    for (const node of nodes) attach(node);
    for (const [i, node] of nodes.entries()) {
      assert(await granted(nodes[0], "anna", `before${i}`));
      nodes[0].release("anna", `before${i}`);
      assert(await granted(node, "anna", `after${i}`));
      node.release("anna", `after${i}`);
      assert(await granted(node, "anna", `after${i}`));
      node.release("anna", `after${i}`);
    }
  });

  test("release() by somebody else, of a free name, or twice changes nothing", async (nodes) => {
    for (const node of nodes) attach(node);
    await nodes[0].claim("anna", "1");
    for (const node of nodes) node.release("anna", "2");
    nodes[0].release("nobody's", "1");
    await settled(nodes);
    assertEquals(await nodes[0].claim("anna", "2"), false);
    nodes[0].release("anna", "1");
    assert(await granted(nodes[0], "anna", "2"));
    nodes[0].release("anna", "1");
    await settled(nodes);
    assertEquals(await nodes[0].claim("anna", "3"), false);
  });
}

/** Facts as one node received them. */
export class Inbox {
  readonly facts: Fact[] = [];
  #watchers: (() => void)[] = [];

  add(each: Fact): void {
    this.facts.push(each);
    for (const resolve of this.#watchers.splice(0)) resolve();
  }

  get texts(): string[] {
    return this.facts.map(textOf);
  }

  /** Of what was said. */
  get lines(): string[] {
    return this.facts.filter(({ kind }) => kind === "said").map(textOf);
  }

  /** Resolves when `count` lines have come, or more. */
  async reaches(count: number): Promise<void> {
    while (this.lines.length < count) await this.#next();
  }

  /** Resolves to the first fact that fits, also one that has come before. */
  async first(fits: (each: Fact) => boolean): Promise<Fact> {
    for (;;) {
      const found = this.facts.find(fits);
      if (found) return found;
      await this.#next();
    }
  }

  /** Resolves when `count` facts have come. */
  async until(count: number): Promise<void> {
    while (this.facts.length < count) {
      await this.#next();
    }
    assertEquals(this.facts.length, count);
  }

  #next(): Promise<void> {
    return new Promise((resolve) => this.#watchers.push(resolve));
  }
}

function textOf(fact: Fact): string {
  return "text" in fact ? fact.text ?? "" : "";
}

function attach(bus: Bus): Inbox {
  const inbox = new Inbox();
  bus.attach((each) => inbox.add(each));
  return inbox;
}

const by = { id: "1", name: "anna" };

function fact(text: string): Fact {
  return { kind: "said", id: text, at: 1, room: "#lobby", by, text };
}

function away(text: string | null): Fact {
  return { kind: "away", by, text };
}

/** What was released before is known everywhere once a later fact has made its way. */
async function settled(nodes: readonly Bus[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.publish(fact("later"))));
}

/** Whether a claim is granted, now or, since a release takes its way over the network, soon. */
async function granted(bus: Bus, key: string, id: string): Promise<boolean> {
  for (let tries = 0; tries < 1000; tries++) {
    if (await bus.claim(key, id)) return true;
    await promisesKept();
  }
  return false;
}
