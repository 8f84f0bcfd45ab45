// Coming back with a token: as one was, with the lines missed and none twice, once and not too late; after a
// restart as well, and while the old connection still looks alive.

import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { RESUME_MS } from "../src/limits.ts";
import { another, PASSWORD, registered } from "./support/accounts.ts";
import { ChatRoom, type Talker } from "./support/chat_room.ts";
import { FakeLog } from "./support/fake_log.ts";
import { FaultyStore } from "./support/faulty_store.ts";

const USELESS = "* That token is wrong, used or out of date: /login, or stay as you are";

async function tokenOf(talker: Talker): Promise<string> {
  const line = (await talker.types("/token")).at(-1) ?? "";
  return /^\* Type \/resume ([0-9a-f]{32}) to come back/.exec(line)?.[1] ?? `no token in ${line}`;
}

/** anna and bob, no old news for them, and what anna comes back with. */
async function withToken(room = new ChatRoom()) {
  const [anna, bob] = await room.gather("anna", "bob") as [Talker, Talker];
  return { room, anna, bob, token: await tokenOf(anna) };
}

/** The connection breaks, and a while goes by. */
async function lose(room: ChatRoom, talker: Talker): Promise<void> {
  talker.connection.reset();
  await room.pass(1000);
}

/** A new client that has typed this, and all that it saw then. */
async function comes(room: ChatRoom, ...lines: string[]) {
  const client = await room.connect();
  return { client, seen: await client.types(...lines) };
}

/** What was said, of the lines that somebody saw. */
function said(lines: readonly string[]): string[] {
  return lines.filter((line) => /^(\[\d\d:\d\d\] )?\w+: /.test(line))
    .map((line) => line.replace(/^.*?\w+: /, ""));
}

/** The same store and another process. */
function restarted({ store, clock }: ChatRoom): ChatRoom {
  const room = new ChatRoom({ store });
  room.clock.advance(clock.now() - room.clock.now() + 1000);
  return room;
}

Deno.test("Resumes.tokenOf() is the same each time, another for each client, and in no store or log", async () => {
  const [store, log] = [new FaultyStore(), new FakeLog()];
  const { room, anna, bob, token } = await withToken(new ChatRoom({ store, log }));
  assertEquals(await tokenOf(anna), token);
  assertNotEquals(await tokenOf(bob), token);
  await lose(room, anna);
  assertMatch(await store.text(), /"anna"/);
  assert(!(await store.text() + JSON.stringify(log.records)).includes(token));
});

Deno.test("Resumes bring back name, room, away text and ignored people, and show what was missed, once", async () => {
  const { room, anna, bob, token } = await withToken();
  const carl = await room.connect("carl");
  await anna.types("/join #tea", "/away lunch", "/ignore carl");
  await bob.types("/join #tea", "before");
  await carl.types("/join #tea");
  anna.news();
  await lose(room, anna);
  await bob.types("one", "two");
  await carl.types("hidden");
  await room.pass(60_000);
  const { client, seen } = await comes(room, `/resume ${token}`);
  assertEquals(seen.map((line) => line.replace(/^\[\d\d:\d\d\]/, "[]")), [
    "* You are in #tea with bob and carl",
    "[] bob: one",
    "[] bob: two",
    "* Welcome back, anna: you are in #tea. /token shows your new token",
  ]);
  assertEquals(bob.news().slice(-1), ["* anna joined"]);
  assertMatch((await bob.types("/whois anna"))[0] ?? "", /is in #tea.*, away: lunch$/);
  await carl.types("still hidden");
  await bob.types("hello");
  assertEquals([client.news(), await client.types("/ignore")], [["bob: hello"], [
    "* You hide carl",
  ]]);
  assertNotEquals(await tokenOf(client), token);
});

Deno.test("Resumes in the room where one is show each line once, also beyond what is replayed", async (t) => {
  for (const [missed, before] of [[0, 3], [3, 0], [3, 20], [9, 5], [30, 5], [150, 0]] as const) {
    await t.step(`${missed} missed, ${before} seen before`, async () => {
      const { room, anna, bob, token } = await withToken();
      await room.pass(1000);
      for (let i = 0; i < before; i++) await bob.types(`old ${i}`);
      await room.pass(1000);
      await anna.types("mine");
      await lose(room, anna);
      for (let i = 0; i < missed; i++) await bob.types(`new ${i}`);
      const client = room.knock();
      const seen = said(await client.types(`/resume ${token}`));
      const fresh = seen.filter((line) => line.startsWith("new"));
      const kept = Math.min(missed, 100); // what a room keeps
      const expected = Array.from({ length: kept }, (_, i) => `new ${missed - kept + i}`);
      assertEquals(fresh.toSorted(byNumber), expected);
      assertEquals(new Set(seen).size, seen.length);
    });
  }
});

function byNumber(a: string, b: string): number {
  return Number(a.slice(4)) - Number(b.slice(4));
}

Deno.test("Resumes refuse a token that is wrong, used or out of date, in the same words", async (t) => {
  const { room, anna, token } = await withToken();
  await lose(room, anna);
  for (const wrong of ["x", "0".repeat(32), token.slice(1), token.toUpperCase(), `${token}0`]) {
    if (wrong !== token) assertEquals((await comes(room, `/resume ${wrong}`)).seen, [USELESS]);
  }
  assertMatch((await comes(room, `/resume ${token}`)).seen.at(-1) ?? "", /^\* Welcome back, anna/);
  assertEquals((await comes(room, `/resume ${token}`)).seen, [USELESS]);
  for (const [ms, good] of [[RESUME_MS - 2000, true], [RESUME_MS - 1000, false]] as const) {
    await t.step(`${ms} ms later`, async () => {
      const { room, anna, token } = await withToken();
      await lose(room, anna);
      await room.pass(ms);
      const client = room.knock();
      const last = (await client.types(`/resume ${token}`)).at(-1) ?? "";
      assertEquals(last.startsWith("* Welcome back"), good, last);
      await room.pass(RESUME_MS);
      assertEquals(await room.store.list(["resume"]), []);
    });
  }
});

Deno.test("Resumes keep nothing of who quits or is sent away, nor of who never asked for a token", async (t) => {
  const ways: Readonly<Record<string, (room: ChatRoom, anna: Talker) => unknown>> = {
    "/quit": (_, anna) => anna.types("/quit"),
    "a cut": (room) =>
      room.bus.publish({ kind: "cut", id: room.chat.find("anna").person.id, text: "Goodbye" }),
    kick: (room) => {
      const [who, by] = [room.chat.find("anna").person, room.chat.find("bob").person];
      return room.bus.publish({ kind: "kicked", at: 0, room: "#lobby", by, who, text: "" });
    },
  };
  for (const [name, go] of Object.entries(ways)) {
    await t.step(name, async () => {
      const { room, anna, token } = await withToken();
      await go(room, anna);
      await room.settle();
      assertEquals(await room.store.list(["resume"]), []);
      assertEquals((await comes(room, `/resume ${token}`)).seen, [USELESS]);
    });
  }
  const room = new ChatRoom();
  await lose(room, await room.connect("anna"));
  assertEquals(await room.store.list(["resume"]), []);
});

Deno.test("Resumes take over a connection that looks alive, which is told and closed", async () => {
  const { room, anna, bob, token } = await withToken();
  await anna.types("/join #tea", "mine");
  bob.news();
  anna.connection.stalled = true; // its cable is pulled
  await room.pass(1000);
  await bob.types("/join #tea", "hello?");
  const { client, seen } = await comes(room, `/resume ${token}`);
  assertEquals(said(seen), ["hello?"]);
  assertMatch(seen.at(-1) ?? "", /^\* Welcome back, anna: you are in #tea/);
  assertEquals(room.inside("#tea"), ["bob", "anna"]);
  assertEquals(bob.news().slice(-2), ["* anna left (came back)", "* anna joined"]);
  anna.connection.resume();
  await room.settle();
  assertEquals(
    anna.connection.output.split("\n").at(-2),
    "* You came back on another connection: goodbye",
  );
  assert(anna.connection.finished);
  assertEquals(await client.types(`/resume ${token}`), [USELESS]);
  await lose(room, client);
  assertEquals(await room.store.list(["resume"]), []); // it has not asked for its new token
});

Deno.test("Resumes refuse the token of one's own connection", async () => {
  const { anna, token } = await withToken();
  assertEquals(await anna.types(`/resume ${token}`), ["* That is the token of this connection"]);
});

Deno.test("Resumes let one of two in who come at the same time, also while the store takes its time", async (t) => {
  for (const lost of [true, false]) {
    for (const account of [true, false]) {
      await t.step(`a ${account ? "user" : "guest"}, ${lost ? "lost" : "here"}`, async () => {
        const store = new FaultyStore();
        const room = new ChatRoom({ store });
        const anna = await (account ? registered(room, "anna") : room.connect("anna"));
        const token = await tokenOf(anna);
        if (lost) await lose(room, anna);
        const rivals = [await room.connect(), await room.connect()];
        store.held = true;
        for (const rival of rivals) rival.connection.type(`/resume ${token}\n`);
        await room.settle();
        await store.open();
        await room.settle();
        const seen = rivals.flatMap((rival) => rival.news());
        assertEquals(seen.filter((line) => line === USELESS).length, 1);
        assertEquals(seen.filter((line) => line.startsWith("* Welcome back, anna")).length, 1);
        assertEquals(room.inside().filter((name) => name === "anna").length, 1);
      });
    }
  }
});

Deno.test("Resumes refuse what is out of date after a restart, before it is dropped", async () => {
  const { room, anna, token } = await withToken();
  await lose(room, anna);
  const after = restarted(room);
  after.clock.advance(RESUME_MS);
  assertEquals((await after.store.list(["resume"])).length, 1);
  assertEquals((await comes(after, `/resume ${token}`)).seen, [USELESS]);
});

Deno.test("Resumes outlive a restart, for guests and for accounts, and the lines said since are there", async () => {
  const { room, anna, bob, token } = await withToken();
  await bob.types(`/register ${PASSWORD}`, "/join #tea", "/away soon");
  const bobs = await tokenOf(bob);
  await room.pass(1000);
  await bob.types("last words");
  for (const talker of [anna, bob]) talker.session.shutDown();
  await room.settle();
  await room.history.flush(1000);
  const after = restarted(room);
  await after.chat.open(await after.accounts.keys());
  const guest = await comes(after, `/resume ${token}`);
  assertMatch(guest.seen.at(-1) ?? "", /^\* Welcome back, anna: you are in #lobby/);
  const user = await comes(after, `/resume ${bobs}`);
  assertMatch(user.seen.at(-1) ?? "", /^\* Welcome back, bob: you are in #tea/);
  assertMatch((await user.client.types("/sessions"))[0] ?? "", /\(this one\)$/);
  assertMatch((await guest.client.types("/whois bob")).at(-1) ?? "", /away: soon$/);
  assertEquals((await comes(after, `/resume ${bobs}`)).seen.at(-1), USELESS);
});

Deno.test("Resumes.clean() drops what is out of date at the start, and the rest in its time", async () => {
  const { room, anna, bob } = await withToken();
  await lose(room, anna);
  await room.pass(RESUME_MS / 2);
  const token = await tokenOf(bob);
  await lose(room, bob);
  const after = restarted(room);
  after.clock.advance(RESUME_MS / 2);
  await after.parts.resumes.clean();
  await after.pass(0);
  assertEquals((await after.store.list(["resume"])).length, 1);
  await after.pass(RESUME_MS);
  assertEquals(await after.store.list(["resume"]), []);
  assertEquals((await comes(after, `/resume ${token}`)).seen, [USELESS]);
});

Deno.test("Resumes give a guest the name back unless somebody has it, and the room in any case", async (t) => {
  for (const line of ["/nick anna", "/nick ANNA"]) {
    for (const keeps of [true, false]) {
      await t.step(`${line}${keeps ? " and /register" : ""}`, async () => {
        const { room, anna, bob, token } = await withToken();
        await anna.types("/join #tea");
        await lose(room, anna);
        await bob.types(line, ...keeps ? [`/register ${PASSWORD}`] : []);
        const { client, seen } = await comes(room, `/resume ${token}`);
        assertMatch(seen[0] ?? "", keeps ? /is registered: / : /^\* The name "anna" is taken/);
        assertMatch(seen.at(-1) ?? "", /^\* Welcome back, guest1: you are in #tea/);
        assertMatch((await client.types("/logout"))[0] ?? "", /is for registered users/);
      });
    }
  }
});

Deno.test("Resumes of an account are for that account alone, not for who has the name after it", async () => {
  const room = new ChatRoom();
  const anna = await registered(room, "anna");
  const token = await tokenOf(anna);
  const phone = await another(room, "anna");
  await lose(room, anna);
  await phone.types(`/unregister ${PASSWORD}`, "/nick anna", `/register ${PASSWORD}`);
  const { client, seen } = await comes(room, `/resume ${token}`);
  assertEquals(seen, ["* That account is no more"]);
  assertEquals(await client.types("/sessions"), [
    "* /sessions is for registered users: type /register PASSWORD to keep your name",
  ]);
});

Deno.test("Resumes of an account that is on elsewhere tell nobody of coming and going", async () => {
  const room = new ChatRoom();
  const anna = await registered(room, "anna");
  const token = await tokenOf(anna);
  await another(room, "anna");
  const bob = await room.connect("bob");
  await lose(room, anna);
  assertEquals(bob.news(), []);
  const { seen } = await comes(room, `/resume ${token}`);
  assertMatch(seen.at(-1) ?? "", /^\* Welcome back, anna/);
  assertEquals(bob.news().filter((line) => /anna (joined|left)/.test(line)), []);
});

Deno.test("Resumes let an account in where a login is required; a guest's token is refused and not used up", async () => {
  const { room, anna, bob, token } = await withToken();
  await bob.types(`/register ${PASSWORD}`);
  const bobs = await tokenOf(bob);
  for (const talker of [anna, bob]) await lose(room, talker);
  const after = new ChatRoom({ store: room.store, requireLogin: true });
  const client = await after.connect();
  assertEquals(await client.types(`/resume ${token}`), ["* Guests do not come in: /login first"]);
  assertMatch((await client.types(`/resume ${bobs}`)).at(-1) ?? "", /^\* Welcome back, bob/);
  assertEquals(after.inside(), ["bob"]);
  assertEquals((await room.store.list(["resume"])).length, 1);
});

Deno.test("Resumes refuse in words when the store fails, and the token is good afterwards", async (t) => {
  for (const what of ["read", "commit"] as const) {
    await t.step(what, async () => {
      const [store, log] = [new FaultyStore(), new FakeLog()];
      const { room, anna, bob, token } = await withToken(new ChatRoom({ store, log }));
      await lose(room, anna);
      store.broken[what] = true;
      const { client, seen } = await comes(room, `/resume ${token}`);
      assertEquals(seen, ["* Tokens cannot be looked up: try again in a moment"]);
      await client.types("hello");
      assertEquals(bob.news().at(-1), "guest1: hello");
      assertEquals(log.of("stay not read").length, 1);
      store.broken[what] = false;
      assertMatch((await client.types(`/resume ${token}`)).at(-1) ?? "", /^\* Welcome back, anna/);
    });
  }
  const [store, log] = [new FaultyStore(), new FakeLog()];
  const { room, anna } = await withToken(new ChatRoom({ store, log }));
  store.broken.commit = true;
  await lose(room, anna);
  assertEquals(log.of("stay not kept").length, 1);
});

Deno.test("Resumes do not end the old connection for an account that cannot be looked up", async () => {
  const store = new FaultyStore();
  const room = new ChatRoom({ store });
  const anna = await registered(room, "anna");
  const token = await tokenOf(anna);
  store.broken.read = true;
  const { seen } = await comes(room, `/resume ${token}`);
  assertEquals(seen, ["* Accounts cannot be reached: try again in a moment"]);
  store.broken.read = false;
  assertEquals([anna.connection.finished, room.inside()], [false, ["anna", "guest1"]]);
});
