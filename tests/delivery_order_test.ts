// What comes of the facts that keep order, on two nodes that get the same ones: kicked, cut, noted,
// announced and settled. All others are seen through the chat.

import { assertEquals } from "@std/assert";
import { Delivery } from "../src/delivery.ts";
import type { Fact } from "../src/fact.ts";
import type { Person } from "../src/person.ts";
import { GuestNames } from "../src/guest_names.ts";
import { Hub } from "../src/hub.ts";
import { Member } from "../src/member.ts";
import { plain } from "../src/dialect/plain.ts";
import { silent } from "../src/log.ts";
import { Tables } from "../src/tables.ts";
import { Roster } from "../src/roster.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { topicSet } from "./support/facts.ts";
import { ManualTurns } from "./support/manual_turns.ts";
import { Recorder } from "./support/recorder.ts";

const anna: Person = { id: "1", name: "anna", account: "a" };
const bob: Person = { id: "2", name: "bob" };
const carl: Person = { id: "3", name: "carl", account: "c" };
const carlAgain: Person = { id: "4", name: "carl", account: "c" };

/** One node: its own roster, hub and clients. */
class Node {
  readonly turns = new ManualTurns();
  readonly roster = new Roster({ lobby: "#lobby", history: 10 });
  readonly delivery: Delivery;
  readonly #seen = new Map<string, Recorder>();
  readonly ended: string[] = [];

  constructor() {
    const { roster, turns } = this;
    const guests = new GuestNames(["guest"], () => 0);
    const unread = { entered() {}, left() {} };
    const parts = { roster, clock: new FakeClock(), guests, history: { add() {} }, unread };
    const tables = new Tables({ games: [], roster, log: silent });
    const atTables = { tables, scores: { add() {}, addGuest() {} }, alarms: { set() {} } };
    const hub = new Hub(turns.atTurnEnd);
    const rights = { role: () => "guest" as const };
    const options = { replay: 0, node: "" };
    this.delivery = new Delivery({ ...parts, ...atTables, hub, rights, log: silent }, options);
  }

  add(person: Person): void {
    const outbox = new Recorder();
    this.#seen.set(person.id, outbox);
    const onEnd = (text: string) => void this.ended.push(`${person.id}: ${text}`);
    const onBug = (bug: unknown) => {
      throw bug;
    };
    const address = "192.0.2.1";
    const member = new Member(person.id, {
      dialect: plain,
      outbox,
      owner: { onBug, onEnd },
      address,
    });
    member.person = person;
    this.delivery.add(member);
  }

  /** The lines that somebody has seen since they were last asked for. */
  news({ id }: Person): string[] {
    while (this.turns.pending) this.turns.end();
    const recorder = this.#seen.get(id);
    const lines = recorder?.text.split("\n").slice(0, -1) ?? [];
    recorder?.clear();
    return lines;
  }
}

/** anna and carl on one node, bob and another client of carl's on the other; all in #tea and nowhere else. */
function nodes() {
  const [here, there] = [new Node(), new Node()];
  for (const person of [anna, carl]) here.add(person);
  for (const person of [bob, carlAgain]) there.add(person);
  const tell = (...facts: Fact[]) => {
    for (const fact of facts) for (const node of [here, there]) node.delivery.receive(fact);
  };
  for (const by of [anna, bob, carl, carlAgain]) {
    tell({ kind: "arrived", at: 0, by, address: "192.0.2.1" });
    tell({ kind: "joined", at: 0, room: "#tea", by });
  }
  const quiet = () => [here.news(anna), here.news(carl), there.news(bob), there.news(carlAgain)];
  quiet();
  return { here, there, tell, quiet };
}

function kicked(who: Person, changes: Partial<Fact & { kind: "kicked" }> = {}): Fact {
  return { kind: "kicked", at: 0, room: "#tea", by: anna, who, text: "", ...changes };
}

Deno.test("kicked: somebody on another node is told, and is in the lobby on all nodes", () => {
  const { here, there, tell } = nodes();
  tell(kicked(bob, { text: "spam" }));
  assertEquals(there.news(bob), [
    "* anna kicked you out of #tea: spam",
    "* You are in #lobby alone",
  ]);
  assertEquals(here.news(carl), ["* anna kicked bob (spam)"]);
  assertEquals(here.news(anna), []);
  for (const { roster } of [here, there]) {
    assertEquals(roster.residents.get("2")?.rooms.map(({ name }) => name), ["#lobby"]);
    assertEquals(roster.rooms.get("#tea")?.people.has("2"), false);
  }
});

Deno.test("kicked: all clients of an account go at once, on whichever node", () => {
  const { here, there, tell } = nodes();
  tell(kicked(carl));
  const told = ["* anna kicked you out of #tea", "* You are in #lobby alone"];
  assertEquals([here.news(carl), there.news(carlAgain)], [told, told]);
  assertEquals(there.news(bob), ["* anna kicked carl"]);
});

Deno.test("kicked quietly: the room has been told already", () => {
  const { here, there, tell } = nodes();
  tell(kicked(bob, { text: "banned", quiet: true }));
  assertEquals(here.news(carl), []);
  assertEquals(there.news(bob)[0], "* anna kicked you out of #tea: banned");
});

Deno.test("kicked: those in the lobby see who has come, and nobody twice", () => {
  const { here, there, tell } = nodes();
  tell({ kind: "joined", at: 0, room: "#lobby", by: anna });
  tell({ kind: "joined", at: 0, room: "#lobby", by: carl });
  here.news(anna);
  here.news(carl);
  tell(kicked(bob));
  assertEquals(here.news(anna), ["* bob joined"]);
  tell(kicked(carlAgain));
  assertEquals(here.news(anna), [], "carl was there with another client");
  assertEquals(there.news(bob).at(-1), "* You are in #lobby with anna and carl");
});

Deno.test("kicked out of the lobby: the connection is ended on its own node", () => {
  const { here, there, tell } = nodes();
  tell({ kind: "joined", at: 0, room: "#lobby", by: bob });
  tell(kicked(bob, { room: "#lobby", text: "spam" }));
  assertEquals([here.ended, there.ended], [[], ["2: anna kicked you: spam"]]);
});

Deno.test("kicked: who is not in that room, or nowhere, is left alone", () => {
  const { here, tell, quiet } = nodes();
  tell(kicked(bob, { room: "#jam" }), kicked({ id: "9", name: "bob" }));
  tell({ kind: "departed", at: 0, by: bob, text: "" });
  quiet();
  tell(kicked(bob));
  assertEquals(quiet(), [[], [], [], []]);
  assertEquals(here.roster.rooms.get("#tea")?.people.size, 3);
});

Deno.test("cut: ends the one connection with that id, with a word to it", () => {
  const { here, there, tell } = nodes();
  tell({ kind: "cut", id: "2", text: "You are banned" }, { kind: "cut", id: "9", text: "x" });
  assertEquals([here.ended, there.ended], [[], ["2: You are banned"]]);
});

Deno.test("noted: reaches a guest by id, under whatever name, and all clients of an account", () => {
  const { here, there, tell } = nodes();
  tell({ kind: "renamed", at: 0, by: bob, name: "Robert" });
  there.news(carlAgain);
  here.news(carl);
  tell({ kind: "noted", to: bob, text: "one" }, { kind: "noted", to: carl, text: "two" });
  assertEquals(there.news(bob), ["* one"]);
  assertEquals([here.news(carl), there.news(carlAgain)], [["* two"], ["* two"]]);
  tell({ kind: "noted", to: { id: "", name: "carl", account: "other" }, text: "three" });
  assertEquals([here.news(carl), there.news(bob)], [[], []]);
});

Deno.test("announced: reaches everybody, also whoever says it", () => {
  const { here, there, tell } = nodes();
  tell({ kind: "announced", at: 0, by: anna, text: "tea is ready" });
  for (const [node, person] of [[here, anna], [here, carl], [there, bob]] as const) {
    assertEquals(node.news(person), ["*** anna to all: tea is ready"]);
  }
});

Deno.test("settled: the room hears of it, and what is older changes nothing", () => {
  const { here, there, tell } = nodes();
  tell(topicSet(anna, { text: "new", room: "#tea", revision: 2 }));
  assertEquals(there.news(bob), ["* anna set the topic: new"]);
  tell(topicSet(anna, { text: "old", room: "#tea", revision: 1 }));
  for (const { roster } of [here, there]) {
    assertEquals(roster.rooms.get("#tea")?.settings.topic, "new");
  }
});

Deno.test("settled for the whole server: kept on all nodes, and shown to nobody", () => {
  const { here, there, tell, quiet } = nodes();
  tell(topicSet(anna, { text: "all", room: "" }));
  assertEquals([here.roster.server.topic, there.roster.server.topic], ["all", "all"]);
  assertEquals(quiet(), [[], [], [], []]);
});
