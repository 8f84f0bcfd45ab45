// Where a login is required: what one is told at the door, the few commands that work there, and that nobody
// inside hears of who has not come in, however they go.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { commands } from "../src/command/mod.ts";
import { signature } from "../src/command.ts";
import { DRAIN_MS, KNOCK_MS, LINGER_MS, LOGIN_MS, MAX_UNFINISHED_BYTES } from "../src/limits.ts";
import { PASSWORD, WARNING } from "./support/accounts.ts";
import { ChatRoom, type Talker } from "./support/chat_room.ts";

const FIRST = "* Log in or register: /login NAME PASSWORD, or /register NAME PASSWORD";

/** Bob is inside; his name and anna's are registered. */
async function guarded() {
  const room = new ChatRoom({ requireLogin: true, motd: "Be kind" });
  await room.accounts.register({ name: "anna", password: PASSWORD });
  await room.bus.publish({ kind: "registration", key: "anna", registered: true });
  const bob = await room.connect();
  await bob.types(`/register bob ${PASSWORD}`);
  await room.pass(LOGIN_MS); // his time to log in
  return { room, bob };
}

/** One who has been greeted at the door. */
async function atTheDoor(room: ChatRoom): Promise<Talker> {
  const talker = room.knock();
  await room.pass(KNOCK_MS);
  talker.news();
  return talker;
}

Deno.test("Session asks at connection for a login, and warns before a password is typed", async () => {
  const { room, bob } = await guarded();
  const client = room.knock();
  await room.pass(KNOCK_MS - 1);
  assertEquals(client.news(), []);
  await room.pass(1);
  const [first, warning = "", ...more] = client.news();
  assertEquals([first, more], [FIRST, []]);
  assertMatch(warning, WARNING);
  assertEquals([bob.news(), room.inside(), room.chat.roster.residents.size], [[], ["bob"], 1]);
  const quick = room.knock();
  assertEquals((await quick.types("hello")).filter((line) => line === FIRST).length, 2);
});

Deno.test("Session takes nothing but /help, /login, /register, /resume and /quit before a login", async () => {
  const { room, bob } = await guarded();
  const outside: string[] = [];
  for (const command of commands.all) {
    const client = await atTheDoor(room);
    const line = signature(command).replace("[PASSWORD]", "anna short").replace(/[[\]]/g, "");
    const seen = await client.types(line);
    if (seen.at(-1) !== FIRST) outside.push(command.name);
    assertEquals([seen.filter((text) => text === FIRST).length > 1, bob.news()], [false, []]);
    await client.types("", "/quit");
    assert(client.connection.finished, command.name);
  }
  assertEquals(outside.sort(), ["help", "login", "quit", "register", "resume"]);
  assertEquals(room.inside(), ["bob"]);
});

Deno.test("/help lists before a login what may be used then, and nothing more", async () => {
  const { room } = await guarded();
  const client = await atTheDoor(room);
  const listed = (await client.types("/help")).map((line) => line.match(/^\* \/(\w+)/)?.[1]);
  assertEquals(listed, ["help", "register", "login", "resume", "quit"]);
});

Deno.test("Session refuses what is said at the door, and holds none of it for later", async () => {
  const { room, bob } = await guarded();
  const client = await atTheDoor(room);
  for (const line of ["hello", "//hello", " /who", "login anna secret"]) {
    assertEquals(await client.types(line), [FIRST]);
  }
  assertMatch((await client.types("/lgin"))[0] ?? "", /did you mean \/login\?/);
  for (const line of ["/register", "/register anna", `/register ${PASSWORD.replace(" ", "")}`]) {
    assertEquals(await client.types(line), [FIRST]);
  }
  await bob.types("for those inside");
  room.chat.announce("for all");
  await room.settle();
  assertEquals([client.news(), bob.news()], [[], ["* for all"]]);
  const seen = await client.types(`/login anna ${PASSWORD}`);
  assertEquals(seen.map((line) => line.replace(/^\[\d\d:\d\d\]/, "[]")), [
    "Welcome anna",
    "* Be kind",
    "* You are in #lobby with bob. Type to chat, /help for commands.",
    "[] bob: for those inside",
    "* You are logged in as anna",
  ]);
  assertEquals(bob.news(), ["* anna joined"]);
});

Deno.test("Session lets in who answers the questions, and again after a wrong password", async () => {
  const { room, bob } = await guarded();
  const client = await atTheDoor(room);
  assertEquals(await client.types("/login", "anna", "wrong horse"), [
    "* Your name:",
    "* Your password:",
    "* Wrong name or password",
  ]);
  assertEquals(await client.types("hello"), [FIRST]);
  assertEquals((await client.types("/login anna", PASSWORD)).at(-1), "* You are logged in as anna");
  await client.types("hello");
  assertEquals(bob.news(), ["* anna joined", "anna: hello"]);
});

Deno.test("Session says goodbye after a minute at the door, whatever was tried, and not to who came in", async () => {
  const { room, bob } = await guarded();
  const [silent, asked, wrong, inside] = [
    await atTheDoor(room),
    await atTheDoor(room),
    await atTheDoor(room),
    await atTheDoor(room),
  ];
  await asked.types("/login", "anna");
  await wrong.types("/login anna wrong-horse");
  await inside.types(`/login anna ${PASSWORD}`);
  for (const talker of [silent, asked, wrong, inside]) talker.news();
  await room.pass(LOGIN_MS - 4 * KNOCK_MS);
  for (const talker of [silent, asked, wrong]) assertEquals(talker.news(), []);
  await room.pass(4 * KNOCK_MS);
  for (const talker of [silent, asked, wrong]) {
    assertEquals(talker.news(), ["* You did not log in within 1 minute: goodbye"]);
  }
  await room.pass(LINGER_MS);
  for (const talker of [silent, asked, wrong]) {
    assertEquals((await talker.ended).reason, "sent away");
  }
  assertEquals([inside.news(), inside.connection.finished], [[], false]);
  assertEquals([room.inside(), bob.news()], [["bob", "anna"], ["* anna joined"]]);
});

/** How somebody may go who has not come in. */
const WAYS: Readonly<Record<string, (talker: Talker) => unknown>> = {
  "/quit": (talker) => talker.types("/quit bye"),
  "end of input": ({ connection }) => connection.endInput(),
  reset: ({ connection }) => connection.reset(),
  "a line without end": ({ connection }) => connection.type("x".repeat(MAX_UNFINISHED_BYTES + 1)),
  shutdown: ({ session }) => session.shutDown(),
  "a question that is open": async (talker) => {
    await talker.types("/login anna");
    talker.connection.endInput();
  },
};

Deno.test("Session ends at the door without a trace: no timer, no name, no word to the room", async (t) => {
  for (const [name, go] of Object.entries(WAYS)) {
    await t.step(name, async () => {
      const { room, bob } = await guarded();
      const client = await atTheDoor(room);
      await go(client);
      await room.settle();
      for (const ms of [DRAIN_MS, LINGER_MS]) await room.pass(ms);
      await client.ended;
      assertEquals([client.connection.closed, room.clock.waiting], [true, 0]);
      assertEquals([bob.news(), room.inside(), room.guests.given], [[], ["bob"], []]);
      assertEquals(await room.store.list(["resume"]), []);
    });
  }
});

Deno.test("Session tells browsers and the like off at the door, too", async () => {
  const { room } = await guarded();
  const browser = room.knock();
  browser.connection.type("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await room.settle();
  assertMatch(browser.connection.output, /^HTTP\/1\.1 400 /);
});
