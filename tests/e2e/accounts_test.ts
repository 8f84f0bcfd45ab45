// Accounts as people have them: names that are theirs, over real connections and real hashing, which takes
// its time: each test makes do with few passwords. What outlives a restart or a kill is tested from source,
// where each test has a Deno KV of its own.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { Client } from "../support/client.ts";
import { KvPlace } from "../support/kv_place.ts";
import { ServerProcess } from "../support/server_process.ts";
import { Running } from "./running.ts";
import { scenario, withPrograms } from "./scenario.ts";

const LOCAL = ["--host", "127.0.0.1", "--port", "0", "--no-web"];
// "Anna_1", as a guest may be given any first name.
const PASSWORD = "correct s3cret";
const MINE = /^\* \S+ is yours now/;
const IN = /^\* You are logged in as/;
const WARNING = /^\* Careful: a password can be read on its way/;

/** A server with accounts from before. */
function startAt(place: KvPlace): Promise<ServerProcess> {
  return ServerProcess.start("source", [], { place });
}

function nc(port: number): Client {
  return Client.run("nc", ["127.0.0.1", `${port}`]);
}

/** Types a line and waits for an answer to it. */
async function asks(client: Client, { type, answer }: { type: string; answer: RegExp }) {
  await client.say(type);
  return await client.line(answer);
}

scenario({
  name: "A name is kept by password, for two clients at once, and no password is seen anywhere",
  needs: ["nc"],
}, async (build) => {
  await using running = Running.netchat(build, LOCAL);
  const port = await running.port();
  await using desk = nc(port);
  await desk.name();
  await asks(desk, { type: "/nick Zoë", answer: /^\* You are now Zoë$/ });
  await desk.say("/register");
  await desk.line(WARNING);
  await asks(desk, { type: PASSWORD, answer: MINE });

  await using guest = await Client.enter(port);
  const name = await guest.name();
  for (const form of ["zoë", "ZOE\u0308"]) {
    await asks(guest, { type: `/nick ${form}`, answer: /is registered: type \/login/ });
  }
  await asks(guest, {
    type: "login Zoë wrong-s3cret",
    answer: /^\* That was not said: it looks like/,
  });
  await asks(guest, { type: "/login Zoë wrong-s3cret", answer: /^\* Wrong name or password$/ });

  await using phone = await Client.enter(port);
  await phone.name();
  await phone.say("/login zoë");
  await phone.line(WARNING);
  await asks(phone, {
    type: PASSWORD,
    answer: /^\* You are logged in as Zoë, with 1 other client$/,
  });
  await asks(guest, { type: "/msg zoë psst", answer: /^\[to Zoë\] psst$/ });
  for (const client of [desk, phone]) await client.line(`[from ${name}] psst`);
  await asks(phone, { type: `/msg ${name} yes?`, answer: /^\[to \S+\] yes\?$/ });
  await desk.line(`[to ${name}] yes?`);
  await guest.line("[from Zoë] yes?");
  await asks(guest, { type: "/who", answer: /^\* In #lobby \(2\): / });
  await asks(desk, { type: "/sessions", answer: /^\* 2\. from 127\.0\.0\.1, for/ });
  await asks(desk, { type: "/sessions end 2", answer: /^\* Session 2 is ended$/ });
  assertMatch(await phone.ended(), /\* Zoë ended this connection from another one\n$/);
  await guest.say("/quit");
  await guest.ended();
  assertEquals(guest.lines.filter((line) => /Zoë (joined|left)/.test(line)), []);

  const { code, stdout, stderr } = await running.stop();
  assertEquals(code, 0);
  assertMatch(stderr, /login failed account="Zoë" address="127\.0\.0\.1"/);
  for (const text of [stdout, stderr, guest.received]) assert(!text.includes("s3cret"), text);
});

scenario(
  "Where a login is required nothing works before it, and the name is there at once",
  async (build) => {
    await using server = await ServerProcess.start(build, ["--require-login"]);
    await using client = await server.enter();
    await client.line("* Log in or register: /login NAME PASSWORD, or /register NAME PASSWORD");
    await client.line(WARNING);
    for (const line of ["hello", "/who", "/nick anna_1"]) {
      await asks(client, { type: line, answer: /^\* Log in or register/ });
    }
    await asks(client, { type: "/help", answer: /^\* \/register / });
    await asks(client, { type: `/register anna_1 ${PASSWORD}`, answer: /^Welcome anna_1$/ });
    await client.line(MINE);
    await asks(client, { type: "/who", answer: /^\* In #lobby \(1\): anna_1$/ });
    await asks(client, { type: "/logout", answer: /^\* You are logged out: goodbye$/ });
    await client.ended();
    await using silent = await server.enter();
    await silent.line(/^\* Log in or register/);
    await silent.say("/quit");
    await silent.ended();
  },
);

Deno.test("Who guesses passwords has to wait, and is told how long (source)", async () => {
  await using server = await ServerProcess.start("source");
  const guessers = await Promise.all(Array.from({ length: 6 }, () => server.enter()));
  try {
    await Promise.all(guessers.map((client) => client.name()));
    await Promise.all(
      guessers.slice(0, 5).map((client) =>
        asks(client, { type: "/login nobody wrong-s3cret", answer: /^\* Wrong name or password$/ })
      ),
    );
    const late = guessers[5] as Client;
    const told = await asks(late, { type: "/login nobody wrong-s3cret", answer: /^\* Too many/ });
    assertMatch(told, /^\* Too many wrong passwords: try again in 1 second$/);
    const { account, address } = await server.logged("login held back");
    assertEquals([account, address], [null, "127.0.0.1"]);
    assert(!JSON.stringify(server.log).includes("s3cret"));
  } finally {
    for (const client of guessers) await client.close();
  }
});

withPrograms({
  name:
    "After a restart the name is still registered, a token still good, and the history still there",
  needs: ["nc"],
}, async () => {
  await using place = new KvPlace();
  let token = "";
  {
    await using server = await startAt(place);
    await using anna = nc(server.port);
    await anna.name();
    await asks(anna, { type: "/nick Anna_1", answer: /^\* You are now Anna_1$/ });
    await asks(anna, { type: `/register ${PASSWORD}`, answer: MINE });
    const shown = await asks(anna, { type: "/token", answer: /^\* Type \/resume / });
    token = /[0-9a-f]{32}/.exec(shown)?.[0] ?? "";
    await anna.say("/join #tea");
    await asks(anna, { type: "/away lunch", answer: /^\* You are away/ });
    await using bob = nc(server.port);
    await bob.say("/join #tea");
    await bob.line(/^\* You are in #tea with Anna_1$/);
    await anna.say("good night");
    await bob.line("Anna_1: good night");
    server.signal("SIGTERM");
    assertEquals((await server.exited()).code, 0);
  }
  await using server = await startAt(place);
  await using guest = nc(server.port);
  await guest.name();
  await asks(guest, {
    type: "/nick ANNA_1",
    answer: /is registered: type \/login ANNA_1 PASSWORD/,
  });
  await using phone = nc(server.port);
  await asks(phone, {
    type: `/resume ${token}`,
    answer: /^\* Welcome back, Anna_1: you are in #tea/,
  });
  await asks(guest, { type: "/whois anna_1", answer: /^\* Anna_1 is in #tea, .*away: lunch$/ });
  await asks(guest, {
    type: `/resume ${token}`,
    answer: /^\* That token is wrong, used or out of date/,
  });
  await asks(guest, {
    type: `/login anna_1 ${PASSWORD}`,
    answer: /logged in as Anna_1, with 1 other/,
  });
  await guest.say("/join #tea");
  await guest.line(/^\[\d\d:\d\d\] Anna_1: good night$/);
});

/** Kills the server and waits for its end. */
async function kill(server: ServerProcess): Promise<void> {
  server.signal("SIGKILL");
  assertEquals((await server.exited()).signal, "SIGKILL");
}

Deno.test("An account and a password that were acknowledged are there and whole after a kill", async () => {
  await using place = new KvPlace();
  {
    await using server = await startAt(place);
    await using client = await server.enter();
    await client.name();
    await asks(client, { type: "/nick Anna_1", answer: /^\* You are now Anna_1$/ });
    await asks(client, { type: `/register ${PASSWORD}`, answer: MINE });
    await kill(server);
  }
  {
    await using server = await startAt(place);
    await using client = await server.enter();
    await client.name();
    await asks(client, { type: `/login anna_1 ${PASSWORD}`, answer: IN });
    await client.say("/passwd");
    await client.say(PASSWORD);
    await asks(client, { type: "another s3cret", answer: /^\* Your password is changed$/ });
    await kill(server);
  }
  await using server = await startAt(place);
  await using old = await server.enter();
  await using fresh = await server.enter();
  for (const client of [old, fresh]) await client.name();
  await Promise.all([
    asks(old, { type: `/login anna_1 ${PASSWORD}`, answer: /^\* Wrong name or password$/ }),
    asks(fresh, { type: "/login anna_1 another s3cret", answer: IN }),
  ]);
});

Deno.test("A kill while a password is hashed leaves a name that is free, or an account that is whole", async () => {
  await using place = new KvPlace();
  {
    await using server = await startAt(place);
    await using client = await server.enter();
    await client.name();
    await asks(client, { type: "/nick Anna_1", answer: /^\* You are now Anna_1$/ });
    await client.say(`/register ${PASSWORD}`);
    await client.line(WARNING);
    await kill(server);
  }
  await using server = await startAt(place);
  await using client = await server.enter();
  await client.name();
  const answer = await asks(client, { type: "/nick anna_1", answer: /^\* (You are now|The name)/ });
  const free = answer.startsWith("* You are now");
  if (free) await asks(client, { type: `/register ${PASSWORD}`, answer: MINE });
  else await asks(client, { type: `/login anna_1 ${PASSWORD}`, answer: IN });
});

scenario({
  name: "--workers 2: a name is registered for all of them, and an account on both is one",
  builds: ["binary"],
}, async (build) => {
  await using server = await ServerProcess.start(build, ["--workers", "2", "--burst", "0"]);
  await using stack = new AsyncDisposableStack();
  const others: Client[] = [];
  for (let i = 0; i < 8; i++) others.push(stack.use(await server.enter())); // some on each worker
  const names = await Promise.all(others.map((client) => client.name()));
  await using anna = await server.enter();
  await anna.name();
  await asks(anna, { type: "/nick Anna_1", answer: /^\* You are now Anna_1$/ });
  await asks(anna, { type: `/register ${PASSWORD}`, answer: MINE });
  for (const client of others) {
    await asks(client, { type: "/nick anna_1", answer: /is registered/ });
  }
  const phones = others.slice(0, 2);
  await Promise.all(
    phones.map((client) => asks(client, { type: `/login anna_1 ${PASSWORD}`, answer: IN })),
  );
  const bob = others.at(-1) as Client;
  await asks(anna, { type: `/msg ${names.at(-1)} psst`, answer: /^\[to / });
  for (const client of phones) await client.line(`[to ${names.at(-1)}] psst`);
  await bob.line("[from Anna_1] psst");
  await asks(bob, { type: "/who", answer: /^\* In #lobby \(7\): / });
  await bob.say("/msg anna_1 hi");
  for (const client of [anna, ...phones]) await client.line(`[from ${names.at(-1)}] hi`);
  await asks(anna, { type: "/sessions", answer: /^\* 3\. from / });
  await asks(anna, { type: "/sessions end 1", answer: /^\* Session 1 is ended$/ });
  await Promise.race(
    phones.map((client) => client.line("* Anna_1 ended this connection from another one")),
  );
});
