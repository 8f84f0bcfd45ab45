// Who gets which bytes: everyone in a room at the time but the speaker, in one order, whole and once,
// and the very same bytes wherever that is possible. Turns of the event loop end when the test says so.

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import type { ChatEvent } from "../src/event.ts";
import type { Said } from "../src/line.ts";
import type { Person } from "../src/person.ts";
import { Hub } from "../src/hub.ts";
import { ManualTurns } from "./support/manual_turns.ts";
import { Random } from "./support/random.ts";
import { Receiver, type ReceiverOptions, Transcript } from "./support/recorder.ts";

const ROOM = "#room";

function person(name: string): Person {
  return { id: name, name };
}

function said(by: string, text: string, room = ROOM): Said {
  return { kind: "said", id: text, at: 0, room, by: person(by), text };
}

function notice(text: string): ChatEvent {
  return { kind: "notice", text };
}

function open() {
  const turns = new ManualTurns();
  const hub = new Hub(turns.atTurnEnd);
  return { turns, hub };
}

/** A hub with these in one room, all reading one dialect. */
function room(names: readonly string[], options: ReceiverOptions = {}) {
  const { turns, hub } = open();
  const dialect = options.dialect ?? new Transcript();
  const receivers = names.map((name) => new Receiver(name, { ...options, dialect }));
  for (const receiver of receivers) hub.subscribe(ROOM, receiver);
  return { turns, hub, dialect, receivers: receivers as [Receiver, ...Receiver[]] };
}

/** The texts of the events that came. */
function texts(receiver: Receiver): string {
  return receiver.events.map((event) => "text" in event ? event.text : event.kind).join(" ");
}

Deno.test("Hub.post() reaches everyone but the speaker, at the end of the turn", () => {
  const { turns, hub, receivers } = room(["anna", "bob", "carl"]);
  hub.post(ROOM, said("anna", "hello"));
  assertEquals(receivers.map(texts), ["", "", ""]);
  turns.end();
  assertEquals(receivers.map(texts), ["", "hello", "hello"]);
  assertEquals(receivers[1]?.events, [said("anna", "hello")]);
});

Deno.test("Hub.post() gives members who wrote nothing the same bytes", () => {
  const { turns, hub, receivers, dialect } = room(["anna", "bob", "carl", "dora"]);
  hub.post(ROOM, said("anna", "one"));
  hub.post(ROOM, said("anna", "two"));
  turns.end();
  const [anna, bob, carl, dora] = receivers.map(({ pieces }) => pieces);
  assertEquals([anna?.length, bob?.length], [0, 1]);
  assertStrictEquals(bob?.[0], carl?.[0]);
  assertStrictEquals(bob?.[0], dora?.[0]);
  assertEquals((dialect as Transcript).rendered, 2);
});

Deno.test("Hub.post() gives a speaker a copy without their own lines, and others the shared bytes", () => {
  const { turns, hub, receivers, dialect } = room(["anna", "bob", "carl", "dora"]);
  const lines = [["anna", "née"], ["bob", "🐙"], ["anna", "日本"], ["anna", "z"], ["bob", "b"]];
  for (const [name = "", text = ""] of lines) hub.post(ROOM, said(name, text));
  turns.end();
  assertEquals(receivers.map(texts), ["🐙 b", "née 日本 z", "née 🐙 日本 z b", "née 🐙 日本 z b"]);
  const [, bob, carl, dora] = receivers;
  assertStrictEquals(carl?.pieces[0], dora?.pieces[0]);
  assert(bob?.pieces[0]?.buffer !== carl?.pieces[0]?.buffer);
  assertEquals((dialect as Transcript).rendered, lines.length);
});

Deno.test("Hub.post() hands a subscriber what one turn brought as one piece", () => {
  const { turns, hub, receivers } = room(["anna", "bob"]);
  for (let i = 0; i < 5; i++) hub.post(ROOM, said("anna", `${i}`));
  turns.end();
  hub.post(ROOM, said("anna", "next"));
  turns.end();
  assertEquals(receivers[1]?.pieces.length, 2);
  assertEquals(receivers.map(texts), ["", "0 1 2 3 4 next"]);
});

Deno.test("Hub.post() asks for one turn end, however many rooms are posted to, and none for nobody", () => {
  let asked = 0;
  const turns = new ManualTurns();
  const hub = new Hub((work) => {
    asked++;
    turns.atTurnEnd(work);
  });
  const anna = new Receiver("anna");
  for (const name of ["#a", "#b"]) hub.subscribe(name, anna);
  hub.subscribe("#left", anna);
  hub.unsubscribe("#left", anna);
  for (const name of ["#empty", "#left"]) hub.post(name, said("bob", "unheard", name));
  assertEquals(asked, 0);
  for (let turn = 1; turn <= 2; turn++) {
    for (const name of ["#a", "#b", "#a"]) hub.post(name, said("bob", "hi", name));
    assertEquals(asked, turn);
    turns.end();
  }
  assertEquals(anna.events.length, 6);
});

Deno.test("Hub.post() stays in its room", () => {
  const { turns, hub } = open();
  const [anna, bob, both] = [new Receiver("anna"), new Receiver("bob"), new Receiver("both")];
  for (const receiver of [anna, both]) hub.subscribe("#a", receiver);
  for (const receiver of [bob, both]) hub.subscribe("#b", receiver);
  hub.post("#a", said("x", "a", "#a"));
  hub.post("#b", said("x", "b", "#b"));
  turns.end();
  assertEquals([anna, bob, both].map(texts), ["a", "b", "a b"]);
});

Deno.test("Hub.post() shows an event that is by nobody to everyone", () => {
  const { turns, hub, receivers } = room(["anna", "bob"]);
  const crowd = { names: ["anna"], others: 0 };
  const balance = { came: [], went: [], whole: true, people: 2 };
  const left = { names: [], others: 0 };
  hub.post(ROOM, { kind: "crowd", at: 0, room: ROOM, joined: crowd, left, balance });
  turns.end();
  assertEquals(receivers.map(texts), ["crowd", "crowd"]);
  assertStrictEquals(receivers[0].pieces[0], receivers[1]?.pieces[0]);
});

Deno.test("Hub.post() keeps hidden people's events from who hides them, and only those", () => {
  const { turns, hub, receivers: [anna, bob], dialect } = room(["anna", "bob"]);
  const picky = new Receiver("carl", { dialect, hidden: ["bob"] });
  hub.subscribe(ROOM, picky);
  hub.post(ROOM, said("anna", "née"));
  hub.post(ROOM, said("bob", "hidden 🐙"));
  hub.post(ROOM, { kind: "joined", at: 0, room: ROOM, by: person("bob") });
  hub.post(ROOM, said("carl", "own"));
  hub.post(ROOM, said("anna", "日本"));
  turns.end();
  assertEquals(texts(picky), "née 日本");
  assertEquals(texts(anna), "hidden 🐙 joined own");
  assertEquals(bob && texts(bob), "née own 日本");
});

Deno.test("Hub.post() gives who hides nobody present the shared bytes too", () => {
  const { turns, hub, receivers, dialect } = room(["anna", "bob"]);
  const picky = new Receiver("carl", { dialect, hidden: ["zoe"] });
  hub.subscribe(ROOM, picky);
  hub.post(ROOM, said("anna", "hello"));
  turns.end();
  assertStrictEquals(picky.pieces[0], receivers[1]?.pieces[0]);
});

Deno.test("Hub.post() delivers nothing to whom nothing is visible", () => {
  const { turns, hub, receivers } = room(["anna", "bob"], { hidden: ["anna"] });
  hub.post(ROOM, said("anna", "hello"));
  turns.end();
  assertEquals(receivers.map(({ pieces }) => pieces.length), [0, 0]);
});

Deno.test("Hub renders once for each dialect, and for each viewer of a personal one", () => {
  const { turns, hub } = open();
  const [one, other] = [new Transcript(), new Transcript()];
  const personal = new Transcript({ personal: true });
  const all = [one, other, personal].flatMap((dialect, i) =>
    ["anna", "bob", "carl"].map((name) => new Receiver(`${name}${i}`, { dialect }))
  );
  for (const receiver of all) hub.subscribe(ROOM, receiver);
  hub.post(ROOM, said("anna0", "one"));
  hub.post(ROOM, said("anna2", "two"));
  turns.end();
  assertEquals([one.rendered, other.rendered], [2, 2]);
  assertEquals([...one.viewers, ...other.viewers], []);
  assertEquals(personal.viewers, ["anna2", "bob2", "bob2", "carl2", "carl2"]);
  for (const receiver of all) {
    const expected = ["anna0 one", "anna2 two"].filter((line) => !line.startsWith(receiver.name));
    assertEquals(texts(receiver), expected.map((line) => line.split(" ")[1]).join(" "));
  }
});

Deno.test("Hub.subscribe() in the middle of a turn begins with what is posted after", () => {
  const { turns, hub, receivers: [anna], dialect } = room(["anna"]);
  const bob = new Receiver("bob", { dialect });
  hub.post(ROOM, said("x", "before"));
  hub.subscribe(ROOM, bob);
  hub.post(ROOM, said("x", "after"));
  turns.end();
  hub.post(ROOM, said("x", "later"));
  turns.end();
  assertEquals([anna, bob].map(texts), ["before after later", "after later"]);
});

Deno.test("Hub.unsubscribe() in the middle of a turn gives what was posted before, and nothing after", () => {
  const { turns, hub, receivers: [anna, bob] } = room(["anna", "bob"]);
  assert(bob);
  hub.post(ROOM, said("x", "before"));
  hub.unsubscribe(ROOM, bob);
  assertEquals(texts(bob), "before");
  hub.post(ROOM, said("x", "after"));
  turns.end();
  assertEquals([anna, bob].map(texts), ["before after", "before"]);
});

Deno.test("Hub.unsubscribe() of the last one, or of a stranger, is harmless", () => {
  const { turns, hub, receivers: [anna] } = room(["anna"]);
  hub.unsubscribe(ROOM, new Receiver("stranger"));
  hub.unsubscribe("#nowhere", anna);
  hub.post(ROOM, said("x", "one"));
  hub.unsubscribe(ROOM, anna);
  hub.subscribe(ROOM, anna);
  hub.post(ROOM, said("x", "two"));
  turns.end();
  assertEquals(texts(anna), "one two");
});

Deno.test("Hub misses and doubles nothing when someone leaves and comes back within a turn", () => {
  const { turns, hub, receivers } = room(["anna", "bob"]);
  const [anna, bob] = receivers;
  assert(bob);
  for (let i = 0; i < 4; i++) {
    hub.post(ROOM, said("x", `in${i}`));
    hub.unsubscribe(ROOM, bob);
    hub.post(ROOM, said("x", `out${i}`));
    hub.subscribe(ROOM, bob);
  }
  turns.end();
  assertEquals(texts(bob), "in0 in1 in2 in3");
  assertEquals(texts(anna), "in0 out0 in1 out1 in2 out2 in3 out3");
});

Deno.test("Hub.tell() reaches one receiver at once, after all that its rooms were posted", () => {
  const { turns, hub, receivers: [anna, bob] } = room(["anna", "bob"]);
  assert(bob);
  hub.subscribe("#other", bob);
  hub.post(ROOM, said("x", "one"));
  hub.post("#other", said("x", "two", "#other"));
  hub.tell(bob, notice("three"));
  assertEquals([anna, bob].map(texts), ["", "one two three"]);
  hub.post(ROOM, said("x", "four"));
  turns.end();
  assertEquals([anna, bob].map(texts), ["one four", "one two three four"]);
});

Deno.test("Hub.tell() leaves the others their shared bytes", () => {
  const { turns, hub, receivers: [anna, bob, carl] } = room(["anna", "bob", "carl"]);
  hub.post(ROOM, said("x", "one"));
  hub.tell(anna, notice("two"));
  turns.end();
  assert(bob && carl);
  assertStrictEquals(bob.pieces[0], carl.pieces[0]);
  assertEquals([anna, bob, carl].map(texts), ["one two", "one", "one"]);
});

Deno.test("Hub.tell() reaches who is in no room, and renders for them", () => {
  const { hub, turns } = open();
  const dialect = new Transcript();
  const anna = new Receiver("anna", { dialect });
  hub.tell(anna, notice("hello"));
  assertEquals(texts(anna), "hello");
  assertEquals(dialect.viewers, ["anna"]);
  assertEquals(turns.pending, false);
});

Deno.test("Hub lets a broken dialect end its own reader, and the others get every event", async (t) => {
  const breaksOn = (event: ChatEvent) => "text" in event && event.text === "poison";
  const doings: Record<string, (hub: Hub, broken: Receiver) => void> = {
    "at the end of the turn": () => {},
    "on leaving": (hub, broken) => hub.unsubscribe(ROOM, broken),
    "on being told": (hub, broken) => hub.tell(broken, notice("x")),
  };
  for (const personal of [true, false]) {
    for (const [when, act] of Object.entries(doings)) {
      await t.step(`${when}${personal ? ", personal" : ""}`, () => {
        const { turns, hub, receivers: [anna] } = room(["anna"]);
        const broken = new Receiver("bob", { dialect: new Transcript({ personal, breaksOn }) });
        const carl = new Receiver("carl");
        for (const receiver of [broken, carl]) hub.subscribe(ROOM, receiver);
        for (const text of ["before", "poison", "after"]) hub.post(ROOM, said("anna", text));
        act(hub, broken);
        turns.end();
        hub.unsubscribe(ROOM, broken);
        hub.post(ROOM, said("carl", "later"));
        turns.end();
        assertEquals([anna, carl].map(texts), ["later", "before poison after"]);
        assertEquals([broken.bugs.length, anna.bugs.length, carl.bugs.length], [1, 0, 0]);
      });
    }
  }
});

Deno.test("Hub.tell() hands a broken dialect's bug to its reader", () => {
  const { hub } = open();
  const broken = new Receiver("bob", { dialect: new Transcript({ breaksOn: () => true }) });
  hub.tell(broken, notice("hello"));
  assertEquals([broken.bugs.length, broken.pieces.length], [1, 0]);
});

Deno.test("Hub gives everyone each event once, in one order per room, whatever happens within a turn", () => {
  for (let seed = 0; seed < 300; seed++) new RandomHub(seed).run();
});

const ROOMS = ["#a", "#b", "#c"] as const;

/** A receiver, and what the model knows of it. */
interface Occupant {
  readonly receiver: Receiver;
  readonly rooms: Set<string>;
  readonly expected: ChatEvent[];
}

/** Random steps on a hub, and beside it the simplest model: a list for each receiver. */
class RandomHub {
  readonly #random: Random;
  readonly #seed: number;
  readonly #open = open();
  readonly #members: Occupant[];
  #count = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(seed);
    const dialects = [new Transcript(), new Transcript(), new Transcript({ personal: true })];
    this.#members = Array.from({ length: 8 }, (_, i) => {
      const dialect = dialects[i < 4 ? 0 : i % 3] as Transcript;
      const options = i % 4 === 3 ? { dialect, hidden: ["m0", "m5"] } : { dialect };
      return { receiver: new Receiver(`m${i}`, options), rooms: new Set(), expected: [] };
    });
  }

  run(): void {
    for (let step = 0; step < 120; step++) this.#step();
    this.#open.turns.end();
    for (const { receiver, expected } of this.#members) {
      for (const room of ROOMS) {
        assertEquals(
          receiver.events.filter((event) => concerns(event, room)),
          expected.filter((event) => concerns(event, room)),
          `Seed ${this.#seed}, ${receiver.name}, ${room}`,
        );
      }
    }
  }

  #step(): void {
    const { hub, turns } = this.#open;
    const member = this.#members[this.#random.below(8)] as Occupant;
    const room = this.#random.pick(ROOMS);
    const { receiver, rooms, expected } = member;
    switch (this.#random.below(8)) {
      case 0:
        return turns.end();
      case 1:
        if (rooms.delete(room)) hub.unsubscribe(room, receiver);
        return;
      case 2: {
        const event = notice(`${++this.#count}`);
        expected.push(event);
        return hub.tell(receiver, event);
      }
      case 3:
      case 4:
        if (!rooms.has(room)) hub.subscribe(room, receiver);
        return void rooms.add(room);
      default:
        return this.#post(said(receiver.name, `${++this.#count} é🐙`, room), room);
    }
  }

  #post(event: Said, room: string): void {
    for (const { receiver, rooms, expected } of this.#members) {
      const sees = rooms.has(room) && receiver.id !== event.by.id && !receiver.hides(event.by);
      if (sees) expected.push(event);
    }
    this.#open.hub.post(room, event);
  }
}

/** What one room showed, among what came to one receiver alone. */
function concerns(event: ChatEvent, room: string): boolean {
  return event.kind === "notice" || ("room" in event && event.room === room);
}

Deno.test("Hub.deliveries counts each event once for each who gets it, and none for who said it", () => {
  const { turns, hub, receivers } = room(["anna", "bob", "carl"]);
  hub.post(ROOM, said("anna", "one"));
  hub.post(ROOM, said("bob", "two"));
  hub.post(ROOM, said("elsewhere", "three"));
  turns.end();
  const got = receivers.reduce((sum, { events }) => sum + events.length, 0);
  assertEquals([got, hub.deliveries], [7, 7]);
  hub.tell(receivers[0], notice("four"));
  assertEquals(hub.deliveries, 8);
});

Deno.test("Hub.tellAll() gives all who read one dialect the same bytes, after what their rooms were posted", () => {
  const { hub, turns, dialect, receivers: [anna] } = room(["anna"]);
  const bob = new Receiver("bob", { dialect });
  const carl = new Receiver("carl", { dialect: new Transcript({ personal: true }) });
  hub.post(ROOM, said("carl", "before"));
  hub.tellAll([anna, bob, carl], notice("a move"));
  turns.end();
  assertEquals([anna, bob, carl].map(texts), ["before a move", "a move", "a move"]);
  assertStrictEquals(anna.pieces[1], bob.pieces[0]);
});

Deno.test("Hub.tellAll() fails whose dialect breaks, and nobody else", () => {
  const { hub } = open();
  const anna = new Receiver("anna", { dialect: new Transcript({ breaksOn: () => true }) });
  const bob = new Receiver("bob");
  hub.tellAll([anna, bob], notice("a move"));
  assertEquals([anna.bugs.length, bob.events.length], [1, 1]);
});
