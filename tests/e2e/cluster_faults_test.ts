// What people on several nodes notice when a node is killed, NATS is killed, and nodes are renewed one by one
// while everybody talks: each line once, in order; and who is gone is gone.

import { assert, assertEquals } from "@std/assert";
import { ChatNodes } from "../support/chat_nodes.ts";
import type { Client } from "../support/client.ts";
import { checkNumbered, countOf, numbered } from "./numbered.ts";
import { withPrograms } from "./scenario.ts";

const NEEDS = ["nc", "nats-server"];

/** Says numbered lines until it is told to stop. */
class Speaker {
  #said = 0;
  #stopped = false;
  readonly #running: Promise<void>;

  constructor(readonly client: Client, readonly name: string) {
    this.#running = this.#run();
    this.#running.catch(() => {}); // whoever waits for it is told
  }

  /** Resolves to how many it has said. */
  async stop(): Promise<number> {
    this.#stopped = true;
    await this.#running;
    return this.#said;
  }

  /** Resolves when it has said so many. */
  async reaches(count: number): Promise<void> {
    while (this.#said < count) await breath();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.client.say(numbered(this.name, this.#said++));
      await breath();
    }
  }
}

/** So that no speaker is quicker than a person with a macro. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2)); // sleep-ok: a pace, not a wait
}

/** What a listener has seen of what was said, each line checked. */
function heard({ lines }: Client): string[] {
  return checkNumbered(lines);
}

async function hearsAll(listener: Client, name: string, count: number): Promise<void> {
  await listener.until(() => countOf(name, heard(listener)) >= count);
  assertEquals(countOf(name, heard(listener)), count);
}

withPrograms({
  name: "Nodes: NATS is killed while people talk, and every line arrives, once and in order",
  needs: NEEDS,
}, async () => {
  await using cluster = await ChatNodes.start(2);
  const [anna, bob, carl, dora] = await Promise.all([
    cluster.enter(1, "anna"),
    cluster.enter(2, "bob"),
    cluster.enter(1, "carl"),
    cluster.enter(2, "dora"),
  ]);
  const speakers = [new Speaker(anna, "anna"), new Speaker(bob, "bob")] as const;
  await speakers[0].reaches(50);
  await cluster.nats.kill();
  const told = "* The link to the other servers is lost: what you say waits until it is back";
  for (const listener of [carl, dora]) await listener.line(told);
  await carl.say("/join tea\n/who\n/set bell on");
  await carl.line("* The link to the other servers is lost: try again in a moment");
  await carl.line(/^\* In #lobby \(4\)/);
  await cluster.nats.restart();
  for (const listener of [carl, dora]) {
    await listener.line(/^\* The link to the other servers is back/);
  }
  const said = [await speakers[0].stop(), await speakers[1].stop()] as const;
  for (const listener of [carl, dora]) {
    await hearsAll(listener, "anna", said[0]);
    await hearsAll(listener, "bob", said[1]);
    assertEquals(listener.lines.filter((line) => line === told).length, 1);
  }
  assertEquals(heard(carl), heard(dora));
  for (const client of [anna, bob, carl, dora]) await client.close();
});

withPrograms({
  name:
    "Nodes: the people of one that is killed or hangs are gone within 15 s; who only hung is back",
  needs: NEEDS,
}, async () => {
  await using cluster = await ChatNodes.start(3);
  const anna = await cluster.enter(1, "anna");
  const bob = await cluster.enter(2, "bob");
  const carl = await cluster.enter(3, "carl");
  const [, killed, hung] = cluster.nodes;
  const start = Date.now();
  killed?.signal("SIGKILL");
  hung?.signal("SIGSTOP");
  await anna.until((lines) => {
    const gone = (name: string) => lines.includes(`* ${name} left (connection lost)`);
    return gone("bob") && gone("carl");
  });
  await anna.say("/nick bob");
  await anna.line("* You are now bob");
  assert(Date.now() - start < 15_000);
  await anna.say("/who\nis anybody here?");
  await anna.line("* In #lobby (1): bob");
  hung?.signal("SIGCONT");
  await anna.line("* carl joined");
  await carl.line("bob: is anybody here?");
  await carl.say("I am");
  await anna.line("carl: I am");
  for (const client of [anna, bob, carl]) await client.close();
});

withPrograms({
  name: "Nodes: renewed one by one while people talk; nothing that was said is missing or doubled",
  needs: NEEDS,
}, async () => {
  await using cluster = await ChatNodes.start(2);
  const listener = await cluster.enter(1, "listener");
  const [anna, bob] = [await cluster.enter(1, "anna"), await cluster.enter(2, "bob")];
  const [stays, goes] = [new Speaker(anna, "anna"), new Speaker(bob, "bob")];
  await goes.reaches(50);
  const count = await goes.stop();
  await bob.say("/uptime");
  await bob.line(/^\* Up for/); // so that all was read, though it may not be stored
  cluster.nodes[1]?.signal("SIGTERM");
  await bob.line("* Server is going down");
  await listener.line(/^\* bob left/);
  assertEquals(countOf("bob", heard(listener)), count); // before the goodbye
  await bob.close();
  assertEquals((await cluster.nodes[1]?.exited())?.code, 0);
  await cluster.add("node3");
  const again = await cluster.enter(3, "carl");
  const late = new Speaker(again, "carl");
  await late.reaches(20);
  const more = await late.stop();
  await hearsAll(listener, "anna", await stays.stop());
  await hearsAll(listener, "carl", more);
  for (const client of [listener, anna, again]) await client.close();
});
