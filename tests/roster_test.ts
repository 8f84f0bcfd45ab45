// Who is where and what was said last: what each fact changes, and that facts about those who are gone
// change nothing.

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import type { Fact } from "../src/fact.ts";
import type { Line } from "../src/line.ts";
import type { Person } from "../src/person.ts";
import { Roster, type RosterOptions } from "../src/roster.ts";
import { Random } from "./support/random.ts";
import { NO_SETTINGS } from "../src/room_settings.ts";
import { topicSet } from "./support/facts.ts";

const LOBBY = "#lobby";
const anna = { id: "1", name: "Anna" };
const bob = { id: "2", name: "bob" };

function arrived(by: Person, at = 0): Fact {
  return { kind: "arrived", at, by, address: "192.0.2.1" };
}

function joined(by: Person, room = LOBBY): Fact {
  return { kind: "joined", at: 0, room, by };
}

function left(by: Person, room = LOBBY): Fact {
  return { kind: "left", at: 0, room, by, text: "" };
}

function departed(by: Person): Fact {
  return { kind: "departed", at: 0, by, text: "" };
}

function renamed(by: Person, name: string): Fact {
  return { kind: "renamed", at: 0, by, name };
}

function said(by: Person, text: string, room = LOBBY): Line {
  return { kind: "said", id: text, at: 0, room, by, text };
}

function rosterAfter(facts: readonly Fact[], options: Partial<RosterOptions> = {}): Roster {
  const roster = new Roster({ lobby: LOBBY, history: 100, ...options });
  for (const fact of facts) roster.apply(fact);
  return roster;
}

/** The state, as comparable data. */
function shown({ rooms, residents }: Roster): unknown {
  return {
    rooms: [...rooms.values()].map(({ name, settings, people, heads, history }) => {
      return { name, settings, heads, people: [...people.keys()], history: [...history] };
    }),
    residents: [...residents.values()].map(({ person, away, since, rooms }) => {
      return { person, away, since, rooms: rooms.map(({ name }) => name) };
    }),
  };
}

Deno.test("Roster begins with an empty lobby that never vanishes", () => {
  const roster = rosterAfter([arrived(anna), joined(anna), left(anna)]);
  assertEquals([...roster.rooms.keys()], [LOBBY]);
  assertEquals(rosterAfter([]).rooms.get(LOBBY)?.people.size, 0);
});

Deno.test("Roster.apply() arrived: somebody is here, in no room, since then", () => {
  const { residents, named } = boundTo(rosterAfter([arrived(anna, 42)]));
  const address = "192.0.2.1";
  assertEquals(residents.get("1"), { person: anna, away: null, since: 42, address, rooms: [] });
  assertStrictEquals(named("Anna"), residents.get("1"));
});

Deno.test("Roster.named() finds a name in any case, and nobody by a name that is not theirs", () => {
  const { named } = boundTo(rosterAfter([arrived(anna), arrived(bob)]));
  assertEquals(["anna", "ANNA", "Bob"].map((name) => named(name)?.person.id), ["1", "1", "2"]);
  for (const name of ["", "ann", "__proto__", "constructor", "toString"]) {
    assertEquals(named(name), undefined);
  }
});

Deno.test("Roster.apply() joined: opens a room, or adds to one, and a person may be in several", () => {
  const facts = [
    arrived(anna),
    arrived(bob),
    joined(anna, "#tea"),
    joined(bob, "#tea"),
    joined(bob),
  ];
  const { rooms, residents } = rosterAfter(facts);
  assertEquals([...rooms.get("#tea")?.people.keys() ?? []], ["1", "2"]);
  assertEquals(residents.get("2")?.rooms.map(({ name }) => name), ["#tea", LOBBY]);
});

Deno.test("Roster.apply() left: closes a room with its last person, history and topic with it", () => {
  const facts = [arrived(anna), joined(anna, "#tea"), said(anna, "hi", "#tea"), left(anna, "#tea")];
  const roster = rosterAfter(facts);
  assertEquals([...roster.rooms.keys()], [LOBBY]);
  assertEquals(roster.residents.get("1")?.rooms, []);
  roster.apply(joined(anna, "#tea"));
  assertEquals(roster.rooms.get("#tea")?.history, []);
});

function opened(lines: readonly Line[], room = "#tea"): Fact {
  return { kind: "opened", room, lines, settings: NO_SETTINGS };
}

Deno.test("Roster.apply() opened: a room begins with its past, the latest lines of it", () => {
  const past = ["1", "2", "3", "4"].map((text) => said(bob, text, "#tea"));
  const facts = [arrived(anna), opened(past), joined(anna, "#tea"), said(anna, "hi", "#tea")];
  const history = (keep: number) =>
    rosterAfter(facts, { history: keep }).rooms.get("#tea")?.history;
  assertEquals(history(100), [...past, said(anna, "hi", "#tea")]);
  assertEquals(history(3), [...past.slice(2), said(anna, "hi", "#tea")]);
  assertEquals(history(0), []);
});

Deno.test("Roster.apply() opened: changes nothing in a room where something was said", () => {
  const facts = [arrived(anna), joined(anna, "#tea"), said(anna, "hi", "#tea")];
  const roster = rosterAfter([...facts, opened([said(bob, "old", "#tea")])]);
  assertEquals(roster.rooms.get("#tea")?.history, [said(anna, "hi", "#tea")]);
  assertEquals(roster.rooms.get("#tea")?.people.size, 1);
});

Deno.test("Roster.apply() opened: leaves no room behind for one who departed before they came", () => {
  const past = [said(bob, "old", "#tea")];
  const facts = [arrived(anna), opened(past), departed(anna), joined(anna, "#tea")];
  assertEquals([...rosterAfter(facts).rooms.keys()], [LOBBY]);
  const lobby = rosterAfter([opened(past, LOBBY), joined(anna)]).rooms.get(LOBBY);
  assertEquals(lobby?.history, past);
});

Deno.test("Roster.apply() departed: gone from all rooms, and the name is free", () => {
  const roster = rosterAfter([
    ...[arrived(anna), joined(anna), joined(anna, "#tea"), joined(anna, "#jam")],
    ...[arrived(bob), joined(bob, "#jam"), departed(anna)],
  ]);
  assertEquals([...roster.rooms.keys()], [LOBBY, "#jam"]);
  assertEquals(roster.rooms.get(LOBBY)?.people.size, 0);
  assertEquals([roster.residents.size, roster.named("anna")], [1, undefined]);
});

Deno.test("Roster.apply() departed: leaves a name alone that somebody else has taken since", () => {
  const other = { id: "3", name: "anna" };
  const roster = rosterAfter([arrived(anna), arrived(other), departed(anna)]);
  assertStrictEquals(roster.named("Anna"), roster.residents.get("3"));
});

Deno.test("Roster.apply() renamed: the new name finds them, the old one nobody", async (t) => {
  const cases = [
    { to: "carla", found: ["carla", "CARLA"], lost: ["anna"] },
    { to: "ANNA", found: ["anna", "Anna"], lost: [] },
  ];
  for (const { to, found, lost } of cases) {
    await t.step(to, () => {
      const { named, residents } = boundTo(rosterAfter([arrived(anna), renamed(anna, to)]));
      assertEquals(residents.get("1")?.person, { id: "1", name: to });
      for (const name of found) assertEquals(named(name)?.person.id, "1");
      for (const name of lost) assertEquals(named(name), undefined);
    });
  }
});

Deno.test("Roster.apply() renamed: keeps rooms, away text and the lines said before", () => {
  const facts: Fact[] = [arrived(anna), joined(anna), said(anna, "hi")];
  const roster = rosterAfter([...facts, { kind: "away", by: anna, text: "tea" }]);
  roster.apply(renamed(anna, "carla"));
  const resident = roster.residents.get("1");
  assertEquals([resident?.away, resident?.rooms.length], ["tea", 1]);
  assertEquals(roster.rooms.get(LOBBY)?.history, [said(anna, "hi")]);
  assertStrictEquals(roster.rooms.get(LOBBY)?.people.get("1"), resident);
});

Deno.test("Roster.apply() said and acted: keeps the latest lines, oldest first, as many as asked", () => {
  for (const history of [0, 1, 3, 100]) {
    const lines = Array.from({ length: 10 }, (_, i) => said(bob, `${i}`));
    lines[9] = { ...said(bob, "waves"), kind: "acted" };
    const { rooms } = rosterAfter(lines, { history });
    assertEquals(rooms.get(LOBBY)?.history, history === 0 ? [] : lines.slice(-history));
  }
});

Deno.test("Roster.apply() topic and away: set and cleared", () => {
  const away = (text: string | null): Fact => ({ kind: "away", by: anna, text });
  const roster = rosterAfter([arrived(anna), joined(anna)]);
  for (const [revision, text] of ["", "tea", ""].entries()) {
    roster.apply(topicSet(anna, { text, revision }));
    assertEquals(roster.rooms.get(LOBBY)?.settings.topic, text);
  }
  for (const text of ["lunch", null]) {
    roster.apply(away(text));
    assertEquals(roster.residents.get("1")?.away, text);
  }
});

Deno.test("Roster.apply() changes nothing for people and rooms that are not there", async (t) => {
  const gone = { id: "9", name: "gone" };
  const facts: Fact[] = [
    joined(gone),
    joined(gone, "#new"),
    left(gone),
    left(anna, "#nowhere"),
    departed(gone),
    renamed(gone, "back"),
    said(anna, "hi", "#nowhere"),
    topicSet(anna, { text: "x", room: "#nowhere" }),
    { kind: "away", by: gone, text: "x" },
    { kind: "told", id: "l1", at: 0, by: anna, to: bob, text: "psst" },
  ];
  for (const fact of facts) {
    await t.step(fact.kind, () => {
      const roster = rosterAfter([arrived(anna), joined(anna), said(anna, "hi")]);
      const before = shown(roster);
      roster.apply(fact);
      assertEquals(shown(roster), before);
    });
  }
});

Deno.test("Roster agrees on every node that applies the same facts, and with itself", () => {
  for (let seed = 0; seed < 50; seed++) {
    const facts = randomFacts(new Random(seed));
    const roster = rosterAfter(facts, { history: 5 });
    assertEquals(shown(roster), shown(rosterAfter(facts, { history: 5 })));
    for (const room of roster.rooms.values()) {
      const inside = [...roster.residents.values()].filter(({ rooms }) => rooms.includes(room));
      assertEquals(inside.length, room.people.size, `Seed ${seed}`);
      assert(room.people.size > 0 || room.name === LOBBY, `Seed ${seed}`);
    }
    for (const resident of roster.residents.values()) {
      assertStrictEquals(roster.named(resident.person.name), resident, `Seed ${seed}`);
    }
  }
});

/** What six people may do, also when they are not there. Nobody arrives twice with the same id. */
function randomFacts(random: Random): Fact[] {
  const people = Array.from({ length: 6 }, (_, i) => ({ id: `${i}`, name: `p${i}` }));
  const facts = people.map((by) => arrived(by));
  for (let i = 0; i < 150; i++) {
    const at = random.below(people.length);
    const by = people[at] as Person;
    const room = random.pick([LOBBY, "#a", "#b"]);
    const doings = [joined(by, room), left(by, room), renamed(by, `n${i}`), said(by, `${i}`, room)];
    facts.push(doings[random.below(doings.length)] as Fact);
    if (random.below(10) > 0) continue;
    const next = people[at] = { id: `id${i}`, name: `p${i}` };
    facts.push(departed(by), arrived(next));
  }
  return facts;
}

/** Another client of an account. */
function client(id: string, account = "a1", name = "Anna"): Person {
  return { id, name, account };
}

function became(by: Person, now: Person): Fact {
  const { name, account } = now;
  return { kind: "renamed", at: 0, by, name, ...account === undefined ? {} : { account } };
}

Deno.test("Roster.namesakes() are all clients of an account, in order of coming, and named() the first", () => {
  const roster = rosterAfter(["1", "2", "3"].map((id) => arrived(client(id))));
  const ids = (name: string) => roster.namesakes(name).map(({ person }) => person.id);
  assertEquals([ids("anna"), ids("ANNA"), ids("bob")], [["1", "2", "3"], ["1", "2", "3"], []]);
  roster.apply(departed(client("1")));
  assertEquals([ids("anna"), roster.named("anna")?.person.id], [["2", "3"], "2"]);
  roster.apply(became(client("3"), { id: "3", name: "carl" }));
  assertEquals([ids("anna"), ids("carl")], [["2"], ["3"]]);
  roster.apply(departed(client("2")));
  assertEquals(roster.named("anna"), undefined);
});

Deno.test("Roster.clientsOf() a guest is one client, of an account all that are logged in, and no namesake", () => {
  const guest = { id: "3", name: "Anna" }; // for a moment, while the name is given back
  const roster = rosterAfter([client("1"), client("2"), guest].map((by) => arrived(by)));
  const ids = (who: Person) => roster.clientsOf(who).map(({ person }) => person.id);
  assertEquals([ids(client("1")), ids(client("9"))], [["1", "2"], ["1", "2"]]);
  assertEquals([ids(guest), ids({ ...bob, id: "9" }), ids(client("1", "other"))], [["3"], [], []]);
});

Deno.test("Roster.awayText() is that of who is away on all clients", () => {
  const away = (by: Person, text: string | null): Fact => ({ kind: "away", by, text });
  const roster = rosterAfter([client("1"), client("2")].map((by) => arrived(by)));
  const texts = () =>
    ["1", "2"].map((id) => {
      const resident = roster.residents.get(id);
      return resident && roster.awayText(resident);
    });
  assertEquals(texts(), [null, null]);
  roster.apply(away(client("1"), "lunch"));
  assertEquals(texts(), [null, null]);
  roster.apply(away(client("2"), "out"));
  assertEquals(texts(), ["lunch", "out"]);
  roster.apply(away(client("1"), null));
  assertEquals(texts(), [null, null]);
});

Deno.test("Roster.apply() registration: a name is registered, by its key, until it is not", () => {
  const roster = rosterAfter([]);
  const registration = (registered: boolean): Fact => {
    return { kind: "registration", key: "anna", registered };
  };
  const seen = [true, true, false, false].map((registered) => {
    roster.apply(registration(registered));
    return roster.isRegistered("anna");
  });
  assertEquals(seen, [true, true, false, false]);
  assertEquals(roster.isRegistered("bob"), false);
});

Deno.test("Roster.apply() settled: the greater revision counts, in whatever order they come", () => {
  for (const order of [[1, 2, 3], [3, 2, 1], [2, 3, 1], [3, 3, 2]]) {
    for (const room of [LOBBY, "#tea"]) {
      const roster = rosterAfter([arrived(anna), joined(anna, "#tea")]);
      for (const revision of order) {
        roster.apply(topicSet(anna, { text: `${revision}`, room, revision }));
      }
      assertEquals(roster.rooms.get(room)?.settings.topic, "3");
    }
  }
});

Deno.test("Roster.apply() settled: the server's own rules have no room", () => {
  const roster = rosterAfter([topicSet(anna, { text: "x", room: "" })]);
  assertEquals([roster.server.topic, roster.rooms.get(LOBBY)?.settings.topic], ["x", ""]);
  roster.apply(topicSet(anna, { text: "y", room: "#nowhere", revision: 2 }));
  assertEquals([roster.server.topic, roster.rooms.size], ["x", 1]);
});

Deno.test("Roster.apply() opened: brings rules that are newer than those at hand, and no older ones", () => {
  const rules = (revision: number) => ({ ...NO_SETTINGS, revision, topic: `${revision}` });
  const roster = rosterAfter([arrived(anna), joined(anna, "#tea")]);
  for (const [revision, topic] of [[2, "2"], [1, "2"], [3, "3"]] as const) {
    roster.apply({ kind: "opened", room: "#tea", lines: [], settings: rules(revision) });
    assertEquals(roster.rooms.get("#tea")?.settings.topic, topic);
  }
});

Deno.test("Roster.apply() kicked: out of the room, and into the lobby if it was the only one", () => {
  const kicked = (room: string): Fact => ({
    kind: "kicked",
    at: 0,
    room,
    by: bob,
    who: anna,
    text: "",
  });
  const where = (...facts: Fact[]) => {
    const roster = rosterAfter([arrived(anna), ...facts]);
    return roster.residents.get("1")?.rooms.map(({ name, people, heads }) => {
      assertEquals([people.size, heads], [1, 1]);
      return name;
    });
  };
  assertEquals(where(joined(anna, "#tea"), kicked("#tea")), [LOBBY]);
  assertEquals(where(joined(anna, "#tea"), joined(anna, "#jam"), kicked("#tea")), ["#jam"]);
  assertEquals(where(joined(anna), kicked(LOBBY)), [LOBBY]); // the connection ends then
  assertEquals(where(departed(anna), kicked("#tea")), undefined);
});

Deno.test("Roster.apply() forgotten: an account's lines are gone from every room, and nobody else's", () => {
  const [hers, other, guest] = [client("1"), client("2", "a2", "carl"), { ...bob, id: "3" }];
  const facts = [hers, other, guest].flatMap((by) => [
    arrived(by),
    joined(by),
    said(by, `${by.id} here`),
    joined(by, "#tea"),
    said(by, `${by.id} there`, "#tea"),
  ]);
  const { rooms } = rosterAfter([...facts, { kind: "forgotten", account: "a1" }]);
  const left = [...rooms.values()].map(({ history }) => history.map(({ text }) => text));
  assertEquals(left, [["2 here", "3 here"], ["2 there", "3 there"]]);
});

Deno.test("Roster counts heads right whoever comes, goes, logs in or out, in whatever order", () => {
  for (let seed = 0; seed < 50; seed++) {
    const roster = rosterAfter([]);
    for (const fact of accountFacts(new Random(seed))) {
      roster.apply(fact);
      for (const { name, people, heads } of roster.rooms.values()) {
        const inside = [...people.values()].map(({ person }) => person.account ?? person.id);
        assertEquals(heads, new Set(inside).size, `Seed ${seed}, ${name}, ${fact.kind}`);
      }
    }
  }
});

/** What eight clients of two accounts may do. */
function accountFacts(random: Random): Fact[] {
  const people: Person[] = Array.from({ length: 8 }, (_, i) => ({ id: `c${i}`, name: `p${i}` }));
  const facts = people.map((by) => arrived(by));
  for (let i = 0; i < 200; i++) {
    const at = random.below(people.length);
    const by = people[at] as Person;
    const room = random.pick([LOBBY, "#a"]);
    switch (random.below(8)) {
      case 0:
        facts.push({ kind: "kicked", at: 0, room, by, who: by, text: "" });
        break;
      case 1:
        facts.push(departed(by), arrived(people[at] = { id: `id${i}`, name: `p${at}` }));
        break;
      case 2:
        facts.push(became(by, people[at] = { id: by.id, name: `p${at}` }));
        break;
      case 3:
      case 4: {
        const [account, name] = random.pick([["a1", "anna"], ["a2", "bob"]] as const);
        facts.push(became(by, people[at] = client(by.id, account, name)));
        break;
      }
      case 5:
        facts.push(left(by, room));
        break;
      default:
        facts.push(joined(by, room));
    }
  }
  return facts;
}

function boundTo(roster: Roster) {
  return { residents: roster.residents, named: (name: string) => roster.named(name) };
}
