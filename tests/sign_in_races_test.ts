// What happens while a password is being hashed: the client leaves, somebody else wants the name, the store
// fails. A name has one holder then as ever, and nobody who has left comes back as a ghost.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { DRAIN_MS, LINGER_MS, LOGIN_MS } from "../src/limits.ts";
import { Member } from "../src/member.ts";
import { PASSWORD, registered } from "./support/accounts.ts";
import { ChatRoom, type ChatRoomOptions, type Talker } from "./support/chat_room.ts";
import { FaultyStore } from "./support/faulty_store.ts";
import { HeldBus } from "./support/held_bus.ts";
import { Recorder, Transcript } from "./support/recorder.ts";
import { promisesKept } from "./support/settle.ts";
import { startWorkerNodes } from "./support/worker_nodes.ts";

async function isFree({ bus }: ChatRoom, key: string): Promise<boolean> {
  const free = await bus.claim(key, "somebody new");
  bus.release(key, "somebody new");
  return free;
}

/** Everybody who is here, in whatever room. */
function residents({ chat }: ChatRoom): string[] {
  return [...chat.roster.residents.values()].map(({ person }) => person.name).sort();
}

/** How a session may end that is waiting for a hash. */
const WAYS: Readonly<Record<string, (talker: Talker, room: ChatRoom) => unknown>> = {
  "is shut down": ({ session }) => session.shutDown(),
  "cannot be written to": (talker, room) => {
    talker.connection.write = () => Promise.reject(new Error("Broken pipe"));
    room.chat.announce("hello");
  },
  "is cut": (_, room) => room.bus.publish({ kind: "cut", id: "c2", text: "Goodbye" }),
};

interface Case extends ChatRoomOptions {
  readonly line: string;
  /** Whether anna has registered before. */
  readonly known: boolean;
}

const CASES: Readonly<Record<string, Case>> = {
  "/register": { line: `/register ${PASSWORD}`, known: false },
  "/login": { line: `/login anna ${PASSWORD}`, known: true },
  "/register at the gate": {
    line: `/register anna ${PASSWORD}`,
    known: false,
    requireLogin: true,
  },
  "/login at the gate": { line: `/login anna ${PASSWORD}`, known: true, requireLogin: true },
};

/** Anna's second client, c2, has typed the line, and its password is being hashed. */
async function hashing({ line, known, ...options }: Case) {
  const room = new ChatRoom(options);
  if (known) await room.accounts.register({ name: "anna", password: PASSWORD });
  await room.bus.publish({ kind: "registration", key: "anna", registered: known });
  await (await room.connect("first")).types("/quit");
  const talker = await room.connect(known ? "guest" : "anna");
  room.hashing.held = true;
  await talker.types(line);
  assertEquals(room.hashing.waiting, 1);
  return { room, talker };
}

for (const [what, each] of Object.entries(CASES)) {
  Deno.test(`Whoever leaves during ${what} is gone for good, and the name is the account's alone`, async (t) => {
    for (const [way, leave] of Object.entries(WAYS)) {
      const gate = each.requireLogin === true;
      if (gate && way !== "is shut down") continue;
      await t.step(`when the session ${way}`, async () => {
        const { room, talker } = await hashing(each);
        await leave(talker, room);
        await room.settle();
        assertEquals(residents(room), []);
        await room.hashing.open();
        await room.settle();
        assertEquals([residents(room), room.inside()], [[], []]);
        for (const ms of [DRAIN_MS, LINGER_MS]) await room.pass(ms);
        assert((await talker.ended).reason !== "bug");
        assertEquals([await isFree(room, "anna"), await isFree(room, "guest")], [true, true]);
        assert(room.chat.roster.isRegistered("anna"));
        assertEquals([...room.chat.roster.namesakes("anna")], []);
        assertEquals((await room.accounts.find("anna"))?.name, "anna");
      });
    }
  });
}

Deno.test("Whoever is still being checked when the time to log in is over does not come in", async () => {
  const { room, talker } = await hashing({
    line: `/login anna ${PASSWORD}`,
    known: true,
    requireLogin: true,
  });
  await room.pass(LOGIN_MS);
  assertEquals(talker.news(), ["* You did not log in within 1 minute: goodbye"]);
  await room.hashing.open();
  await room.settle();
  assertEquals([residents(room), talker.news()], [[], []]);
});

Deno.test("A name that is being registered is refused to others, also when its client has left", async () => {
  for (const leaves of [false, true]) {
    const { room, talker } = await hashing(CASES["/register"] as Case);
    const guest = await room.connect("bob");
    if (leaves) talker.session.shutDown();
    await room.settle();
    guest.news();
    assertEquals(await guest.types("/nick ANNA"), [
      '* The name "ANNA" is taken: choose another',
    ]);
    await room.hashing.open();
    await room.settle();
    guest.news();
    assertMatch((await guest.types("/nick anna"))[0] ?? "", /^\* The name "anna" is registered/);
    assertEquals(residents(room), leaves ? ["bob"] : ["anna", "bob"]);
  }
});

Deno.test("Of two who register a name at the same time one gets it, and the other may go on", async () => {
  const room = new ChatRoom({ requireLogin: true });
  const [one, two] = [await room.connect(), await room.connect()];
  room.hashing.held = true;
  await one.types(`/register anna ${PASSWORD}`);
  assertEquals(await two.types("/register Anna another horse"), [
    '* The name "Anna" is taken: choose another',
  ]);
  await room.hashing.open();
  await room.settle();
  assertEquals(one.news().at(-1), "* anna is yours now: /login anna brings you back to it");
  assertEquals(
    (await two.types("/register bob another horse")).at(-1)?.slice(0, 13),
    "* bob is your",
  );
  assertEquals(room.inside(), ["anna", "bob"]);
});

Deno.test("/register where a login is required refuses a name that a guest carries, and names that are none", async () => {
  const room = new ChatRoom({ requireLogin: true });
  room.guests.wanted.push("bob");
  await room.chat.enter(outsider("x1").member); // let in before the rule
  const anna = await room.connect();
  for (const name of ["bob", "BOB"]) {
    assertEquals(await anna.types(`/register ${name} ${PASSWORD}`), [
      `* The name "${name}" is taken: choose another`,
    ]);
  }
  assertMatch((await anna.types(`/register admin ${PASSWORD}`))[0] ?? "", /is reserved/);
  assertMatch((await anna.types("/register a\u200bb long password"))[0] ?? "", /invisible/);
  assertMatch((await anna.types("/register anna short"))[0] ?? "", /too short/);
  assertEquals([await isFree(room, "anna"), await room.accounts.keys()], [true, []]);
});

Deno.test("A store that fails in the middle of /register leaves a guest, and nobody's name registered", async (t) => {
  for (const what of ["read", "commit"] as const) {
    await t.step(what, async () => {
      const store = new FaultyStore();
      const room = new ChatRoom({ store });
      const [anna, bob] = await room.gather("anna", "bob") as [Talker, Talker];
      store.broken[what] = true;
      assertEquals((await anna.types(`/register ${PASSWORD}`)).at(-1), REFUSED);
      await anna.types("hello");
      assertEquals(bob.news(), ["anna: hello"]);
      assertMatch((await bob.types("/nick anna"))[0] ?? "", /is taken/);
      store.broken[what] = false;
      await anna.types("/nick ann");
      bob.news();
      assertEquals(await bob.types("/nick anna"), ["* You are now anna"]);
      assertEquals(await room.accounts.keys(), []);
    });
  }
});

const REFUSED = "* Accounts cannot be reached: try again in a moment";

Deno.test("A store that fails during /unregister and /passwd leaves the account as it was", async () => {
  const store = new FaultyStore();
  const room = new ChatRoom({ store });
  const anna = await registered(room, "anna");
  store.broken.commit = true;
  assertEquals(await anna.types(`/unregister ${PASSWORD}`), [REFUSED]);
  assertEquals(
    await anna.types("/passwd", PASSWORD, "fresh horse").then((seen) => seen.at(-1)),
    REFUSED,
  );
  assertEquals([room.inside(), room.chat.roster.isRegistered("anna")], [["anna"], true]);
  store.broken.commit = false;
  const guest = await room.connect("guest");
  assertMatch((await guest.types(`/login anna ${PASSWORD}`)).at(-1) ?? "", /^\* You are logged in/);
});

/** A client without a session. */
function outsider(id: string): { member: Member; recorder: Recorder; cut: string[] } {
  const [recorder, cut] = [new Recorder(), [] as string[]];
  const member = new Member(id, {
    dialect: new Transcript(),
    outbox: recorder,
    owner: { onBug: (bug) => void cut.push(String(bug)), onEnd: (text) => void cut.push(text) },
    address: "192.0.2.1",
  });
  return { member, recorder, cut };
}

/** A guest on each of two nodes that share a store, and the nodes. */
async function twoNodes(...names: string[]) {
  const workers = startWorkerNodes(2);
  const store = new FaultyStore();
  const rooms = workers.nodes.map((bus, i) => new ChatRoom({ bus, store, node: `n${i}` }));
  const clients = rooms.map((_, i) => outsider(`n${i}-c1`));
  for (const [i, room] of rooms.entries()) {
    room.guests.wanted.push(names[i] ?? "");
    await room.chat.enter((clients[i] as typeof clients[0]).member);
  }
  const pairs = rooms.map((room, i) => ({ room, ...clients[i] as typeof clients[0] }));
  return { workers, pairs: pairs as [typeof pairs[0], typeof pairs[0]] };
}

/** Resolves once `test` holds; what nodes tell each other takes turns of the event loop. */
async function until(test: () => boolean): Promise<void> {
  for (let turns = 0; !test(); turns++) {
    assert(turns < 1000, "it did not come about");
    await promisesKept();
  }
}

Deno.test("Of two who register a name on two nodes at the same time one gets it", async () => {
  const { workers, pairs } = await twoNodes("emil", "fred");
  await using _ = workers;
  const results = await Promise.allSettled(
    pairs.map(({ room, member }) =>
      room.parts.signIn.register(member, { name: "anna", password: PASSWORD })
    ),
  );
  assertEquals(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const names = pairs.map(({ member }) => member.name).sort();
  assertEquals([names[0], names.filter((name) => name === "anna").length], ["anna", 1]);
  for (const { room } of pairs) {
    await until(() => room.chat.roster.isRegistered("anna"));
    await until(() => residents(room).includes("anna"));
  }
  const loser = pairs.find(({ member }) => member.name !== "anna");
  assertMatch(
    String(await loser?.room.chat.names.rename(loser.member, "anna").catch(String)),
    /registered/,
  );
});

Deno.test("An account on two nodes is one: private lines, /sessions and their end reach both", async () => {
  const { workers, pairs: [one, two] } = await twoNodes("anna", "bob");
  await using _ = workers;
  await one.room.parts.signIn.register(one.member, { name: "anna", password: PASSWORD });
  await two.room.parts.signIn.logIn(two.member, { name: "anna", password: PASSWORD });
  const carl = outsider("n0-c2");
  one.room.guests.wanted.push("carl");
  await one.room.chat.enter(carl.member);
  const sessions = one.room.parts.signIn.sessions(one.member);
  assertEquals(sessions.map(({ person }) => person.id), ["n0-c1", "n1-c1"]);
  one.room.chat.tell(carl.member, { to: one.room.chat.find("anna"), text: "psst" });
  const told = ({ recorder }: typeof one) => recorder.events.some(({ kind }) => kind === "told");
  await until(() => told(one) && told(two));
  two.room.parts.signIn.end(two.member, sessions[0] as typeof sessions[0]);
  await until(() => one.cut.length > 0);
  assertEquals([one.cut, two.cut], [["anna ended this connection from another one"], []]);
  const stays = await two.room.parts.signIn.unregister(two.member, PASSWORD);
  assertEquals([stays, one.cut.length], [true, 2]);
  const freed = ({ room }: typeof one) => !room.chat.roster.isRegistered("anna");
  await until(() => freed(one) && freed(two));
});

Deno.test("A name of the pool that nobody got in the end is given back", async () => {
  const bus = new HeldBus();
  const room = new ChatRoom({ bus });
  const anna = await registered(room, "anna");
  room.guests.wanted.push("emil");
  room.guests.given.length = 0;
  bus.held = true;
  await anna.types("/logout");
  assertEquals(bus.waiting, ["claim"]);
  anna.session.shutDown();
  await promisesKept();
  await bus.let("departed");
  await bus.open();
  await room.settle();
  assertEquals([residents(room), room.guests.given.includes("emil")], [[], true]);
  assertEquals([await isFree(room, "anna"), await isFree(room, "emil")], [true, true]);
});
