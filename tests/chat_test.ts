// The operations of the chat, without sessions: who hears what of entering, talking, moving, changing
// names and leaving, and what happens when two of these meet.

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { silent } from "../src/log.ts";
import { LocalBus } from "../src/bus/local.ts";
import { Chat } from "../src/chat.ts";
import { ChatError } from "../src/errors.ts";
import type { ChatEvent } from "../src/event.ts";
import type { Line } from "../src/line.ts";
import type { Person } from "../src/person.ts";
import { GuestNames } from "../src/guest_names.ts";
import { CROWD, CROWD_NOTICE_MS } from "../src/limits.ts";
import { LineIds } from "../src/line_ids.ts";
import { Member } from "../src/member.ts";
import { ChatRoom, type ChatRoomOptions } from "./support/chat_room.ts";
import { HeldBus } from "./support/held_bus.ts";
import { Random } from "./support/random.ts";
import { topicSet } from "./support/facts.ts";
import { Recorder, Transcript } from "./support/recorder.ts";
import { promisesKept } from "./support/settle.ts";

const dialect = new Transcript();

/** A member of the chat, and what it was sent. */
class Insider {
  readonly member: Member;
  readonly recorder = new Recorder();
  readonly #world: World;

  constructor(world: World, id: string) {
    this.#world = world;
    this.member = new Member(id, {
      dialect,
      outbox: this.recorder,
      owner: { onBug: rethrow, onEnd: rethrow },
      address: "192.0.2.1",
    });
  }

  get person(): Person {
    return this.member.person;
  }

  /** Ends the turn and returns the events since the last time. */
  async news(): Promise<ChatEvent[]> {
    await this.#world.settle();
    const { events } = this.recorder;
    this.recorder.clear();
    return events;
  }

  /** The same, shortened to the kinds. */
  async kinds(): Promise<string[]> {
    return (await this.news()).map(({ kind }) => kind);
  }
}

class World extends ChatRoom {
  #count = 0;

  outsider(): Insider {
    return new Insider(this, `id${++this.#count}`);
  }

  async enter(name: string): Promise<Insider> {
    this.guests.wanted.push(name);
    const insider = this.outsider();
    await this.chat.enter(insider.member);
    return insider;
  }

  async enterAll(...names: string[]): Promise<Insider[]> {
    const insiders: Insider[] = [];
    for (const name of names) insiders.push(await this.enter(name));
    for (const insider of insiders) await insider.news();
    return insiders;
  }

  /** Whether nobody holds this name. */
  async isFree(name: string): Promise<boolean> {
    const free = await this.bus.claim(name, "somebody new");
    this.bus.release(name, "somebody new");
    return free;
  }
}

function rethrow(bug: unknown): never {
  throw bug;
}

/** As a transcript shows a room that nobody else is in. */
function entered(what: { room: string; recent: readonly Line[]; first: boolean }): ChatEvent {
  const shown = { kind: "entered", topic: "", company: { names: [], others: 0 }, ...what };
  return shown as unknown as ChatEvent;
}

/** A chat with these inside, and no old news for them. */
async function chatWith(names: readonly string[], options: ChatRoomOptions = {}) {
  const world = new World(options);
  const insiders = await world.enterAll(...names);
  return { world, chat: world.chat, insiders: insiders as [Insider, Insider, Insider] };
}

Deno.test("Chat.enter() welcomes first, then shows the lobby, and then others hear of it", async () => {
  const world = new World({ motd: "Be kind" });
  const anna = await world.enter("anna");
  assertEquals(await anna.news(), [
    { kind: "welcome", name: "anna", motd: "Be kind" },
    entered({ room: "#lobby", recent: [], first: true }),
  ]);
  const bob = await world.enter("bob");
  const [, shown] = await bob.news();
  assert(shown?.kind === "entered");
  assertEquals(shown.company, { names: ["anna"], others: 0 });
  assertEquals(await anna.kinds(), ["joined"]);
  assertEquals(world.inside(), ["anna", "bob"]);
});

Deno.test("Chat.enter() takes another name when the first is held by somebody", async () => {
  const { world, chat, insiders: [anna] } = await chatWith(["anna"]);
  await chat.names.rename(anna.member, "Marcus");
  world.guests.wanted.push("marcus", "bob");
  const insider = world.outsider();
  await chat.enter(insider.member);
  assertEquals(insider.member.name, "bob");
});

Deno.test("Chat.enter() names some of the company and counts the others", async () => {
  const { world } = await chatWith(["anna", "bob"]);
  const shown: [string[], number][] = [];
  for (const name of ["carl", "dora", "emil", "fred"]) {
    const [, entered] = await (await world.enter(name)).news();
    assert(entered?.kind === "entered");
    shown.push([[...entered.company.names], entered.company.others]);
  }
  assertEquals(shown, [
    [["anna", "bob"], 0],
    [["anna", "bob", "carl"], 0],
    [["anna", "bob"], 2],
    [["anna", "bob"], 3],
  ]);
});

Deno.test("Chat.exit() tells the room once, with the parting word, and frees the name", async () => {
  const { world, chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
  await Promise.all([chat.exit(bob.member, "bye"), chat.exit(bob.member, "again")]);
  await chat.exit(bob.member, "and again");
  const { person: by } = bob;
  const at = world.clock.now();
  assertEquals(await anna.news(), [{ kind: "left", at, by, text: "bye", room: "#lobby" }]);
  assertEquals(await bob.news(), []);
  assert(await world.isFree("bob"));
  assertEquals(world.guests.given, ["bob"]);
  assertEquals([world.inside(), chat.roster.residents.size], [["anna"], 1]);
});

Deno.test("Chat.exit() is harmless for one that never entered", async () => {
  const { world, chat, insiders: [anna] } = await chatWith(["anna"]);
  await chat.exit(world.outsider().member, "bye");
  assertEquals(await anna.news(), []);
});

Deno.test("Chat gives a guest's name back to the guests, also when it was wanted too early", async () => {
  const world = new ChatRoom();
  const guests = new GuestNames(["anna"], () => 0);
  const { hub, clock, history, parts: { unread, scores } } = world;
  const book = { read: () => Promise.resolve(null), change: rethrow };
  const none = {
    games: [],
    saved: { take: () => Promise.resolve([]) },
    alarms: { set() {} },
    log: silent,
  };
  const parts = { bus: new LocalBus(), hub, clock, guests, history, book, unread, ...none, scores };
  const limits = { maxRooms: 9, maxRoomsPerUser: 9 };
  const admins = new Set<string>();
  const options = { lobby: "#lobby", motd: "", history: 0, replay: 0, admins, ...limits };
  const chat = new Chat(parts, options);
  const [first, second, third] = ["1", "2", "3"].map((id) => {
    return new Member(id, {
      dialect,
      outbox: new Recorder(),
      owner: { onBug: rethrow, onEnd: rethrow },
      address: "192.0.2.1",
    });
  }) as [Member, Member, Member];
  await chat.enter(first);
  await Promise.all([chat.exit(first, ""), chat.enter(second)]);
  await chat.exit(second, "");
  await chat.enter(third);
  assertEquals(third.name, "anna");
});

Deno.test("Chat.say() reaches the room but not the speaker, and nobody in other rooms", async () => {
  const { world, chat, insiders: [anna, bob, carl] } = await chatWith(["anna", "bob", "carl"]);
  await chat.rooms.move(carl.member, "#tea");
  for (const insider of [anna, bob, carl]) await insider.news();
  chat.say(anna.member, "hello");
  chat.act(carl.member, "sips");
  const at = world.clock.now();
  const id = new LineIds("").next(at);
  assertEquals(await bob.news(), [
    { kind: "said", id, at, room: "#lobby", by: anna.person, text: "hello" },
  ]);
  assertEquals([await anna.news(), await carl.news()], [[], []]);
});

Deno.test("Chat.names.rename() tells the rooms, frees the old name and takes the new one", async () => {
  const { world, chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
  const { person: by } = anna;
  await chat.names.rename(anna.member, "Bella");
  const at = world.clock.now();
  assertEquals(await bob.news(), [{ kind: "renamed", at, by, name: "Bella", room: "#lobby" }]);
  assertEquals(anna.person, { id: by.id, name: "Bella" });
  assertEquals([await world.isFree("anna"), await world.isFree("bella")], [true, false]);
  assertEquals(world.guests.given, ["anna"]);
  assertEquals(chat.find("BELLA").person, anna.person);
});

Deno.test("Chat.names.rename() in another case keeps the name taken", async () => {
  const { world, chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
  await chat.names.rename(anna.member, "ANNA");
  assertEquals(anna.member.name, "ANNA");
  assertEquals(await world.isFree("anna"), false);
  await assertRejects(() => chat.names.rename(bob.member, "anna"), ChatError, '"anna" is taken');
});

Deno.test("Chat.names.rename() refuses and changes nothing", async (t) => {
  const cases = [
    { wanted: "anna", code: "refused", message: 'You are "anna" already' },
    { wanted: "Bob", code: "name-taken", message: 'The name "Bob" is taken: choose another' },
    { wanted: "", code: "bad-name", message: "is empty" },
    { wanted: "an na", code: "bad-name", message: "has a space" },
    { wanted: "server", code: "bad-name", message: "is reserved" },
    { wanted: "anna:", code: "bad-name", message: 'has ":"' },
    { wanted: "a\nb", code: "bad-name", message: "has" },
  ];
  for (const { wanted, code, message } of cases) {
    await t.step(JSON.stringify(wanted), async () => {
      const { world, chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
      const error = await assertRejects(
        () => chat.names.rename(anna.member, wanted),
        ChatError,
        message,
      );
      assertEquals(error.code, code);
      assertEquals([await anna.news(), await bob.news(), world.inside()], [[], [], [
        "anna",
        "bob",
      ]]);
      assertEquals([await world.isFree("anna"), await world.isFree("bob")], [false, false]);
    });
  }
});

Deno.test("Chat.names.rename() by two to one name at once has one winner", async () => {
  const { world, chat, insiders } = await chatWith(["anna", "bob", "carl"]);
  const results = await Promise.allSettled(
    insiders.map(({ member }) => chat.names.rename(member, "Zoe")),
  );
  assertEquals(results.filter(({ status }) => status === "fulfilled").length, 1);
  assertEquals(world.inside().filter((name) => name === "Zoe").length, 1);
});

Deno.test("Chat.names.rename() of a name that was freed just before is granted", async () => {
  const { chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
  await chat.names.rename(anna.member, "carl");
  await chat.names.rename(bob.member, "anna");
  assertEquals(chat.find("anna").person.id, bob.person.id);
});

Deno.test("Chat.names.rename() that meets a disconnect frees both names, in whatever order they pass", async (t) => {
  const orders: ("claim" | "departed" | "renamed")[][] = [
    ["claim", "renamed", "departed"],
    ["claim", "departed", "renamed"],
    ["departed", "claim"],
  ];
  for (const order of orders) {
    await t.step(order.join(", "), async () => {
      const bus = new HeldBus();
      const { world, chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"], { bus });
      bus.held = true;
      const rename = chat.names.rename(bob.member, "zoe");
      if (order[1] === "renamed") await bus.let("claim");
      const exit = chat.exit(bob.member, "");
      for (const what of order) if (bus.waiting.includes(what)) await bus.let(what);
      await bus.open();
      await Promise.all([rename, exit]);
      assertEquals([await world.isFree("bob"), await world.isFree("zoe")], [true, true]);
      const left = (await anna.news()).filter((event) => event.kind === "left");
      assertEquals(left.map(({ by }) => by.name), [order[1] === "renamed" ? "zoe" : "bob"]);
      assertEquals(world.inside(), ["anna"]);
    });
  }
});

Deno.test("Chat.rooms.move() shows the new room first, then leaves the old one", async () => {
  const { world, chat, insiders } = await chatWith(["anna", "bob", "carl"]);
  const [anna, bob, carl] = insiders;
  await chat.rooms.move(bob.member, "tea");
  await chat.rooms.move(carl.member, "#Tea");
  assertEquals(await anna.kinds(), ["left", "left"]);
  assertEquals(await bob.kinds(), ["entered", "joined"]);
  const [left, entered, ...rest] = await carl.news();
  assertEquals([left?.kind, rest], ["left", []]);
  assert(entered?.kind === "entered");
  assertEquals([entered.room, entered.company.names, entered.first], ["#tea", ["bob"], false]);
  assertEquals([world.inside(), world.inside("#tea")], [["anna"], ["bob", "carl"]]);
  assertEquals([bob.member.room, carl.member.room], ["#tea", "#tea"]);
});

Deno.test("Chat.rooms.move() ends in one room, also if one is kicked to the lobby meanwhile", async () => {
  const bus = new HeldBus();
  const { chat, world, insiders: [anna, bob] } = await chatWith(["anna", "bob"], { bus });
  await chat.rooms.move(bob.member, "#tea");
  bus.held = true;
  const move = chat.rooms.move(bob.member, "#jam");
  const kick = { kind: "kicked", at: 0, room: "#tea", by: anna.member.person } as const;
  const kicked = bus.publish({ ...kick, who: bob.member.person, text: "" });
  await bus.let("kicked");
  await bus.open();
  await Promise.all([move, kicked]);
  assertEquals([world.inside(), world.inside("#jam")], [["anna"], ["bob"]]);
});

Deno.test("Chat.rooms.move() and join() refuse and change nothing", async (t) => {
  const cases = [
    { room: "#lobby", code: "refused", message: "You are in #lobby already" },
    { room: "LOBBY", code: "refused", message: "You are in #lobby already" },
    { room: "", code: "bad-room", message: "is empty" },
    { room: "#a b", code: "bad-room", message: "has a space" },
    { room: "x".repeat(33), code: "bad-room", message: "is too long" },
  ];
  for (const { room, code, message } of cases) {
    await t.step(JSON.stringify(room), async () => {
      const { world, chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
      for (
        const go of [
          () => chat.rooms.move(bob.member, room),
          () => chat.rooms.join(bob.member, room),
        ]
      ) {
        assertEquals((await assertRejects(go, ChatError, message)).code, code);
      }
      assertEquals([await anna.news(), await bob.news()], [[], []]);
      assertEquals([world.inside(), [...chat.roster.rooms.keys()]], [["anna", "bob"], ["#lobby"]]);
    });
  }
});

Deno.test("Chat tells of a leaving once, and of nobody who has left, when it meets a move", async (t) => {
  for (const first of ["joined", "departed"] as const) {
    await t.step(`${first} first`, async () => {
      const bus = new HeldBus();
      const { chat, world, insiders } = await chatWith(["anna", "bob", "carl"], { bus });
      const [anna, bob, carl] = insiders;
      await chat.rooms.move(carl.member, "#tea");
      for (const insider of [anna, bob, carl]) await insider.news();
      bus.held = true;
      const move = chat.rooms.move(bob.member, "#tea");
      const exit = chat.exit(bob.member, "");
      await bus.let(first);
      if (first === "joined") await bus.let("departed");
      await bus.open();
      await Promise.all([move, exit]);
      assertEquals(await anna.kinds(), ["left"]);
      assertEquals(await carl.kinds(), first === "joined" ? ["joined", "left"] : []);
      assertEquals([world.inside(), world.inside("#tea")], [["anna"], ["carl"]]);
    });
  }
});

Deno.test("Chat tells of nobody's coming who has left before", async () => {
  const bus = new HeldBus();
  const { chat, world, insiders: [anna] } = await chatWith(["anna"], { bus });
  const bob = world.outsider();
  world.guests.wanted.push("bob");
  bus.held = true;
  const enter = chat.enter(bob.member);
  await bus.let("claim");
  await bus.let("arrived");
  const exit = chat.exit(bob.member, "");
  await bus.let("departed");
  await bus.open();
  await Promise.all([enter, exit]);
  assertEquals(await anna.kinds(), []);
  assertEquals([world.inside(), await world.isFree("bob")], [["anna"], true]);
});

Deno.test("Chat.find() finds a name in any case, or suggests the nearest", async (t) => {
  const { chat, insiders: [anna] } = await chatWith(["anna", "bob"]);
  assertEquals(chat.find("ANNA").person, anna.person);
  const cases = [
    ["anan", 'Nobody here is called "anan": did you mean anna?'],
    ["bo", 'Nobody here is called "bo": did you mean bob?'],
    ["xyz", 'Nobody here is called "xyz": /who lists who is'],
    ["__proto__", 'Nobody here is called "__proto__": /who lists who is'],
    ["\x1b[31mx", 'Nobody here is called "x": /who lists who is'],
  ] as const;
  for (const [name, message] of cases) {
    await t.step(JSON.stringify(name), () => {
      const error = assertThrows(() => chat.find(name), ChatError);
      assertEquals([error.code, error.message], ["no-such-name", message]);
    });
  }
});

Deno.test("Chat.rooms.find() finds a room with or without #, or suggests the nearest", async (t) => {
  const { chat, insiders: [anna] } = await chatWith(["anna"]);
  await chat.rooms.move(anna.member, "#Tea-room");
  for (const name of ["tea-room", "#TEA-ROOM"]) {
    assertEquals(chat.rooms.find(name, anna.member).name, "#tea-room");
  }
  const cases = [
    ["#tearoom", 'There is no room "#tearoom": did you mean #tea-room?'],
    ["lobbby", 'There is no room "#lobbby": did you mean #lobby?'],
    ["xyz", 'There is no room "#xyz": /rooms lists those there are'],
  ] as const;
  for (const [name, message] of cases) {
    await t.step(name, () => {
      const error = assertThrows(() => chat.rooms.find(name, anna.member), ChatError);
      assertEquals([error.code, error.message], ["no-such-room", message]);
    });
  }
  assertThrows(() => chat.rooms.find("a b", anna.member), ChatError, "has a space");
});

Deno.test("Chat.tell() reaches one person in whatever room, and gives the sender a copy", async () => {
  const { chat, world, insiders: [anna, bob, carl] } = await chatWith(["anna", "bob", "carl"]);
  await chat.rooms.move(bob.member, "#tea");
  for (const insider of [anna, bob, carl]) await insider.news();
  chat.tell(anna.member, { to: chat.find("bob"), text: "psst" });
  const at = world.clock.now();
  const { person: to } = bob;
  const id = new LineIds("").next(at);
  assertEquals(await bob.news(), [{ kind: "told", id, at, by: anna.person, to, text: "psst" }]);
  assertEquals(await anna.news(), [{ kind: "sent", id, at, to, text: "psst" }]);
  assertEquals(await carl.news(), []);
  assertEquals(bob.member.lastTeller, anna.person);
});

Deno.test("Chat.tell() to oneself arrives too", async () => {
  const { chat, insiders: [anna] } = await chatWith(["anna"]);
  chat.tell(anna.member, { to: chat.find("anna"), text: "note" });
  assertEquals(await anna.kinds(), ["told", "sent"]);
});

Deno.test("Chat.tell() is not seen by who hides the sender, and the sender cannot tell", async () => {
  const { chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
  bob.member.hide(anna.person);
  chat.tell(anna.member, { to: chat.find("bob"), text: "psst" });
  assertEquals([await bob.kinds(), await anna.kinds()], [[], ["sent"]]);
  assertEquals(bob.member.lastTeller, null);
});

Deno.test("Chat.tell() says that somebody is away, until they are back", async () => {
  const { chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
  await chat.setAway(bob.member, "lunch");
  chat.tell(anna.member, { to: chat.find("bob"), text: "psst" });
  const [, notice] = await anna.news();
  assertEquals(notice, { kind: "notice", text: "bob is away: lunch" });
  assertEquals(await bob.kinds(), ["told"]);
  await chat.setAway(bob.member, null);
  chat.tell(anna.member, { to: chat.find("bob"), text: "psst" });
  assertEquals(await anna.kinds(), ["sent"]);
});

Deno.test("Chat, when rules of a room change, tells the room, and newcomers", async () => {
  const { world, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
  await world.bus.publish(topicSet(anna.person, { text: "tea" }));
  assertEquals([await anna.kinds(), await bob.kinds()], [[], ["settled"]]);
  const [, entered] = await (await world.enter("carl")).news();
  assert(entered?.kind === "entered");
  assertEquals(entered.topic, "tea");
});

Deno.test("Chat.announce() reaches everyone in every room, after what they heard before", async () => {
  const { chat, world, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
  await chat.rooms.move(bob.member, "#tea");
  for (const insider of [anna, bob]) await insider.news();
  chat.say(bob.member, "unheard");
  await world.bus.publish(topicSet(bob.person, { text: "tea", room: "#tea" }));
  chat.announce("Server is going down");
  const notice: ChatEvent = { kind: "notice", text: "Server is going down" };
  assertEquals([await anna.news(), await bob.news()], [[notice], [notice]]);
});

Deno.test("Chat shows a newcomer the latest lines of the room, and no line twice", async (t) => {
  for (const replay of [0, 1, 3, 10]) {
    await t.step(`replay ${replay}`, async () => {
      const { chat, world, insiders: [anna] } = await chatWith(["anna"], { replay, history: 5 });
      for (let i = 0; i < 7; i++) chat.say(anna.member, `${i}`);
      const carl = await world.enter("carl"); // within the same turn
      chat.say(anna.member, "live");
      const [, entered, ...live] = await carl.news();
      assert(entered?.kind === "entered");
      const recent = entered.recent.map(({ text }) => text);
      assertEquals(recent, ["2", "3", "4", "5", "6"].slice(5 - Math.min(5, replay)));
      assertEquals(live.map((event) => (event as Line).text), ["live"]);
    });
  }
});

Deno.test("Chat opens a room that had vanished with its past, and shows it to whoever enters", async () => {
  const { chat, insiders: [anna] } = await chatWith(["anna"], { replay: 2, history: 3 });
  await chat.rooms.move(anna.member, "#tea");
  for (const text of ["one", "two", "three", "four"]) chat.say(anna.member, text);
  await chat.rooms.move(anna.member, "#lobby");
  assertEquals([...chat.roster.rooms.keys()], ["#lobby"]);
  await anna.news();
  await chat.rooms.move(anna.member, "#tea");
  const [entered] = await anna.news();
  assert(entered?.kind === "entered");
  assertEquals(entered.recent.map(({ text }) => text), ["three", "four"]);
  const { history } = chat.rooms.find("#tea", anna.member);
  assertEquals(history.map(({ text }) => text), ["two", "three", "four"]);
});

Deno.test("Chat.open() brings back what was said in the lobby before", async () => {
  const before = await chatWith(["anna"]);
  before.chat.say(before.insiders[0].member, "good night");
  await before.world.history.flush(1000);
  const world = new World({ store: before.world.store });
  await world.chat.open();
  const [, entered] = await (await world.enter("bob")).news();
  assert(entered?.kind === "entered");
  assertEquals(entered.recent.map(({ text, by }) => [by.name, text]), [["anna", "good night"]]);
});

Deno.test("Chat opens a room once for two who come at the same time", async () => {
  const { chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"]);
  await chat.rooms.move(anna.member, "#tea");
  chat.say(anna.member, "once");
  await chat.rooms.move(anna.member, "#lobby");
  await Promise.all([chat.rooms.move(anna.member, "#tea"), chat.rooms.move(bob.member, "#tea")]);
  assertEquals(chat.rooms.find("#tea", anna.member).history.map(({ text }) => text), ["once"]);
});

Deno.test("Chat keeps what is said on its own node, and leaves the rest to the others", async () => {
  const { world, chat, insiders: [anna] } = await chatWith(["anna"]);
  const by = { id: "elsewhere", name: "bob" };
  await world.bus.publish({ kind: "arrived", at: 1, by, address: "192.0.2.9" });
  await world.bus.publish({ kind: "said", id: "1", at: 1, room: chat.lobby, by, text: "theirs" });
  chat.say(anna.member, "ours");
  const texts = (lines: readonly Line[]) => lines.map(({ text }) => text);
  assertEquals(texts(chat.roster.rooms.get(chat.lobby)?.history ?? []), ["theirs", "ours"]);
  assertEquals(await world.history.flush(1000), 0);
  assertEquals(texts(await world.store.lines({ room: chat.lobby, last: 9 })), ["ours"]);
});

Deno.test("Chat keeps no room open for one who hangs up while it opens", async () => {
  const bus = new HeldBus();
  const { chat, insiders: [anna, bob] } = await chatWith(["anna", "bob"], { bus });
  await chat.rooms.move(anna.member, "#tea");
  chat.say(anna.member, "past");
  await chat.rooms.move(anna.member, "#lobby");
  bus.held = true;
  chat.rooms.move(bob.member, "#tea");
  await promisesKept();
  chat.exit(bob.member, "");
  await bus.let("departed");
  await bus.let("opened");
  await bus.open();
  await promisesKept();
  assertEquals([...chat.roster.rooms.keys()], ["#lobby"]);
});

Deno.test("Chat does not replay the lines of those whom the newcomer hides", async () => {
  const { chat, insiders: [anna, bob, carl] } = await chatWith(["anna", "bob", "carl"]);
  for (const { member } of [anna, bob]) await chat.rooms.move(member, "#tea");
  chat.say(anna.member, "hidden");
  chat.say(bob.member, "shown");
  await carl.news();
  carl.member.hide(anna.person);
  await chat.rooms.move(carl.member, "#tea");
  const [entered] = await carl.news();
  assert(entered?.kind === "entered");
  assertEquals(entered.recent.map(({ text }) => text), ["shown"]);
});

Deno.test("Chat sums up arrivals in a crowd: n of them cost at most n deliveries a second", async () => {
  const { world, insiders } = await chatWith(Array.from({ length: CROWD }, (_, i) => `p${i}`));
  const everyone: Insider[] = [...insiders];
  for (let second = 0; second < 3; second++) {
    const before = everyone.length;
    for (let i = 0; i < 60; i++) everyone.push(await world.enter(`n${second}_${i}`));
    await world.pass(CROWD_NOTICE_MS);
    const notices = await Promise.all(everyone.map(async (insider) => {
      const news = await insider.news();
      return news.filter(({ kind }) => kind === "joined" || kind === "crowd");
    }));
    assertEquals(notices.flat().length, everyone.length);
    const [first] = notices;
    assert(first?.[0]?.kind === "crowd");
    assertEquals(first[0].joined, { names: [`n${second}_0`, `n${second}_1`], others: 58 });
    assertEquals(everyone.length, before + 60);
  }
});

Deno.test("Chat tells a room of 50 each arrival by itself", async () => {
  const names = Array.from({ length: CROWD - 1 }, (_, i) => `p${i}`);
  const { world, insiders: [first] } = await chatWith(names);
  await world.enter("fiftieth");
  assertEquals(await first.kinds(), ["joined"]);
  await world.enter("next");
  assertEquals(await first.kinds(), []);
  await world.pass(CROWD_NOTICE_MS);
  assertEquals(await first.kinds(), ["crowd"]);
});

Deno.test("Chat keeps one order for all, without gap or double, whatever happens within a turn", async () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = new RandomChat(seed);
    await random.run();
  }
});

const ROOMS = ["#lobby", "#tea", "#jam"] as const;
const KEPT = 6;
const SHOWN = 4;

/** Somebody in the model: where they are, and all that they should have been sent. */
interface Resident {
  insider: Insider;
  room: string;
  expected: ChatEvent[];
}

/** Eight people doing random things, and beside the chat a model that delivers everything at once. */
class RandomChat {
  readonly #random: Random;
  readonly #seed: number;
  readonly #world = new World({ history: KEPT, replay: SHOWN });
  readonly #people: Resident[] = [];
  /** Of rooms that vanished, too: they come back with it. */
  readonly #history = new Map<string, Line[]>();
  readonly #ids = new LineIds("");
  #count = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(seed);
  }

  async run(): Promise<void> {
    for (let i = 0; i < 8; i++) await this.#enter();
    for (let step = 0; step < 150; step++) await this.#step();
    for (const resident of this.#people) await this.#check(resident);
  }

  async #step(): Promise<void> {
    const resident = this.#pick();
    switch (this.#random.below(12)) {
      case 0:
      case 1:
        return await this.#world.settle();
      case 2:
      case 3:
        return await this.#move(resident, this.#random.pick(ROOMS));
      case 4:
        return await this.#rename(resident);
      case 5:
      case 6:
        return this.#tell(resident, this.#pick());
      case 7:
        if (this.#random.below(3) > 0) return;
        await this.#exit(resident);
        return await this.#enter();
      default:
        return this.#say(resident);
    }
  }

  #pick(): Resident {
    return this.#people[this.#random.below(this.#people.length)] as Resident;
  }

  async #enter(): Promise<void> {
    const name = `p${++this.#count}`;
    const insider = await this.#world.enter(name);
    const resident: Resident = { insider, room: "", expected: [] };
    resident.expected.push({ kind: "welcome", name, motd: "" });
    this.#comeIn(resident, "#lobby");
    this.#people.push(resident);
  }

  async #exit(resident: Resident): Promise<void> {
    await this.#world.chat.exit(resident.insider.member, "bye");
    this.#people.splice(this.#people.indexOf(resident), 1);
    this.#goOut(resident, resident.room, "bye");
    await this.#check(resident);
  }

  async #move(resident: Resident, room: string): Promise<void> {
    const before = resident.room;
    if (before === room) return;
    await this.#world.chat.rooms.move(resident.insider.member, room);
    this.#comeIn(resident, room);
    this.#goOut(resident, before, "");
  }

  async #rename(resident: Resident): Promise<void> {
    const { person: by } = resident.insider;
    const name = `p${++this.#count}`;
    await this.#world.chat.names.rename(resident.insider.member, name);
    this.#post(resident.room, resident, {
      kind: "renamed",
      at: this.#now,
      by,
      name,
      room: resident.room,
    });
  }

  #tell({ insider, expected }: Resident, receiver: Resident): void {
    const text = `${++this.#count}`;
    const { person: to } = receiver.insider;
    this.#world.chat.tell(insider.member, { to: this.#world.chat.find(to.name), text });
    const id = this.#ids.next(this.#now);
    const told: ChatEvent = { kind: "told", id, at: this.#now, by: insider.person, to, text };
    receiver.expected.push(told);
    expected.push({ kind: "sent", id, at: this.#now, to, text });
  }

  #say(resident: Resident): void {
    const { insider, room } = resident;
    const text = `${++this.#count} é🐙`;
    const id = this.#ids.next(this.#now);
    const line: Line = { kind: "said", id, at: this.#now, room, by: insider.person, text };
    this.#world.chat.say(insider.member, text);
    this.#post(room, resident, line);
    this.#history.set(room, [...this.#history.get(room) ?? [], line].slice(-KEPT));
  }

  #comeIn(resident: Resident, room: string): void {
    const { expected, insider: { person: by } } = resident;
    const recent = this.#history.get(room)?.slice(-SHOWN) ?? [];
    const first = resident.room === "";
    expected.push(entered({ room, recent, first }));
    this.#post(room, resident, { kind: "joined", at: this.#now, room, by });
    resident.room = room;
  }

  #goOut({ insider: { person: by }, ...resident }: Resident, room: string, text: string): void {
    this.#post(room, resident, { kind: "left", at: this.#now, room, by, text });
  }

  #post(room: string, by: Pick<Resident, "expected">, event: ChatEvent): void {
    for (const { room: where, expected } of this.#people) {
      if (where === room && expected !== by.expected) expected.push(event);
    }
  }

  async #check({ insider, expected }: Resident): Promise<void> {
    const news = (await insider.news()).map((event) =>
      event.kind === "entered" ? { ...event, company: { names: [], others: 0 } } : event
    );
    assertEquals(news, expected, `Seed ${this.#seed}, ${insider.member.name}`);
  }

  get #now(): number {
    return this.#world.clock.now();
  }
}
