// What comes of a line: an answer where something was asked, a command, something said, or a word about why
// not. A password that is typed reaches nobody, whatever went wrong on the way.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { LISTING_COST } from "../src/limits.ts";
import { PASSWORD, registered, WARNING } from "./support/accounts.ts";
import { ChatRoom, type ChatRoomOptions, type Talker } from "./support/chat_room.ts";
import { FakeLog } from "./support/fake_log.ts";
import { FaultyStore } from "./support/faulty_store.ts";

const ASKED = "* Your password:";
const WRONG = "* Wrong name or password";
const CHOOSE = "* Choose a password for bob, 8 to 256 characters:";

/** anna, whose name is registered and who is away, and two guests. */
async function chatOfGuests(options: ChatRoomOptions = {}) {
  const room = new ChatRoom(options);
  await (await registered(room, "anna")).types("/quit");
  const [bob, carl] = await room.gather("bob", "carl");
  return { room, bob: bob as Talker, carl: carl as Talker };
}

Deno.test("Talk asks for what was left out, on the next lines", async (t) => {
  const cases: readonly { type: readonly string[]; seen: readonly (string | RegExp)[] }[] = [
    {
      type: ["/login", "anna", PASSWORD],
      seen: ["* Your name:", WARNING, ASKED, "* You are logged in as anna"],
    },
    { type: ["/login anna", PASSWORD], seen: [WARNING, ASKED, "* You are logged in as anna"] },
    {
      type: ["/login anna", ` ${PASSWORD}\t`],
      seen: [WARNING, ASKED, "* You are logged in as anna"],
    },
    { type: ["/login", "  ANNA ", "wrong horse"], seen: ["* Your name:", WARNING, ASKED, WRONG] },
    {
      type: ["/login", "no body", "a password"],
      seen: ["* Your name:", WARNING, ASKED, /has a space/],
    },
    { type: ["/register", PASSWORD], seen: [WARNING, CHOOSE, /^\* bob is yours now/] },
    { type: ["/register", "short"], seen: [WARNING, CHOOSE, /too short/] },
    {
      type: ["/register", PASSWORD, "/unregister", PASSWORD],
      seen: [
        WARNING,
        CHOOSE,
        /^\* bob is yours now/,
        "* Your password, to give bob back:",
        /^\* bob is not registered any more, and you are guest\d now$/,
      ],
    },
  ];
  for (const { type, seen } of cases) {
    await t.step(type.join(" ⏎ "), async () => {
      const { bob } = await chatOfGuests();
      const lines = await bob.types(...type);
      assertEquals(lines.length, seen.length, lines.join("\n"));
      seen.forEach((line, i) => {
        if (typeof line === "string") assertEquals(lines[i], line);
        else assertMatch(lines[i] ?? "", line);
      });
    });
  }
});

Deno.test("Talk drops a question at an empty line, and one that is no secret at a command", async (t) => {
  const dropped = [
    { type: ["/login", ""], seen: [] },
    { type: ["/login", "  "], seen: [] },
    { type: ["/login", "/motd"], seen: ["* There is no message of the day"] },
  ];
  for (const { type, seen } of dropped) {
    await t.step(JSON.stringify(type), async () => {
      const { bob, carl } = await chatOfGuests();
      const asked = await bob.types(type[0] ?? "");
      assertMatch(asked.at(-1) ?? "", /:$/);
      assertEquals(await bob.types(type[1] ?? ""), seen);
      assertEquals(await bob.types("hello"), []);
      assertEquals(carl.news(), ["bob: hello"]);
    });
  }
});

Deno.test("Talk holds one line back after a password was refused or not given, as it may be one", async (t) => {
  const cases = [
    ["/register", "short"],
    ["/login anna", "wrong horse"],
    ["/login anna", ""],
    ["/register", "\t ", ""],
  ];
  for (const lines of cases) {
    await t.step(JSON.stringify(lines), async () => {
      const { bob, carl } = await chatOfGuests();
      await bob.types(...lines);
      assertEquals(await bob.types("my next try"), [
        "* That was not said, as it may be what you were asked for: type the command again, or this line to say it",
      ]);
      assertEquals(carl.news(), []);
      assertEquals(await bob.types("my next try"), []);
      assertEquals(carl.news(), ["bob: my next try"]);
      await bob.types(...lines, "/me waves", "hello");
      assertEquals(carl.news(), ["** bob waves", "bob: hello"]);
    });
  }
});

Deno.test("Talk takes any line for a password when it asked for one: commands, two slashes, odd characters", async () => {
  const passwords = [
    "/quit now",
    "//motd motd",
    "/register x",
    "  /me waves  ",
    "login bob secret",
  ];
  for (const password of [...passwords, "pass\x1b[31mword", "ключ от дома", "🗝".repeat(8)]) {
    const { room, bob, carl } = await chatOfGuests();
    await bob.types("/register", password);
    assertEquals(room.chat.find("bob").person.account !== undefined, true, password);
    await bob.types("/logout", "/login bob", password);
    assertEquals(carl.news(), ["* bob is now guest1", "* guest1 is now bob"], password);
    await bob.types("/logout", `/login bob ${password}`);
    assertEquals(carl.news(), ["* bob is now guest2", "* guest2 is now bob"], password);
  }
});

Deno.test("Talk goes on asking after a line that is too long, and says no part of it", async () => {
  const { bob, carl } = await chatOfGuests({ maxLine: 100 });
  await bob.types("/login anna");
  const long = "* That line was too long: use at most 100 bytes";
  assertEquals(await bob.types("x".repeat(101), "/".repeat(5000)), [long, long]);
  assertEquals(await bob.types(PASSWORD), ["* You are logged in as anna"]);
  assertEquals(carl.news(), ["* bob is now anna"]);
});

Deno.test("Talk asks one thing at a time: the latest", async () => {
  const { bob } = await chatOfGuests();
  assertMatch(
    (await bob.types("/login", "/register")).at(-1) ?? "",
    /^\* Choose a password for bob/,
  );
  assertMatch((await bob.types(PASSWORD)).at(-1) ?? "", /^\* bob is yours now/);
});

Deno.test("Talk tells once what becomes of a password, where the connection is not encrypted", async () => {
  const { room, bob } = await chatOfGuests();
  const seen = [
    ...await bob.types("/login anna", "wrong horse"),
    ...await bob.types("/login anna another"),
    ...await bob.types(`/login anna ${PASSWORD}`),
    ...await bob.types("/passwd", PASSWORD, "fresh horse"),
  ];
  assertEquals(seen.filter((line) => WARNING.test(line)).length, 1);
  assertMatch(seen[0] ?? "", /ssh -L 5000:localhost:5000 HOST, then nc localhost 5000$/);
  const carl = await room.connect("carl2");
  assertMatch((await carl.types("/login anna wrong-horse"))[0] ?? "", WARNING);
  const safe = room.knock();
  safe.connection.encrypted = true;
  await safe.types("hello");
  assertEquals(await safe.types("/login anna fresh horse"), [
    "* You are logged in as anna, with 1 other client",
  ]);
});

Deno.test("Talk holds back a line that would show a password or a token, and says why", async (t) => {
  const token = "0123456789abcdef0123456789abcdef";
  const cases: readonly [line: string, command: string][] = [
    ["login bob secret", "login"],
    ["Login bob secret", "login"],
    [".login bob secret word", "login"],
    ["lgoin bob secret", "login"],
    ["//login bob secret", "login"],
    [" /login bob secret", "login"],
    ["register secret99", "register"],
    ["7register my secret password", "register"],
    ["passwd old new", "passwd"],
    ["login anna correct horse battery staple", "login"],
    ["login ANNA correct horse battery staple", "login"],
    ["register correct horse battery staple", "register"],
    ["unregister secret99", "unregister"],
    [`resume ${token}`, "resume"],
    [`.resume ${token}`, "resume"],
    [`Resune ${token} `, "resume"],
  ];
  for (const [line, command] of cases) {
    await t.step(line, async () => {
      const { room, bob, carl } = await chatOfGuests();
      const [answer = "", ...more] = await bob.types(line);
      assert(answer.startsWith(`* That was not said: it looks like /${command} without`), answer);
      assertMatch(answer, command === "resume" ? /show a token/ : /show a password/);
      assertEquals([more, carl.news(), room.chat.roster.rooms.get("#lobby")?.history], [
        [],
        [],
        [],
      ]);
    });
  }
  const { bob, carl } = await chatOfGuests();
  const talk = ["login works again now", "resume the game", "I can't login", `see ${token}`];
  assertEquals(await bob.types(...talk), []);
  assertEquals(carl.news(), talk.map((line) => `bob: ${line}`));
});

Deno.test("Talk lets no password reach others, history, the store or the log, whatever is typed", async () => {
  const [store, log] = [new FaultyStore(), new FakeLog()];
  const room = new ChatRoom({ store, log });
  const [anna, bob] = await room.gather("anna", "bob") as [Talker, Talker];
  const lines = [
    "/register s3cret-one",
    "/logout",
    "/login anna s3cret-two",
    "/login",
    "anna",
    "s3cret-one",
    "/passwd s3cret-one s3cret-three",
    "/passwd",
    "s3cret-three",
    "s3cret-four",
    "login anna s3cret-four",
    "/lgoin anna s3cret-four",
    "/ login anna s3cret-four",
    "/unregister s3cret-two",
    "/quit",
  ];
  for (const line of lines) await anna.types(line);
  await room.history.flush(1000);
  const kept = JSON.stringify(await store.lines({ room: "#lobby", last: 100 })) +
    await store.text();
  const heard = bob.connection.output + JSON.stringify(log.records) + kept;
  assert(!heard.includes("s3cret"), heard);
  assertMatch(heard, /login failed/);
});

Deno.test("Talk takes from the allowance for an answer what it takes for a line", async () => {
  const { room, bob, carl } = await chatOfGuests({ flood: { burst: LISTING_COST, rate: 1 } });
  await room.pass(60_000);
  await bob.types("/login", "anna", "wrong horse", "/me waves");
  assertEquals(carl.news(), []);
  await room.pass(1000);
  assertEquals(carl.news(), ["** bob waves"]);
});

Deno.test("Talk answers what is typed while a password is checked after that, in order", async () => {
  const { room, bob, carl } = await chatOfGuests();
  room.hashing.held = true;
  await carl.types("before");
  bob.news();
  assertMatch(
    (await bob.types(`/login anna ${PASSWORD}`, "hello", "/who")).join(),
    /^\* Careful[^*]*$/,
  );
  await carl.types("meanwhile");
  await room.hashing.open();
  await room.settle();
  assertEquals(bob.news(), [
    "carl: meanwhile",
    "* You are logged in as anna",
    "* 2 lines were said here since you left: /unread shows them",
    "* In #lobby (2): anna, carl",
  ]);
  assertEquals(carl.news(), ["* bob is now anna", "anna: hello"]);
});
