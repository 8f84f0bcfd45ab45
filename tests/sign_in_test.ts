// Names change hands: whose a name is after registering, logging in and out and giving it back, and who is
// kept from it meanwhile.

import { REGISTRATIONS_PER_ADDRESS } from "../src/limits.ts";
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { NO_SETTINGS, type Sanction } from "../src/room_settings.ts";
import { another, PASSWORD, registered, WARNING } from "./support/accounts.ts";
import { ChatRoom } from "./support/chat_room.ts";
import { FakeLog } from "./support/fake_log.ts";

/** Whether nobody holds this name. */
async function isFree({ bus }: ChatRoom, key: string): Promise<boolean> {
  const free = await bus.claim(key, "somebody new");
  bus.release(key, "somebody new");
  return free;
}

/** The server bans an account, or guests from an address; takes back what it banned before. */
async function ban({ bus, chat, clock }: ChatRoom, target: Partial<Sanction>): Promise<void> {
  const [by, at] = [{ id: "", name: "root" }, clock.now()];
  const sanction: Sanction = { name: "x", by: "root", at, until: null, why: "spam", ...target };
  const revision = chat.roster.server.revision + 1;
  const settings = { ...NO_SETTINGS, revision, bans: [sanction] };
  const change = { what: "ban", sanction } as const;
  await bus.publish({ kind: "settled", room: "", at, by, settings, change });
}

Deno.test("SignIn.register() keeps the name, tells what becomes of the password and logs none of it", async () => {
  const log = new FakeLog();
  const room = new ChatRoom({ log });
  const [anna, bob] = await room.gather("anna", "bob");
  const seen = await anna?.types(`/register ${PASSWORD}`) ?? [];
  assertMatch(seen[0] ?? "", WARNING);
  assertEquals(seen.slice(1), ["* anna is yours now: /login anna brings you back to it"]);
  assertEquals(bob?.news(), []);
  assertEquals(log.of("registered"), [{ account: "anna", address: "192.0.2.1" }]);
  assert(!JSON.stringify(log.records).includes("horse"));
});

Deno.test("SignIn keeps a registered name from guests in any form, while its holder is here and after", async (t) => {
  for (const present of [true, false]) {
    for (
      const [name, ...forms] of [
        ["anna", "anna", "ANNA", "Anna"],
        ["Zoë", "zoë", "ZOE\u0308"],
        ["cop", "\u0441\u043e\u0440", "COP"],
      ]
    ) {
      await t.step(`${name}, ${present ? "here" : "gone"}`, async () => {
        const room = new ChatRoom();
        const holder = await registered(room, name ?? "");
        if (!present) await holder.types("/quit");
        const guest = await room.connect("guest");
        for (const form of forms) {
          const [answer = ""] = await guest.types(`/nick ${form}`);
          assertMatch(
            answer,
            /^\* The name "\S+" is registered: type \/login \S+ PASSWORD if it is/,
          );
        }
        room.guests.wanted.push(name ?? "", "emil");
        await room.connect();
        assertEquals(room.chat.roster.named("emil")?.person.name, "emil");
      });
    }
  }
});

Deno.test("SignIn.logIn() gives the name back in its own spelling, frees the guest's, and tells the room once", async () => {
  const room = new ChatRoom();
  const anna = await registered(room, "Anna");
  await anna.types("/quit");
  const [bob, guest] = await room.gather("bob", "marcus");
  assertMatch((await guest?.types(`/login aNNA ${PASSWORD}`))?.at(-1) ?? "", /logged in as Anna$/);
  assertEquals(bob?.news(), ["* marcus is now Anna"]);
  assertEquals(await isFree(room, "marcus"), true);
  await guest?.types("hello");
  assertEquals(bob?.news(), ["Anna: hello"]);
});

Deno.test("SignIn.unregister() keeps an admin's name, as the next holder would be one", async () => {
  const room = new ChatRoom({ admins: ["Anna"] });
  const anna = await registered(room, "anna");
  assertEquals(await anna.types(`/unregister ${PASSWORD}`), [
    '* "anna" is an admin by --admin, as whoever took the name would be: have it taken off there first',
  ]);
  assertEquals((await room.accounts.find("anna"))?.name, "anna");
});

Deno.test("SignIn refuses who is logged in already, and /nick too", async () => {
  const room = new ChatRoom();
  await registered(room, "bob");
  const anna = await registered(room, "anna");
  const lines = ["/login", "/login bob", `/login bob ${PASSWORD}`, "/register", "/nick carl"];
  for (const line of [...lines, `/register ${PASSWORD}`]) {
    assertMatch(
      (await anna.types(line)).at(-1) ?? "",
      /^\* You are logged in as anna.*: \/logout first$/,
    );
  }
  assertEquals(room.inside(), ["bob", "anna"]);
});

Deno.test("SignIn.logOut() makes a guest of the client, and the name stays registered", async () => {
  const room = new ChatRoom();
  const anna = await registered(room, "anna");
  const bob = await room.connect("bob");
  anna.news();
  room.guests.wanted.push("emil");
  assertEquals(await anna.types("/logout"), ["* You are logged out, and are emil now"]);
  assertEquals(bob.news(), ["* anna is now emil"]);
  assertMatch((await anna.types("/nick anna"))[0] ?? "", /is registered/);
  assertEquals(await anna.types("/logout"), [
    "* /logout is for registered users: type /register PASSWORD to keep your name",
  ]);
});

Deno.test("SignIn.logOut() and unregister() send away whom nobody would let in as a guest", async (t) => {
  const ways = [
    { line: "/logout", goodbye: "* You are logged out: goodbye" },
    {
      line: `/unregister ${PASSWORD}`,
      goodbye: '* The name "anna" is not registered any more: goodbye',
    },
  ];
  for (const { line, goodbye } of ways) {
    await t.step(`${line}, where a login is required`, async () => {
      const room = new ChatRoom({ requireLogin: true });
      const anna = await room.connect();
      await anna.types(`/register anna ${PASSWORD}`);
      assertEquals(await anna.types(line), [goodbye]);
      assertEquals([room.inside(), anna.connection.finished], [[], true]);
    });
    await t.step(`${line}, where guests of the address are banned`, async () => {
      const room = new ChatRoom();
      const anna = await registered(room, "anna");
      await ban(room, { address: "192.0.2.1" });
      assertEquals(await anna.types(line), [goodbye]);
      assertEquals(room.inside(), []);
    });
  }
});

Deno.test("SignIn.unregister() frees the name, sends other clients of it away, and leaves nothing to the next", async () => {
  const room = new ChatRoom();
  const anna = await registered(room, "anna");
  const phone = await another(room, "anna");
  const bob = await room.connect("bob");
  await anna.types("/join #tea");
  bob.news();
  const before = await room.accounts.find("anna");
  room.guests.wanted.push("emil");
  assertEquals(await anna.types("/unregister wrong horse"), ["* Wrong name or password"]);
  assertEquals(await anna.types(`/unregister ${PASSWORD}`), [
    "* anna is not registered any more, and you are emil now",
  ]);
  assertEquals(phone.news().at(-1), '* The name "anna" is not registered any more: goodbye');
  assertEquals(bob.news(), ["* anna left"]);
  assertEquals(await bob.types("/nick anna"), ["* You are now anna"]);
  await bob.types(`/register ${PASSWORD}`);
  assertNotEquals((await room.accounts.find("anna"))?.account, before?.account);
  assertMatch((await bob.types("/sessions")).join(), /^\* 1\. from [^,]*, for [^,]* \(this one\)$/);
  const role = room.chat.rights.roleOf(room.chat.find("anna").person, "#tea");
  assertEquals(role, "user"); // anna made the room, but that was another one
});

Deno.test("SignIn.admit() refuses an account that is banned, and lets one in from a banned address", async () => {
  const room = new ChatRoom();
  const anna = await registered(room, "anna");
  await anna.types("/quit");
  await ban(room, { address: "192.0.2.1" });
  const client = await room.connect();
  assertMatch((await client.types("hello"))[0] ?? "", /^\* Log in or register/);
  assertMatch(
    (await client.types(`/login anna ${PASSWORD}`)).at(-1) ?? "",
    /^\* You are logged in/,
  );
  assertEquals(room.inside(), ["anna"]);
  await client.types("/quit");
  await ban(room, { account: (await room.accounts.find("anna"))?.account ?? "" });
  const guest = await room.connect("guest");
  assertEquals(
    (await guest.types(`/login anna ${PASSWORD}`)).at(-1),
    "* You are banned from this server by root: spam",
  );
  assertEquals(room.inside(), ["guest"]);
});

Deno.test("SignIn.sessions() lists the account's clients in order of coming, and end() disconnects one", async () => {
  const room = new ChatRoom();
  const anna = await registered(room, "anna");
  await room.pass(60_000);
  const phone = await another(room, "anna");
  const bob = await room.connect("bob");
  for (const talker of [anna, phone]) talker.news();
  assertEquals(await phone.types("/sessions"), [
    "* 1. from 192.0.2.1, for 1 minute",
    "* 2. from 192.0.2.1, for 0 seconds (this one)",
  ]);
  for (const wrong of ["0", "3", "-1", "1.5", "x", "2"]) {
    assertMatch(
      (await phone.types(`/sessions end ${wrong}`))[0] ?? "",
      /no session|this very session/,
    );
  }
  assertMatch((await phone.types("/sessions end"))[0] ?? "", /^\* Type \/sessions for the list/);
  assertEquals(await phone.types("/sessions end 1"), ["* Session 1 is ended"]);
  assertEquals(anna.news(), ["* anna ended this connection from another one"]);
  assertEquals(bob.news(), []);
  assertEquals((await phone.types("/sessions")).length, 1);
  assertEquals(await bob.types("/sessions"), [
    "* /sessions is for registered users: type /register PASSWORD to keep your name",
  ]);
});

Deno.test("SignIn.changePassword() needs the old one, and other clients of the account stay", async () => {
  const room = new ChatRoom();
  const anna = await registered(room, "anna");
  const phone = await another(room, "anna");
  anna.news();
  assertEquals(await anna.types("/passwd wronghorse fresh-horse"), ["* Wrong name or password"]);
  assertMatch((await anna.types("/passwd one"))[0] ?? "", /needs both passwords/);
  assertEquals(await anna.types("/passwd", PASSWORD, "fresh horse"), [
    "* Your password as it is:",
    "* The new one, 8 to 256 characters:",
    "* Your password is changed",
  ]);
  await phone.types("hello");
  assertEquals(anna.news(), ["anna: hello"]);
  const guest = await room.connect("guest");
  assertEquals((await guest.types(`/login anna ${PASSWORD}`)).at(-1), "* Wrong name or password");
  assertMatch((await guest.types("/login anna fresh horse")).at(-1) ?? "", /with 2 other clients$/);
});

Deno.test("SignIn.register() keeps so many names from one address in an hour, and tells how long to wait", async () => {
  const room = new ChatRoom();
  const loop = await room.connect("home", "127.0.0.1");
  const [bob, carl] = [await room.connect("bob"), await room.connect("carl", "198.51.100.7")];
  const registers = [`/register ${PASSWORD}`, "/logout"];
  await bob.types("/register short"); // does not count
  for (let i = 0; i < REGISTRATIONS_PER_ADDRESS; i++) await bob.types(...registers);
  assertEquals(
    (await bob.types(`/register ${PASSWORD}`)).at(-1),
    "* Too many names were registered from your address: try again in 1 hour",
  );
  for (let i = 0; i <= REGISTRATIONS_PER_ADDRESS; i++) await loop.types(...registers);
  for (const client of [loop, carl]) {
    assertMatch((await client.types(...registers)).at(-2) ?? "", /is yours now/);
  }
  await room.pass(3_600_000);
  assertMatch((await bob.types(...registers)).at(-2) ?? "", /is yours now/);
});
