// One-time codes: they log in the account they were made for, once and for two minutes, on every node that has
// the store; and nobody guesses them, however many addresses they guess from.

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { CODES_IN_A_LIFE, CODES_IN_AN_HOUR, CODES_PER_ADDRESS } from "../src/code_limit.ts";
import { ChatError } from "../src/errors.ts";
import { CODE_MS } from "../src/limits.ts";
import { MemoryStore } from "../src/store/memory.ts";
import { ChatRoom, type Talker } from "./support/chat_room.ts";
import { FakeLog } from "./support/fake_log.ts";

const PASSWORD = "correct horse";

/** anna is logged in. */
async function withAnna(options: ConstructorParameters<typeof ChatRoom>[0] = {}) {
  const room = new ChatRoom(options);
  await room.chat.open();
  const anna = await room.connect("anna");
  await anna.types(`/register ${PASSWORD}`);
  return { room, anna };
}

async function codeOf(talker: Talker): Promise<string> {
  const line = (await talker.types("/code")).at(-1) ?? "";
  assertMatch(
    line,
    /^\* Type \/login \d{6} where you want to be logged in: good for 2 minutes, and once$/,
  );
  return /\d{6}/.exec(line)?.[0] ?? "";
}

/** Six digits that are not these. */
function wrong(code: string, nth = 1): string {
  return String((Number(code) + nth) % 1_000_000).padStart(6, "0");
}

const REFUSED = "* That code is wrong, used or too old: get a new one";

Deno.test("/login CODE logs in whoever types it, once", async () => {
  const { room, anna } = await withAnna();
  const other = await room.connect("bob", "192.0.2.7");
  const code = await codeOf(anna);
  assertEquals(await other.types(`/login ${code}`), [
    "* You are logged in as anna, with 1 other client",
  ]);
  const third = await room.connect("carl", "192.0.2.8");
  assertEquals(await third.types(`/login ${code}`), [REFUSED]);
});

Deno.test("A code is good for two minutes, and ends with the next one", async () => {
  const { room, anna } = await withAnna();
  const first = await codeOf(anna);
  const second = await codeOf(anna);
  const bob = await room.connect("bob", "192.0.2.7");
  if (first !== second) assertEquals(await bob.types(`/login ${first}`), [REFUSED]);
  await room.pass(CODE_MS);
  assertEquals(await bob.types(`/login ${second}`), [REFUSED]);
  assertEquals(await room.store.list(["code"]), []);
  assertEquals(await room.store.list(["code-of"]), []);
});

Deno.test("A code comes from the page too, and guests get none", async () => {
  const { room } = await withAnna();
  const page = await room.program();
  await page.asks({ do: "login", args: ["anna", PASSWORD] });
  const [code, done] = await page.asks({ do: "code", ref: 1 });
  assertEquals([code?.type, code?.ms, done?.type], ["code", CODE_MS, "done"]);
  const bob = await room.connect("bob", "192.0.2.7");
  const [answer] = await bob.types(`/login ${code?.code}`);
  assertMatch(answer ?? "", /^\* You are logged in as anna/);
  const guest = await room.connect("guest");
  assertMatch((await guest.types("/code"))[0] ?? "", /^\* \/code is for registered users/);
});

Deno.test("A code works on another node with the same store, and after a restart", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  const { anna } = await withAnna({ store });
  const code = await codeOf(anna);
  const other = new ChatRoom({ store });
  await other.chat.open(await other.accounts.keys());
  await other.parts.codes.clean();
  const bob = await other.connect("bob", "192.0.2.7");
  assertEquals(await bob.types(`/login ${code}`), ["* You are logged in as anna"]);
});

Deno.test("What is left of codes is dropped at the next start", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  const { anna } = await withAnna({ store });
  await codeOf(anna);
  const later = new ChatRoom({ store });
  await later.parts.codes.clean();
  await later.pass(2 * CODE_MS);
  assertEquals([await store.list(["code"]), await store.list(["code-of"])], [[], []]);
});

Deno.test("Of two who use a code at the same time one gets in", async () => {
  const { room, anna } = await withAnna();
  const code = await codeOf(anna);
  const [bob, carl] = await room.gather("bob", "carl");
  bob?.connection.type(`/login ${code}\n`);
  carl?.connection.type(`/login ${code}\n`);
  await room.settle();
  const answers = [...bob?.news() ?? [], ...carl?.news() ?? []];
  assertEquals(answers.filter((line) => line.includes("logged in as anna")).length, 1);
  assertEquals(answers.filter((line) => line === REFUSED).length, 1);
});

Deno.test("An account whose name is six digits is asked for its password, and codes keep clear of it", async () => {
  const room = new ChatRoom();
  await room.chat.open();
  const digits = await room.connect("123456");
  await digits.types(`/register ${PASSWORD}`);
  const bob = await room.connect("bob");
  const answers = await bob.types("/login 123456");
  assertEquals(answers.at(-1), "* Your password:");
  const code = await room.parts.codes.make(
    { account: "a", name: "anna" },
    (code) => code < "500000",
  );
  assert(code >= "500000");
});

Deno.test("From one address so many wrong codes are tried in ten minutes and not one more", async () => {
  const { room, anna } = await withAnna();
  const code = await codeOf(anna);
  const eve = await room.connect("eve", "192.0.2.66");
  for (let i = 1; i <= CODES_PER_ADDRESS; i++) {
    assertEquals(await eve.types(`/login ${wrong(code, i)}`), [REFUSED]);
  }
  const [held] = await eve.types(`/login ${code}`);
  assertMatch(held ?? "", /^\* Too many wrong codes: try again in /);
  const bob = await room.connect("bob", "192.0.2.7");
  assertMatch((await bob.types(`/login ${code}`))[0] ?? "", /logged in as anna/);
});

Deno.test("While one code lives so many wrong ones are tried in all, from whatever addresses", async () => {
  const { room, anna } = await withAnna();
  const code = await codeOf(anna);
  const { codes } = room.parts;
  for (let i = 0; i < CODES_IN_A_LIFE; i++) {
    await assertRejects(() => codes.take(wrong(code, i + 1), `192.0.2.${i}`), ChatError, "wrong");
  }
  await assertRejects(() => codes.take(code, "203.0.113.1"), ChatError, "Too many wrong codes");
  let tried = CODES_IN_A_LIFE;
  for (let minute = 0; minute < 60; minute++) {
    room.clock.advance(60_000);
    for (let i = 0; i < 100; i++) {
      const guess = codes.take("000000", `10.${minute}.0.${i}`);
      const error = await assertRejects(() => guess, ChatError);
      if (error.message.includes("wrong, used")) tried++;
    }
  }
  assert(tried <= CODES_IN_AN_HOUR + CODES_IN_A_LIFE, `${tried} tried in an hour`);
});

Deno.test("Codes of one's own do not let one guess on", async () => {
  const { room, anna } = await withAnna();
  const { codes } = room.parts;
  for (let i = 0; i < CODES_PER_ADDRESS; i++) {
    const own = await codeOf(anna);
    await assertRejects(() => codes.take(wrong(own), "192.0.2.66"), ChatError, "wrong");
    await codes.take(own, "192.0.2.66").catch(() => {});
    await room.pass(1000);
  }
  const error = await assertRejects(() => codes.take("000000", "192.0.2.66"), ChatError);
  assertMatch(error.message, /^Too many wrong codes/);
});

Deno.test("No code stands in the log", async () => {
  const log = new FakeLog();
  const { room, anna } = await withAnna({ log });
  const code = await codeOf(anna);
  const bob = await room.connect("bob", "192.0.2.7");
  await bob.types(`/login ${wrong(code)}`, `/login ${code}`);
  const records = JSON.stringify(log.records);
  assert(records.includes("code refused") && records.includes("logged in"), records);
  assert(!records.includes(code) && !records.includes(wrong(code)), records);
});
