// A node's people, all at once: what is said of them, and which facts that means for who knew something else.

import { assertEquals } from "@std/assert";
import type { Fact } from "../src/fact.ts";
import { factsOf, present } from "../src/muster.ts";
import type { Muster, Present } from "../src/node_fact.ts";
import { Roster } from "../src/roster.ts";
import { topicSet } from "./support/facts.ts";

const NO_TABLES = { of: () => [] };
const anna = { id: "n1-c1", name: "anna" };
const bob = { id: "n1-c2", name: "bob", account: "7" };
const carl = { id: "n2-c1", name: "carl" };

function arrived(by: Present["by"], ...rooms: string[]): Fact[] {
  const joined = rooms.map((room) => ({ kind: "joined", at: 2, room, by }) as const);
  return [{ kind: "arrived", at: 1, by, address: "192.0.2.1" }, ...joined];
}

function rosterOf(...facts: Fact[]): Roster {
  const roster = new Roster({ lobby: "#lobby", history: 10 });
  for (const fact of facts) roster.apply(fact);
  return roster;
}

function musterOf(roster: Roster, ids: string[], first = true): Muster {
  const there = present(ids, { roster, tables: NO_TABLES });
  return { kind: "muster", at: 9, node: "n1-", first, ...there };
}

/** Who is where, by name. */
function peopleIn(roster: Roster): Record<string, string[]> {
  return Object.fromEntries(Array.from(roster.residents.values(), ({ person, away, rooms }) => {
    const name = away === null ? person.name : `${person.name} (${away})`;
    return [name, rooms.map(({ name }) => name)];
  }));
}

const known = rosterOf(
  ...arrived(anna, "#lobby", "#tea"),
  ...arrived(bob, "#tea"),
  { kind: "away", by: bob, text: "soup" },
  topicSet(anna, { text: "green", room: "#tea" }),
);

Deno.test("factsOf() tells a node that knows nothing who is where, and what is ruled there", () => {
  const roster = rosterOf(...arrived(carl, "#lobby"));
  for (const fact of factsOf(musterOf(known, [anna.id, bob.id]), roster)) roster.apply(fact);
  assertEquals(peopleIn(roster), {
    carl: ["#lobby"],
    anna: ["#lobby", "#tea"],
    "bob (soup)": ["#tea"],
  });
  assertEquals(roster.rooms.get("#tea")?.settings.topic, "green");
  assertEquals(roster.residents.get(bob.id)?.person, bob);
  assertEquals(roster.residents.get(bob.id)?.since, 1);
});

Deno.test("factsOf() means nothing for a node that knows all of it", () => {
  const facts = [...factsOf(musterOf(known, [anna.id, bob.id], false), known)];
  assertEquals(facts.filter(({ kind }) => kind !== "opened"), []);
});

Deno.test("factsOf() tells what has changed, and lets go who is not there any more", () => {
  const roster = rosterOf(...arrived({ ...anna, name: "ann" }, "#lobby", "#jam"), ...arrived(bob));
  const muster = musterOf(known, [anna.id], false);
  const facts = [...factsOf(muster, roster)];
  assertEquals(facts.map(({ kind }) => kind), ["departed", "opened", "renamed", "joined", "left"]);
  for (const fact of facts) roster.apply(fact);
  assertEquals(peopleIn(roster), { anna: ["#lobby", "#tea"] });
});

Deno.test("factsOf() of a node that is gone sends off its people and nobody else's", () => {
  const roster = rosterOf(...arrived(anna, "#lobby"), ...arrived(carl, "#lobby"));
  const gone = { ...musterOf(roster, []), people: [], rooms: [] };
  const facts = [...factsOf(gone, roster)];
  assertEquals(facts, [
    { kind: "departed", at: 9, by: anna, text: "connection lost", returns: true },
  ]);
});
