// One connection's conversation: one line in is one line out, every line is accepted or answered, and
// whatever way a session ends, its name is free, the room hears of it once, and others notice nothing.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Bus } from "../src/bus.ts";
import { type Command, CommandTable, rest } from "../src/command.ts";
import { commands } from "../src/command/mod.ts";
import type { Dialect } from "../src/dialect.ts";
import { json } from "../src/dialect/json.ts";
import { plain } from "../src/dialect/plain.ts";
import type { Expected, LineGuide } from "../src/editing.ts";
import type { ChatEvent } from "../src/event.ts";
import {
  DRAIN_MS,
  ENTER_MS,
  KNOCK_MS,
  LAST_WORDS_MS,
  LINGER_MS,
  LISTING_COST,
  MAX_UNFINISHED_BYTES,
} from "../src/limits.ts";
import { nameKey } from "../src/name.ts";
import type { SessionEnd } from "../src/session.ts";
import { ChatRoom, type ChatRoomOptions, type Talker } from "./support/chat_room.ts";
import { HeldBus } from "./support/held_bus.ts";
import { Random } from "./support/random.ts";
import { promisesKept } from "./support/settle.ts";

const ENTERED = "* You are in #lobby";
const BROKE = "* Something broke on our side, and you were disconnected. Please come back";

/** A chat with anna and bob in it, and no old news for them. */
async function chatOfTwo(options: ChatRoomOptions = {}) {
  const room = new ChatRoom(options);
  const [anna, bob] = await room.gather("anna", "bob");
  return { room, anna: anna as Talker, bob: bob as Talker };
}

/** Whether nobody holds this name. */
async function isFree(bus: Bus, name: string): Promise<boolean> {
  const free = await bus.claim(nameKey(name), "somebody new");
  bus.release(nameKey(name), "somebody new");
  return free;
}

Deno.test("Session answers a telnet client's timing mark, and nobody else's", async () => {
  const { room, anna, bob } = await chatOfTwo();
  anna.connection.type(Uint8Array.of(255, 244, 255, 253, 6)); // as Ctrl-C has it sent
  anna.connection.type("hello\n");
  await room.settle();
  const sent = Array.from(anna.connection.written).slice(-3);
  assertEquals([sent, bob.news()], [[255, 251, 6], ["anna: hello"]]);
  assertEquals(bob.connection.written.includes(255), false);
});

Deno.test("Session greets a silent client after a moment, and not before", async () => {
  const room = new ChatRoom({ motd: "Be kind" });
  room.guests.wanted.push("anna");
  const anna = room.knock();
  await room.pass(KNOCK_MS - 1);
  assertEquals([anna.news(), room.inside()], [[], []]);
  await room.pass(1);
  assertEquals(anna.news(), [
    "Welcome anna",
    "* Be kind",
    `${ENTERED} alone. Type to chat, /help for commands.`,
  ]);
  assertEquals(room.clock.waiting, 0);
});

Deno.test("Session reads what came in time before it greets, though the timer was first", async () => {
  const { room, anna } = await chatOfTwo();
  const stranger = room.knock();
  await room.settle();
  room.clock.advance(KNOCK_MS); // in the turn in which the request is read
  stranger.connection.type("GET / HTTP/1.1\r\n\r\n");
  await room.settle();
  assertMatch(stranger.connection.output, /^HTTP\/1\.1 400 /);
  assertEquals([anna.news(), room.inside().length], [[], 2]);
});

Deno.test("Session ends as after any bug when one is met at the door", async () => {
  const room = new ChatRoom();
  room.chat.takesGuests = () => throwBug();
  const stranger = room.knock(undefined, { ...room.door, knocks: false, asks: true });
  stranger.connection.endInput();
  await room.pass(DRAIN_MS);
  const { reason, error } = await stranger.ended;
  assertEquals([reason, String(error)], ["bug", "Error: A bug at the door"]);
  assertEquals([stranger.connection.closed, room.inside()], [true, []]);
});

Deno.test("Session is over, and its client gone, where a bug is met in leaving the chat", async () => {
  const room = new ChatRoom();
  const anna = await room.connect("anna");
  room.chat.exit = () => Promise.reject(new Error("A bug in leaving"));
  anna.connection.endInput();
  await room.pass(DRAIN_MS);
  const { reason, error } = await anna.ended;
  assertEquals([reason, String(error)], ["bug", "Error: A bug in leaving"]);
  assertEquals([anna.connection.closed, room.clock.waiting], [true, 0]);
});

Deno.test("Session that ends with the very first word to a program lets nobody in", async () => {
  const room = new ChatRoom({ maxTotal: 50 }); // less than that word
  const stranger = room.knock(undefined, { dialect: json, knocks: false, asks: true });
  await room.pass(ENTER_MS);
  stranger.connection.endInput();
  await room.pass(DRAIN_MS);
  assertEquals([(await stranger.ended).reason, room.inside()], ["slow reader", []]);
  assertEquals([room.chat.roster.residents.size, room.clock.waiting], [0, 0]);
});

function throwBug(): never {
  throw new Error("A bug at the door");
}

Deno.test("Session greets a client at once where nobody knocks", async () => {
  const room = new ChatRoom({ knocks: false });
  room.guests.wanted.push("anna");
  const anna = room.knock();
  await room.settle();
  assertEquals(anna.news()[0], "Welcome anna");
  assertEquals(room.clock.waiting, 0);
});

Deno.test("Session greets a client that speaks first at once, and loses no line of it", async () => {
  const { room, anna } = await chatOfTwo({ history: 0 }); // whose writing has a timer
  room.guests.wanted.push("carl");
  const carl = room.knock();
  const seen = await carl.types("hello", "/me waves");
  assertEquals(seen[0], "Welcome carl");
  assertEquals(anna.news(), ["* carl joined", "carl: hello", "** carl waves"]);
  assertEquals(room.clock.waiting, 0);
});

Deno.test("Session makes of each line one line, however the bytes come, and the speaker hears none", async (t) => {
  const cases: { name: string; packets: (string | Uint8Array)[]; seen: string[] }[] = [
    { name: "two lines in one packet", packets: ["a\nb\n"], seen: ["anna: a", "anna: b"] },
    { name: "a line in pieces", packets: ["he", "l", "lo\n"], seen: ["anna: hello"] },
    { name: "CR LF", packets: ["a\r\nb\r\n"], seen: ["anna: a", "anna: b"] },
    { name: "CR LF in two packets", packets: ["a\r", "\nb\r\n"], seen: ["anna: a", "anna: b"] },
    { name: "CR alone", packets: ["a\rb\r"], seen: ["anna: a", "anna: b"] },
    {
      name: "a character in two packets",
      packets: [Uint8Array.of(0xc3), Uint8Array.of(0xa9, 10)],
      seen: ["anna: é"],
    },
    { name: "a name in the text", packets: ["x\nbob: y\n"], seen: ["anna: x", "anna: bob: y"] },
    { name: "a notice in the text", packets: ["* bob joined\n"], seen: ["anna: * bob joined"] },
    {
      name: "a private line in the text",
      packets: ["[from bob] psst\n"],
      seen: ["anna: [from bob] psst"],
    },
    { name: "an action in the text", packets: ["** bob waves\n"], seen: ["anna: ** bob waves"] },
    {
      name: "line separators in the text",
      packets: ["x\u2028bob: y\u2029bob: z\u0085bob: w\n"],
      seen: ["anna: xbob: ybob: zbob: w"],
    },
    {
      name: "escape sequences",
      packets: ["\x1b[2J\x1b[31mred\x1b[0m\x07\n"],
      seen: ["anna: red"],
    },
    { name: "two slashes", packets: ["//help\n"], seen: ["anna: /help"] },
    { name: "three slashes", packets: ["///\n"], seen: ["anna: //"] },
    { name: "a slash later", packets: [" /help\n"], seen: ["anna:  /help"] },
    { name: "lines with nothing on them", packets: ["\n \n\t\n\r\n"], seen: [] },
  ];
  for (const { name, packets, seen } of cases) {
    await t.step(name, async () => {
      const { room, anna, bob } = await chatOfTwo();
      for (const packet of packets) {
        anna.connection.type(packet);
        await room.settle();
      }
      assertEquals([bob.news(), anna.news()], [seen, []]);
    });
  }
});

Deno.test("Session says the unfinished line of a client that hangs up", async () => {
  const { anna, bob } = await chatOfTwo();
  anna.connection.type("last words");
  await anna.hangUp();
  assertEquals(bob.news(), ["anna: last words", "* anna left"]);
});

Deno.test("Session answers a line of which nothing can be shown", async () => {
  const { anna, bob } = await chatOfTwo();
  const answer = "* That line had nothing on it that can be shown";
  assertEquals(await anna.types("\x07", "\u200e\x1b[31m\u202e".slice(1)), [answer, answer]);
  assertEquals(bob.news(), []);
});

Deno.test("Session takes a line of --max-line bytes whole and refuses one byte more", async (t) => {
  const maxLine = 100;
  const answer = `* That line was too long: use at most ${maxLine} bytes`;
  const cases = [
    { name: "as long as allowed", line: "x".repeat(100), said: true },
    { name: "one byte more", line: "x".repeat(101), said: false },
    { name: "multi-byte, as long as allowed", line: "é".repeat(50), said: true },
    { name: "multi-byte, one character more", line: "é".repeat(51), said: false },
    { name: "far too long", line: "x".repeat(10_000), said: false },
    { name: "a command", line: "/me " + "x".repeat(100), said: false },
    { name: "a tail like a command", line: "x".repeat(100) + "/quit", said: false },
  ];
  for (const { name, line, said } of cases) {
    await t.step(name, async () => {
      const { anna, bob } = await chatOfTwo({ maxLine });
      assertEquals(await anna.types(line, "next"), said ? [] : [answer]);
      assertEquals(bob.news(), said ? [`anna: ${line}`, "anna: next"] : ["anna: next"]);
    });
  }
});

Deno.test("Session ends a line without end, and says why", async () => {
  const { room, anna, bob } = await chatOfTwo();
  anna.connection.type("x".repeat(MAX_UNFINISHED_BYTES + 1));
  await room.settle();
  assertEquals(anna.news(), [`* No end of line in ${MAX_UNFINISHED_BYTES} bytes: goodbye`]);
  assertEquals(bob.news(), ["* anna left"]);
  assertEquals((await anna.hangUp()).reason, "line without end");
});

Deno.test("Session takes lines no faster than allowed, and refuses none", async () => {
  const { room, anna, bob } = await chatOfTwo({ flood: { burst: 3, rate: 2 } });
  await room.pass(10_000);
  await anna.types(..."abcdef");
  assertEquals(bob.news(), ["anna: a", "anna: b", "anna: c"]);
  for (const text of "def") {
    await room.pass(499);
    assertEquals(bob.news(), []);
    await room.pass(1);
    assertEquals(bob.news(), [`anna: ${text}`]);
  }
  assertEquals(anna.news(), []);
});

Deno.test("Session lets commands that list things count for more", async () => {
  const { room, anna, bob } = await chatOfTwo({ flood: { burst: LISTING_COST, rate: 1 } });
  await room.pass(60_000);
  assertEquals((await anna.types("/who", "hello")).length, 1);
  assertEquals(bob.news(), []);
  await room.pass(1000);
  assertEquals(bob.news(), ["anna: hello"]);
});

Deno.test("Session tells who edits lines what the next one is, before it is read", async () => {
  const room = new ChatRoom();
  const expected: string[] = [];
  room.editing = { begin: () => {}, expect: (next) => expected.push(next) };
  const bob = await room.connect("bob");
  const lines: readonly [line: string, next: Expected][] = [
    ["hello", "text"],
    ["/login", "text"],
    ["anna", "secret"],
    ["not her password", "doubtful"],
    ["her password?", "text"],
    ["/register", "secret"],
    ["", "doubtful"],
    ["/who", "text"],
    ["/mode json", "json"],
    ['{"do":"mode","args":["text"]}', "text"],
  ];
  for (const [line, next] of lines) {
    expected.length = 0;
    await bob.types(line);
    assertEquals(expected, [next], line);
  }
});

Deno.test("Session looks up words for who edits lines, at the cost of a line each time", async () => {
  const room = new ChatRoom({ flood: { burst: 3, rate: 1 } });
  const guides: LineGuide[] = [];
  room.editing = { begin: (guide) => guides.push(guide), expect: () => {} };
  await room.gather("anna", "bob");
  const look = () => guides[1]?.complete("an");
  assertEquals([look(), look(), look(), look()], [["anna: "], ["anna: "], ["anna: "], []]);
  await room.pass(2000);
  assertEquals(look(), ["anna: "]);
});

Deno.test("Session takes nothing from who reads too slowly, until they catch up", async () => {
  const { room, anna, bob } = await chatOfTwo({ maxBacklog: 1000 });
  anna.connection.stalled = true;
  for (let i = 0; i < 6; i++) await bob.types("x".repeat(90));
  await anna.types("hello");
  assertEquals(bob.news(), []);
  anna.connection.resume();
  await room.settle();
  assertEquals(bob.news(), ["anna: hello"]);
});

Deno.test("Session keeps lines for one who is not in yet, and says them under their name", async () => {
  const bus = new HeldBus();
  const { room, anna } = await chatOfTwo({ bus });
  bus.held = true;
  room.guests.wanted.push("carl");
  const carl = room.knock();
  await room.pass(KNOCK_MS);
  await carl.types("hello", "/me waves");
  assertEquals(anna.news(), []);
  await bus.open();
  await room.settle();
  assertEquals(anna.news(), ["* carl joined", "carl: hello", "** carl waves"]);
});

Deno.test("Session answers who speaks another protocol, and nobody hears of them", async (t) => {
  const cases = [
    { reason: "http", bytes: "GET / HTTP/1.1\r\nHost: x\r\n\r\n", answer: /^HTTP\/1\.1 400 / },
    { reason: "tls", bytes: Uint8Array.of(0x16, 3, 1, 2, 0, 1, 0, 1), answer: /not TLS.* 5000\n$/ },
    { reason: "scanner", bytes: "SSH-2.0-x\r\n", answer: /chat for people.* 5000\n$/ },
  ] as const;
  for (const { reason, bytes, answer } of cases) {
    await t.step(reason, async () => {
      const { room, bob } = await chatOfTwo();
      const stranger = room.knock();
      stranger.connection.type(bytes);
      await room.settle();
      assertMatch(stranger.connection.output, answer);
      assert(stranger.connection.finished);
      await room.pass(LINGER_MS);
      const end = await stranger.ended;
      assertEquals([end.reason, end.lines], [reason, 0]);
      assertEquals([bob.news(), room.inside()], [[], ["anna", "bob"]]);
      assertEquals([stranger.connection.closed, room.clock.waiting], [true, 0]);
    });
  }
});

/** "/bug" throws an error that is no ChatError, "/bug later" after a while. */
const bug: Command = {
  name: "bug",
  args: [rest("WHEN")],
  summary: "break",
  async run(_, [when]) {
    if (when === "later") await promisesKept();
    throw new TypeError("A secret of the code");
  },
};

const withBug = new CommandTable([...commands.all, bug]);

interface Way {
  readonly reason: SessionEnd["reason"];
  /** What the room hears after "* bob left". */
  readonly word: string;
  /** Makes bob go. */
  go(bob: Talker, room: ChatRoom): void | Promise<unknown>;
}

const WAYS: Readonly<Record<string, Way>> = {
  "/quit": { reason: "quit", word: "", go: (bob) => bob.types("/quit") },
  "/quit with a parting word": {
    reason: "quit",
    word: " (see you)",
    go: (bob) => bob.types("/quit see you"),
  },
  "end of input": { reason: "end of input", word: "", go: (bob) => bob.connection.endInput() },
  reset: {
    reason: "connection broken",
    word: " (connection lost)",
    go: (bob) => bob.connection.reset(),
  },
  "a slow reader": {
    reason: "slow reader",
    word: " (slow reader)",
    async go(bob, room) {
      bob.connection.stalled = true;
      for (let i = 0; i < 30; i++) room.hub.post("#lobby", saying("x".repeat(1000)));
      await room.settle();
      for (let i = 0; i < 30; i++) room.hub.post("#lobby", saying("x".repeat(1000)));
    },
  },
  "a write that fails": {
    reason: "write failed",
    word: " (connection lost)",
    go(bob, room) {
      bob.connection.write = () => Promise.reject(new Error("Broken pipe"));
      room.hub.post("#lobby", saying("hello"));
    },
  },
  "a line without end": {
    reason: "line without end",
    word: "",
    go: (bob) => bob.connection.type("x".repeat(MAX_UNFINISHED_BYTES + 1)),
  },
  "a bug in a command": {
    reason: "bug",
    word: " (connection lost)",
    go: (bob) => bob.types("/bug now"),
  },
  "a bug in a command, later": {
    reason: "bug",
    word: " (connection lost)",
    go: (bob) => bob.types("/bug later"),
  },
  shutdown: { reason: "shutdown", word: "", go: (bob) => bob.session.shutDown() },
};

/** A line by somebody on another node. */
function saying(text: string): ChatEvent & { kind: "said" } {
  const by = { id: "far", name: "far" };
  return { kind: "said", id: text, at: 0, room: "#lobby", by, text };
}

Deno.test("Session ends in many ways, each time with its name free and the room told once", async (t) => {
  for (const [name, { reason, word, go }] of Object.entries(WAYS)) {
    await t.step(name, async () => {
      const { room, anna, bob } = await chatOfTwo({ commands: withBug, maxBacklog: 50_000 });
      await bob.types("/nick Bobby");
      anna.news();
      await go(bob, room);
      await room.settle();
      const notices = anna.news().filter((line) => line.startsWith("* "));
      assertEquals(notices, [`* Bobby left${word}`]);
      assertEquals([await isFree(room.bus, "bobby"), await isFree(room.bus, "bob")], [true, true]);
      assertEquals([room.inside(), room.chat.roster.residents.size], [["anna"], 1]);
      await room.pass(DRAIN_MS);
      await room.pass(LINGER_MS);
      assertEquals((await bob.ended).reason, reason);
      assertEquals([bob.connection.closed, room.clock.waiting], [true, 0]);
      assertEquals([room.parts.backlog.total, anna.news()], [0, []]);
      const carl = await room.connect("carl");
      assertEquals(anna.news(), ["* carl joined"]);
      await anna.types("still here");
      assertEquals(carl.news(), ["anna: still here"]);
    });
  }
});

Deno.test("Session that met a bug says so without the error's text, and hands the error on", async () => {
  const { room, bob } = await chatOfTwo({ commands: withBug });
  assertEquals(await bob.types("/bug now", "after"), [BROKE]);
  await room.pass(LINGER_MS);
  const { error } = await bob.ended;
  assert(error instanceof TypeError);
  assertEquals(bob.connection.output.includes("secret"), false);
});

/** Plain text, but for one kind of event that it breaks on for one viewer, or for everyone. */
function breaking(kind: ChatEvent["kind"], viewer?: string): Dialect {
  const dialect: Dialect = {
    format: "text",
    preferences: plain.preferences,
    personal: viewer !== undefined,
    render(event, by) {
      if (event.kind !== kind || (viewer !== undefined && by?.name !== viewer)) {
        return plain.render(event, by);
      }
      throw new TypeError("A bug in the dialect");
    },
    with: () => dialect,
  };
  return dialect;
}

Deno.test("Session ends alone when its dialect breaks on what it is told", async (t) => {
  const cases: { kind: ChatEvent["kind"]; line: string; viewer: string }[] = [
    { kind: "past", line: "/history", viewer: "bob" },
    { kind: "failed", line: "/nosuch", viewer: "bob" },
    { kind: "sent", line: "/msg anna psst", viewer: "bob" },
    { kind: "entered", line: "/join #tea", viewer: "bob2" },
    { kind: "notice", line: "", viewer: "bob2" },
  ];
  for (const { kind, line, viewer } of cases) {
    await t.step(`${kind}, ${line}`, async () => {
      const { room, anna, bob } = await chatOfTwo({ dialect: breaking(kind, viewer) });
      await anna.types("for the history");
      bob.news();
      const lines = [...viewer === "bob2" ? ["/nick bob2"] : [], line];
      assertEquals((await bob.types(...lines)).at(-1), BROKE);
      await room.pass(LINGER_MS);
      assertEquals((await bob.ended).reason, "bug");
      assert(await isFree(room.bus, "bob"));
      assert(await isFree(room.bus, "bob2"));
      assertEquals(anna.news().at(-1), `* ${viewer} left (connection lost)`);
      const carl = await room.connect("carl");
      await anna.types("still here");
      assertStringIncludes(carl.news().join("\n"), "anna: still here");
      assertEquals(room.inside(), ["anna", "carl"]);
    });
  }
});

Deno.test("Session ends alone when its dialect breaks on what others do", async (t) => {
  const cases: { kind: ChatEvent["kind"]; line: string; seen: string }[] = [
    { kind: "said", line: "hello", seen: "anna: hello" },
    { kind: "acted", line: "/me waves", seen: "** anna waves" },
    { kind: "told", line: "/msg bob psst", seen: "" },
  ];
  for (const { kind, line, seen } of cases) {
    await t.step(kind, async () => {
      const room = new ChatRoom({ dialect: breaking(kind, "bob") });
      const [anna, bob, carl] = await room.gather("anna", "bob", "carl");
      assert(anna && bob && carl);
      await anna.types(line);
      await room.pass(LINGER_MS);
      bob.connection.endInput();
      await room.settle();
      assertEquals((await bob.ended).reason, "bug");
      assertEquals(carl.news(), [...seen === "" ? [] : [seen], "* bob left (connection lost)"]);
      await anna.types("still here");
      await carl.types("me too");
      assertStringIncludes(anna.news().join("\n"), "carl: me too");
      assertEquals(room.inside(), ["anna", "carl"]);
    });
  }
});

Deno.test("Session of a slow reader is told why, and the others get every line", async () => {
  const room = new ChatRoom({ maxBacklog: 2000 });
  const [anna, bob, carl] = await room.gather("anna", "bob", "carl");
  assert(anna && bob && carl);
  bob.connection.stalled = true;
  const lines = Array.from({ length: 60 }, (_, i) => `${i} ${"x".repeat(60)}`);
  for (const line of lines) await anna.types(line);
  const cut = carl.news();
  assertEquals(cut.filter((line) => line !== "* bob left (slow reader)"), lines.map(by("anna")));
  assertEquals(cut.length, lines.length + 1);
  bob.connection.resume();
  await room.settle();
  const seen = bob.news();
  const why = "* You were disconnected: more than 2000 bytes were waiting for you";
  assertEquals(seen.slice(-2), ["", why]);
  assertEquals(seen.slice(0, -2), lines.map(by("anna")).slice(0, seen.length - 2));
  await room.pass(LINGER_MS);
  assertEquals((await bob.ended).reason, "slow reader");
});

function by(name: string): (text: string) => string {
  return (text) => `${name}: ${text}`;
}

Deno.test("Session of a slow reader who never reads again is closed all the same", async () => {
  const { room, anna, bob } = await chatOfTwo({ maxBacklog: 1000 });
  bob.connection.stalled = true;
  for (let i = 0; i < 30; i++) await anna.types("x".repeat(90));
  await room.pass(LAST_WORDS_MS - 1);
  assertEquals(bob.connection.closed, false);
  await room.pass(1);
  assertEquals([bob.connection.closed, (await bob.ended).reason], [true, "slow reader"]);
  assertEquals(room.clock.waiting, 0);
});

Deno.test("Session takes no line that waited once its client is gone", async (t) => {
  await t.step("waiting for the allowance", async () => {
    const { room, anna, bob } = await chatOfTwo({ flood: { burst: 1, rate: 0.1 } });
    await room.pass(60_000);
    await anna.types("one", "two", "/me three");
    anna.session.shutDown();
    await room.settle();
    assertEquals(bob.news(), ["anna: one", "* anna left"]);
    await room.pass(60_000);
    assertEquals(bob.news(), []);
    await anna.ended;
  });
  await t.step("waiting for the reader to catch up", async () => {
    const { room, anna, bob } = await chatOfTwo({ maxBacklog: 1000 });
    anna.connection.stalled = true;
    const seen: string[] = [];
    for (let i = 0; i < 6; i++) seen.push(...await bob.types("x".repeat(90)));
    await anna.types("too late", "/me too");
    for (let i = 0; i < 6; i++) seen.push(...await bob.types("x".repeat(90)));
    await room.pass(LAST_WORDS_MS);
    await room.pass(LINGER_MS);
    assertEquals([...seen, ...bob.news()], ["* anna left (slow reader)"]);
    assertEquals((await anna.ended).reason, "slow reader");
  });
});

Deno.test("Session tells a room of a leaving once, also when the way to the next one was too much", async () => {
  const { room, anna, bob } = await chatOfTwo({ maxBacklog: 1500, history: 100, replay: 100 });
  await anna.types("/join #full");
  for (let i = 0; i < 30; i++) await anna.types("x".repeat(90));
  const carl = await room.connect("carl");
  await bob.types("/join #full");
  await room.pass(LAST_WORDS_MS + LINGER_MS);
  assertEquals((await bob.ended).reason, "slow reader");
  assertEquals(carl.news(), ["* bob left (slow reader)"]);
  assertEquals(anna.news().slice(-2), ["* bob joined", "* bob left (slow reader)"]);
});

Deno.test("Session hears nothing after /quit, and what was sent before arrives", async () => {
  const { room, anna, bob } = await chatOfTwo();
  bob.connection.stalled = true;
  await anna.types("before");
  await bob.types("/quit bye", "after", "/me after");
  assertEquals(await anna.types("too late"), ["* bob left (bye)"]);
  bob.connection.resume();
  await room.settle();
  assertEquals(bob.news(), ["anna: before"]);
  assert(bob.connection.finished);
});

Deno.test("Session waits a bounded time for its client to read and to hang up", async (t) => {
  await t.step("who hangs up is let go at once", async () => {
    const { room, bob } = await chatOfTwo();
    await bob.types("/quit");
    assertEquals([bob.connection.finished, bob.connection.closed], [true, false]);
    bob.connection.endInput();
    await room.settle();
    assertEquals([bob.connection.closed, room.clock.waiting], [true, 0]);
    await bob.ended;
  });
  await t.step("who does not is cut off after a while", async () => {
    const { room, bob } = await chatOfTwo();
    await bob.types("/quit");
    await room.pass(LINGER_MS - 1);
    assertEquals(bob.connection.closed, false);
    await room.pass(1);
    assertEquals(bob.connection.closed, true);
    await bob.ended;
  });
  await t.step("who does not read is given up after a while", async () => {
    const { room, anna, bob } = await chatOfTwo();
    bob.connection.stalled = true;
    await anna.types("unread");
    await bob.types("/quit");
    assert(await isFree(room.bus, "bob"));
    await room.pass(DRAIN_MS - 1);
    assertEquals(bob.connection.finished, false);
    await room.pass(1);
    await room.pass(LINGER_MS);
    assertEquals([bob.connection.closed, room.clock.waiting], [true, 0]);
    await bob.ended;
  });
});

Deno.test("Session frees both names when a change of name meets the end", async () => {
  const { room, anna, bob } = await chatOfTwo();
  bob.connection.type("/nick zoe\n");
  bob.connection.endInput();
  await room.settle();
  await bob.ended;
  assertEquals([await isFree(room.bus, "bob"), await isFree(room.bus, "zoe")], [true, true]);
  assertEquals(anna.news().at(-1)?.endsWith("left"), true);
  assertEquals(room.inside(), ["anna"]);
});

Deno.test("Session that ends before it was greeted leaves no trace", async (t) => {
  const ways: Record<string, (talker: Talker) => void> = {
    "end of input": ({ connection }) => connection.endInput(),
    "connection broken": ({ connection }) => connection.reset(),
    shutdown: ({ session }) => session.shutDown(),
  };
  for (const [reason, go] of Object.entries(ways)) {
    await t.step(reason, async () => {
      const { room, anna } = await chatOfTwo();
      const stranger = room.knock();
      go(stranger);
      await room.pass(KNOCK_MS);
      await room.pass(DRAIN_MS);
      assertEquals((await stranger.ended).reason, reason);
      assertEquals([anna.news(), stranger.connection.output], [[], ""]);
      assertEquals([stranger.connection.closed, room.clock.waiting], [true, 0]);
    });
  }
});

Deno.test("Sessions hand every line to all others, once and in one order, however bytes come and go", async () => {
  for (let seed = 0; seed < 15; seed++) {
    const random = new Random(seed);
    const room = new ChatRoom({ history: 10_000 });
    const talkers = await room.gather("p0", "p1", "p2", "p3", "p4");
    const streams = talkers.map((_, who) => randomStream(who, random));
    for (const talker of talkers) writeInParts(talker, random);
    while (streams.some(({ left }) => left !== "")) {
      const who = random.below(talkers.length);
      const { connection } = talkers[who] as Talker;
      const stream = streams[who] as (typeof streams)[number];
      const end = random.below(30);
      if (end > 0) connection.type(stream.left.slice(0, end));
      stream.left = stream.left.slice(end);
      if (random.below(4) === 0) connection.stalled = true;
      if (random.below(3) === 0) connection.resume();
      if (random.below(3) === 0) await room.settle();
    }
    for (const { connection } of talkers) connection.resume();
    await room.settle();
    const { history = [] } = room.chat.roster.rooms.get("#lobby") ?? {};
    talkers.forEach((talker, who) => {
      const others = history.filter(({ by }) => by.name !== `p${who}`);
      const own = history.filter(({ by }) => by.name === `p${who}`);
      assertEquals(own.map(({ text }) => text), streams[who]?.lines, `Seed ${seed}`);
      const expected = others.map(({ by, text }) => `${by.name}: ${text}`);
      assertEquals(talker.news(), expected, `Seed ${seed}`);
    });
  }
});

/** Numbered lines of all lengths, and as they are typed. */
function randomStream(who: number, random: Random): { readonly lines: string[]; left: string } {
  const lines = Array.from(
    { length: 20 },
    (_, n) => `${who}.${n} ${"x".repeat(random.below(50))}|`,
  );
  return { lines, left: lines.map((line) => `${line}\n`).join("") };
}

/** Makes the client's socket take only some of what it is given. */
function writeInParts({ connection }: Talker, random: Random): void {
  const write = connection.write.bind(connection);
  connection.write = (bytes) => write(bytes.subarray(0, 1 + random.below(80)));
}

Deno.test("Session tells at its end how many lines it took and how much it sent", async () => {
  const { bob, anna } = await chatOfTwo();
  await bob.types("one", "/me two", "/nosuch");
  await anna.types("née");
  const { lines, bytesOut, reason } = await bob.hangUp();
  const sent = new TextEncoder().encode(bob.connection.output).length;
  assertEquals({ lines, bytesOut, reason }, { lines: 3, bytesOut: sent, reason: "end of input" });
});

Deno.test("Session.traffic counts lines, those that came too fast, and bytes both ways", async () => {
  const { room, anna } = await chatOfTwo({ flood: { burst: 2, rate: 1 } });
  const before = anna.session.traffic;
  await anna.types("one", "two", "three");
  await room.pass(1000);
  const { lines, delayed, bytesIn, bytesOut } = anna.session.traffic;
  assertEquals([lines, delayed, bytesIn - before.bytesIn], [3, 1, "one\ntwo\nthree\n".length]);
  assertEquals(bytesOut, anna.connection.output.length);
});
