// Listeners in, sessions out: who is let in and who is not, what a failing accept does, and how everyone
// is sent off at the end. Clients, clock and turns of the event loop are fakes.

import { Admission, type AdmissionOptions } from "../src/admission.ts";
import type { Unfinished } from "../src/closing.ts";
import { type Command, CommandTable } from "../src/command.ts";
import { commands } from "../src/command/mod.ts";
import {
  ACCEPT_RETRY_MAX_MS,
  ACCEPT_RETRY_MIN_MS,
  DRAIN_MS,
  HISTORY_FLUSH_MS,
  KNOCK_MS,
  LINGER_MS,
} from "../src/limits.ts";
import type { Line } from "../src/line.ts";
import { Server } from "../src/server.ts";
import type { Change } from "../src/store.ts";
import type { Document, DocumentKey } from "../src/store.ts";
import { MemoryStore } from "../src/store/memory.ts";
import { ChatRoom } from "./support/chat_room.ts";
import { FakeConnection, FakeListener } from "./support/fake_connection.ts";
import { FakeLog } from "./support/fake_log.ts";
import { promisesKept } from "./support/settle.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

const bug: Command = {
  name: "bug",
  args: [],
  summary: "break",
  run() {
    throw new TypeError("A bug");
  },
};

/** A store that can be stuck, and tells what was asked of it in the end. */
class RecordingStore extends MemoryStore {
  readonly calls: string[] = [];
  stuck = false;
  /** What cannot be done with documents. */
  broken: "list" | "read" | null = null;

  override list(prefix: DocumentKey): Promise<Document[]> {
    return this.broken === "list" ? Promise.reject(new Error("Disk full")) : super.list(prefix);
  }

  override read(key: DocumentKey): Promise<Document | null> {
    return this.broken === "read" ? Promise.reject(new Error("Disk full")) : super.read(key);
  }

  override async commit(changes: readonly Change[]): Promise<boolean> {
    if (this.stuck) await new Promise(() => {});
    await promisesKept(); // as one that writes to a disk
    this.calls.push(...changes.map(({ key }) => `commit ${key[0]}`));
    return await super.commit(changes);
  }

  override append(lines: readonly Line[]): Promise<void> {
    this.calls.push(...lines.map(({ text }) => `append ${text}`));
    return this.stuck ? new Promise(() => {}) : super.append(lines);
  }

  override close(): Promise<void> {
    this.calls.push("close");
    return super.close();
  }
}

/** A server on fakes, with a listener. */
class World {
  readonly store = new RecordingStore({ linesPerRoom: 100 });
  readonly room = new ChatRoom({
    commands: new CommandTable([...commands.all, bug]),
    store: this.store,
  });
  readonly log = new FakeLog();
  readonly listener = new FakeListener();
  readonly server: Server;
  readonly unfinished: Unfinished[] = [];
  /** Resolved when the server takes no more clients from the listener. */
  readonly served: Promise<void>;

  constructor(limits: Partial<AdmissionOptions> = {}, broken: RecordingStore["broken"] = null) {
    this.store.broken = broken;
    const gate = new Admission({ maxConnections: 100, maxPerAddress: 0, ...limits });
    const { log, store, room: { history, seen } } = this;
    const parts = {
      ...this.room.parts,
      ...this.room.open,
      log,
      gate,
      history,
      seen,
      store,
      unfinished: this.unfinished,
    };
    this.server = new Server(parts, { ...this.room.limits, idPrefix: "", admin: "" });
    this.served = this.server.serve(this.listener);
  }

  /** A client that comes, and is in unless it was refused. */
  async connect(address?: string): Promise<FakeConnection> {
    const connection = new FakeConnection(address);
    this.listener.arrive(connection);
    await this.room.pass(KNOCK_MS);
    return connection;
  }

  async type(connection: FakeConnection, line: string): Promise<void> {
    connection.type(`${line}\n`);
    await this.room.settle();
  }

  async hangUp(connection: FakeConnection): Promise<void> {
    connection.endInput();
    await this.room.pass(LINGER_MS);
  }
}

async function isKept(promise: Promise<unknown>, { room }: World): Promise<boolean> {
  let kept = false;
  promise.then(() => kept = true);
  await room.settle();
  return kept;
}

Deno.test("Server.serve() takes clients from all its listeners into one chat", async () => {
  const world = new World();
  const other = new FakeListener();
  world.server.serve(other);
  const anna = await world.connect();
  const bob = new FakeConnection();
  other.arrive(bob);
  await world.room.pass(KNOCK_MS);
  await world.type(anna, "hello");
  assertMatch(bob.output, /^Welcome guest2\n/);
  assertMatch(bob.output, /guest1: hello\n$/);
});

Deno.test("Server logs each connection's end, with ids that are never used twice", async () => {
  const world = new World();
  for (let i = 0; i < 3; i++) {
    const connection = await world.connect(`192.0.2.${i}`);
    await world.room.pass(1900);
    await world.type(connection, "hello");
    await world.hangUp(connection);
  }
  const ends = world.log.of("connection ended");
  assertEquals(ends.map(({ id }) => id), ["c1", "c2", "c3"]);
  const { bytesOut, ...end } = ends[2] ?? {};
  assert(Number(bytesOut) > 0);
  assertEquals(end, {
    id: "c3",
    address: "192.0.2.2",
    reason: "end of input",
    seconds: 2,
    lines: 1,
  });
});

Deno.test("Server never logs what was said", async () => {
  const world = new World();
  const anna = await world.connect();
  for (const line of ["a secret", "/nick secret", "/secret", "/quit secret"]) {
    await world.type(anna, line);
  }
  await world.hangUp(anna);
  assertEquals(JSON.stringify(world.log.records).includes("secret"), false);
});

Deno.test("Server.serve() tries again when accept() fails: after 10 ms, doubling to a second", async () => {
  const world = new World();
  const { log, listener, room } = world;
  const waits = [10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000];
  assertEquals([waits[0], waits.at(-1)], [ACCEPT_RETRY_MIN_MS, ACCEPT_RETRY_MAX_MS]);
  const inside = await world.connect();
  for (const _ of waits) listener.fail(new Error("Too many open files"));
  for (const [i, ms] of waits.entries()) {
    await room.pass(ms - 1);
    assertEquals(log.of("accept failed").length, i + 1);
    await room.pass(1);
  }
  const failures = log.of("accept failed");
  assertEquals(failures.map(({ retryMs }) => retryMs), waits);
  assertEquals(failures[0]?.error, "Error: Too many open files");
  const next = await world.connect();
  assertMatch(next.output, /^Welcome/);
  await world.type(next, "hello");
  assertMatch(inside.output, /guest2: hello\n$/);
});

Deno.test("Server.serve() begins again with 10 ms after a success", async () => {
  const world = new World();
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 3; i++) world.listener.fail(new Error("Too many open files"));
    await world.room.pass(10);
    await world.room.pass(20);
    await world.room.pass(40);
    assertMatch((await world.connect()).output, /^Welcome/);
  }
  const retries = world.log.of("accept failed").map(({ retryMs }) => retryMs);
  assertEquals(retries, [10, 20, 40, 10, 20, 40]);
});

Deno.test("Server.serve() lets those inside notice nothing of failing accepts", async () => {
  const world = new World();
  const [anna, bob] = [await world.connect(), await world.connect()];
  const seen = bob.output;
  for (let i = 0; i < 5; i++) {
    world.listener.fail(new Error("Too many open files"));
    await world.type(anna, `${i}`);
  }
  assertEquals(
    bob.output.slice(seen.length),
    "guest1: 0\nguest1: 1\nguest1: 2\nguest1: 3\nguest1: 4\n",
  );
});

Deno.test("Server refuses whoever is too many, in a line, until somebody leaves", async (t) => {
  const cases = [
    {
      name: "connections in all",
      limits: { maxConnections: 2 },
      addresses: ["192.0.2.1", "192.0.2.2", "192.0.2.3"],
      line: /^\* The server is full \(2 connections\): .*\n$/,
    },
    {
      name: "connections from one address",
      limits: { maxPerAddress: 2 },
      addresses: ["192.0.2.1", "192.0.2.1", "192.0.2.1"],
      line: /^\* Your address .*: close one first\n$/,
    },
    {
      name: "connections from one IPv6 network",
      limits: { maxPerAddress: 2 },
      addresses: ["2001:db8::1", "2001:db8::2", "2001:db8:0:0:9::3"],
      line: /^\* Your address .*: close one first\n$/,
    },
  ];
  for (const { name, limits, addresses: [first, second, third], line } of cases) {
    await t.step(name, async () => {
      const world = new World(limits);
      const anna = await world.connect(first);
      const bob = await world.connect(second);
      const seen = anna.output;
      const refused = await world.connect(third);
      assertMatch(refused.output, line);
      assertEquals([refused.finished, refused.closed], [true, false]);
      await world.room.pass(LINGER_MS);
      assert(refused.closed);
      const reason = refused.output.slice(2, -1);
      assertEquals(world.log.of("connection refused"), [{ address: third, reason }]);
      assertEquals(anna.output, seen);
      await world.hangUp(bob);
      assertMatch((await world.connect(third)).output, /^Welcome/);
      assertMatch((await world.connect(third)).output, line);
    });
  }
});

Deno.test("Server lets other addresses in while one is full, and this machine always", async () => {
  const world = new World({ maxPerAddress: 1 });
  const addresses = ["192.0.2.1", "192.0.2.2", "127.0.0.1", "127.0.0.1", "::1", "::1"];
  for (const address of addresses) {
    assertMatch((await world.connect(address)).output, /^Welcome/);
  }
  assertMatch((await world.connect("192.0.2.1")).output, /^\* Your address .*\n$/);
});

Deno.test("Server closes a client it refuses, also one whose connection is broken", async () => {
  const world = new World({ maxConnections: 1 });
  await world.connect();
  const broken = new FakeConnection();
  broken.reset();
  world.listener.arrive(broken);
  await world.room.settle();
  assert(broken.closed);
});

Deno.test("Server logs a bug once, with the connection's id, and all others go on", async () => {
  const world = new World({ maxConnections: 3 });
  const [anna, bob, carl] = [await world.connect(), await world.connect(), await world.connect()];
  await world.type(bob, "/bug");
  await world.room.pass(LINGER_MS);
  const bugs = world.log.records.filter(({ level }) => level === "error");
  assertEquals(bugs.map(({ event, fields: { id } }) => [event, id]), [["bug", "c2"]]);
  assertMatch(String(bugs[0]?.fields.error), /^TypeError: A bug\n.*server_test/s);
  assertEquals(world.log.of("connection ended").map(({ reason }) => reason), ["bug"]);
  assert(bob.closed);
  await world.type(anna, "still here");
  assertMatch(carl.output, /guest1: still here\n$/);
  assertMatch((await world.connect()).output, /^Welcome/); // bob's place is free
});

Deno.test("Server.drain() takes no more clients, tells all inside, and waits for them", async () => {
  const world = new World();
  const [anna, bob] = [await world.connect(), await world.connect()];
  await world.type(anna, "/join #tea");
  const drained = world.server.drain();
  assertEquals(await isKept(drained, world), false);
  await world.served;
  for (const { output, finished } of [anna, bob]) {
    assertMatch(output, /\n\* Server is going down\n$/);
    assert(finished);
  }
  const late = await world.connect();
  assertEquals(late.output, "");
  await world.room.pass(LINGER_MS);
  assert(await isKept(drained, world));
  assertEquals([anna.closed, bob.closed, world.room.clock.waiting], [true, true, 0]);
  assertEquals(world.log.of("connection ended").map(({ reason }) => reason), [
    "shutdown",
    "shutdown",
  ]);
});

Deno.test("Server.drain() with nobody inside is done at once", async () => {
  const world = new World();
  assert(await isKept(world.server.drain(), world));
  await world.served;
});

Deno.test("Server.drain() keeps what was said last, and closes the store then", async () => {
  const world = new World();
  const anna = await world.connect();
  await world.type(anna, "last words");
  assertEquals(world.store.calls, []);
  const drained = world.server.drain();
  await world.room.pass(LINGER_MS);
  assert(await isKept(drained, world));
  assertEquals(world.store.calls, ["append last words", "close"]);
  assertEquals(world.room.clock.waiting, 0);
});

Deno.test("Server.drain() keeps where accounts were, and closes the store then", async () => {
  const world = new World();
  const anna = await world.connect();
  await world.type(anna, "/register correct horse");
  world.store.calls.length = 0;
  const drained = world.server.drain();
  await world.room.pass(LINGER_MS);
  assert(await isKept(drained, world));
  assertEquals(world.store.calls, ["commit seen", "close"]);
});

Deno.test("Server.drain() waits a bounded time for where accounts were, too", async () => {
  const world = new World();
  await world.type(await world.connect(), "/register correct horse");
  world.store.stuck = true;
  const drained = world.server.drain();
  await world.room.pass(LINGER_MS);
  await world.room.pass(HISTORY_FLUSH_MS - 1);
  assertEquals(await isKept(drained, world), false);
  await world.room.pass(1);
  assert(await isKept(drained, world));
  assertEquals(world.log.of("last seen lost"), [{ accounts: 1 }]);
  assertEquals(world.store.calls.includes("close"), false);
});

Deno.test("Server.drain() waits a bounded time for the store, and says how many lines are lost", async () => {
  const world = new World();
  const anna = await world.connect();
  await world.type(anna, "one");
  await world.type(anna, "two");
  await world.hangUp(anna);
  world.store.stuck = true;
  const bob = await world.connect();
  await world.type(bob, "three");
  await world.hangUp(bob);
  const drained = world.server.drain();
  await world.room.pass(HISTORY_FLUSH_MS - 1);
  assertEquals(await isKept(drained, world), false);
  await world.room.pass(1);
  assert(await isKept(drained, world));
  assertEquals(world.log.of("history lines lost"), [{ lines: 1 }]);
});

Deno.test("Server.serve() opens the lobby with its past before the first client is in", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  const by = { id: "c1", name: "anna" };
  const at = new Date(2026, 0, 1, 9, 30).getTime();
  await store.append([{ kind: "said", id: "1", at, room: "#lobby", by, text: "morning" }]);
  const room = new ChatRoom({ store });
  const gate = new Admission({ maxConnections: 9, maxPerAddress: 0 });
  const parts = {
    ...room.parts,
    ...room.open,
    log: new FakeLog(),
    gate,
    history: room.history,
    seen: room.seen,
    store,
    unfinished: [],
  };
  const listener = new FakeListener();
  const client = new FakeConnection();
  listener.arrive(client);
  new Server(parts, { ...room.limits, idPrefix: "", admin: "" }).serve(listener);
  await room.pass(KNOCK_MS);
  assertMatch(client.output, /\n\[09:30\] anna: morning\n$/);
});

Deno.test("Server.drain() lets everything out first that was sent before", async () => {
  const world = new World();
  const [anna, bob] = [await world.connect(), await world.connect()];
  bob.stalled = true;
  const lines = Array.from({ length: 30 }, (_, i) => `line ${i}`);
  for (const line of lines) await world.type(anna, line);
  anna.type("just before\n");
  await world.room.settle();
  const drained = world.server.drain();
  await world.room.pass(DRAIN_MS - 1);
  bob.resume();
  await world.room.pass(LINGER_MS);
  assert(await isKept(drained, world));
  const expected = [...lines, "just before"].map((line) => `guest1: ${line}\n`).join("");
  assertStringIncludes(bob.output, `${expected}* Server is going down\n`);
});

Deno.test("Server.drain() waits a bounded time for one who does not read", async () => {
  const world = new World();
  const [anna, bob] = [await world.connect(), await world.connect()];
  bob.stalled = true;
  await world.type(anna, "unread");
  const drained = world.server.drain();
  await world.room.pass(DRAIN_MS - 1);
  assertEquals(await isKept(drained, world), false);
  await world.room.pass(1);
  assert(await isKept(drained, world));
});

Deno.test("Server.drain() sends off those who are just coming, too", async (t) => {
  await t.step("at the door", async () => {
    const world = new World();
    const stranger = new FakeConnection();
    world.listener.arrive(stranger);
    await world.room.settle();
    const drained = world.server.drain();
    await world.room.pass(LINGER_MS);
    assert(await isKept(drained, world));
    assert(stranger.closed);
  });
  await t.step("accepted in the same moment", async () => {
    const world = new World();
    await world.room.settle();
    const stranger = new FakeConnection();
    world.listener.arrive(stranger);
    world.server.drain();
    await world.room.pass(LINGER_MS);
    await world.room.pass(LINGER_MS);
    assert(stranger.closed);
    await world.served;
  });
  await t.step("while accept() fails", async () => {
    const world = new World();
    world.listener.fail(new Error("Too many open files"));
    await world.room.settle();
    await world.server.drain();
    await world.room.pass(ACCEPT_RETRY_MAX_MS);
    await world.served;
  });
});

for (
  const [what, broken] of [["names are registered", "list"], ["bans there are", "read"]] as const
) {
  Deno.test(`Server lets nobody in before it could read which ${what}, and then everybody`, async () => {
    const { room, store, listener, server, served } = new World({}, broken);
    const connection = new FakeConnection();
    listener.arrive(connection);
    for (let i = 0; i < 10; i++) await room.pass(ACCEPT_RETRY_MAX_MS);
    assertEquals([connection.output, room.inside()], ["", []]);
    store.broken = null;
    await room.pass(ACCEPT_RETRY_MAX_MS);
    await room.pass(KNOCK_MS);
    assertMatch(connection.output, /^Welcome /);
    connection.endInput();
    const drained = server.drain();
    await room.pass(LINGER_MS);
    await Promise.all([drained, served]);
  });
}

Deno.test("Server ends in time though it could never read which names are registered", async () => {
  const { room, server, served } = new World({}, "list");
  await room.pass(ACCEPT_RETRY_MAX_MS);
  const drained = server.drain();
  await room.pass(ACCEPT_RETRY_MAX_MS);
  await Promise.all([drained, served]);
});

Deno.test("Server.serve() warns of admins that nobody has registered yet", async () => {
  const room = new ChatRoom();
  await room.accounts.register({ name: "Anna", password: "correct horse" });
  const log = new FakeLog();
  const gate = new Admission({ maxConnections: 9, maxPerAddress: 0 });
  const { history, seen, store } = room;
  const kept = { history, seen, store, unfinished: [] };
  const parts = { ...room.parts, ...room.open, log, gate, ...kept };
  const options = { ...room.limits, idPrefix: "", admin: "anna,bob" };
  new Server(parts, options).serve(new FakeListener());
  await room.settle();
  assertEquals(log.of("admin not registered").map(({ name }) => name), ["bob"]);
});

Deno.test("Server lets nobody in while it is to go down, and lets them in again when that is called off", async () => {
  const world = new World();
  const inside = await world.connect();
  world.server.hear({ kind: "begun", seconds: 60 });
  const late = await world.connect("192.0.2.9");
  assertEquals(late.output, "* The server is going down: try again in a moment\n");
  assert(late.finished);
  await world.type(inside, "still here");
  assert(!inside.finished);
  world.server.hear({ kind: "called off" });
  assertMatch((await world.connect()).output, /^Welcome /);
  assertEquals(world.server.figures.refused, 1);
});

Deno.test("Server.drain() saves what is unfinished when everybody is gone, and logs what is not saved", async () => {
  const world = new World();
  const client = await world.connect();
  let saved = () => {};
  const isIn = () => world.room.inside().length;
  const seen: number[] = [];
  world.unfinished.push({
    name: "games",
    async save() {
      seen.push(isIn());
      await new Promise<void>((resolve) => saved = resolve);
      seen.push(isIn());
      return 2;
    },
  });
  const drained = world.server.drain();
  await world.room.settle();
  await world.hangUp(client);
  await world.room.pass(LINGER_MS);
  saved();
  await drained;
  assertEquals(seen, [0, 0]);
  assertEquals(world.log.of("not saved"), [{ what: "games", count: 2 }]);
});

Deno.test("Server.figures count those who are there and those who went", async () => {
  const world = new World();
  const [one, other] = [await world.connect(), await world.connect()];
  await world.type(one, "hello");
  await world.hangUp(one);
  await world.type(other, "hi");
  const { traffic, accepted, connected, ended } = world.server.figures;
  assertEquals([traffic.lines, traffic.bytesIn], [2, "hello\nhi\n".length]);
  assertEquals([[...accepted], [...connected]], [[["tcp", 2]], [["tcp", 1]]]);
  assertEquals([...ended], [["end of input", 1]]);
  assertEquals(traffic.bytesOut, one.output.length + other.output.length);
});
