// Memos: kept until they were shown, and never more than so many for one account, whoever writes at once.

import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { MAX_MEMOS } from "../src/limits.ts";
import { Member } from "../src/member.ts";
import { type Memo, Memos } from "../src/memos.ts";
import { plain } from "../src/dialect/plain.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { FakeLog } from "./support/fake_log.ts";
import { TroubledStore } from "./support/troubled_store.ts";

const anna = { id: "c1", name: "anna", account: "a1" };
const bob = { account: "b1", name: "bob" };

/** Memos, and a chat that keeps what it is told to show. */
function world({ store = new TroubledStore(), here = true } = {}) {
  const clock = new FakeClock();
  const log = new FakeLog();
  const shown: string[] = [];
  const chat = { isIn: () => here, notice: (_: Member, text: string) => void shown.push(text) };
  const memos = new Memos({ store, chat, clock, log });
  const leave = (text: string) => memos.leave(anna, { to: bob, text });
  const waiting = async () => (await memos.collect(bob.account)).map(({ value }) => value.text);
  return { store, clock, log, shown, memos, leave, waiting };
}

function client(account?: string): Member {
  const member = new Member("c2", {
    dialect: plain,
    outbox: { push() {} },
    owner: { onBug() {}, onEnd() {} },
    address: "192.0.2.1",
  });
  member.person = account === undefined
    ? { id: "c2", name: "bob" }
    : { id: "c2", name: "bob", account };
  return member;
}

Deno.test("Memos.collect() gives what waits for an account, oldest first, and no other's", async () => {
  const { memos, clock, leave } = world();
  await leave("one");
  await memos.leave(anna, { to: { account: "b", name: "b" }, text: "for b" });
  clock.advance(1000);
  await leave("two");
  const values = (await memos.collect(bob.account)).map(({ value }: Memo) => value);
  const at = clock.now();
  assertEquals(values, [
    { from: "anna", at: at - 1000, text: "one" },
    { from: "anna", at, text: "two" },
  ]);
  assertEquals(await memos.collect("nobody"), []);
});

Deno.test("Memos.collect() keeps the order when a place is used again", async () => {
  const { memos, clock, leave, waiting } = world();
  for (const text of ["one", "two"]) {
    await leave(text);
    clock.advance(1);
  }
  await memos.discard((await memos.collect(bob.account)).slice(0, 1));
  await leave("three");
  assertEquals(await waiting(), ["two", "three"]);
});

Deno.test("Memos.leave() takes so many for an account and not one more, until they were shown", async () => {
  const { memos, leave, waiting } = world();
  for (let i = 0; i < MAX_MEMOS; i++) await leave(`${i}`);
  const why = "50 memos wait for bob already: try again when they have been here";
  const error = await assertRejects(() => leave("more"), ChatError, why);
  assertEquals(error.code, "refused");
  assertEquals((await waiting()).length, MAX_MEMOS);
  await memos.deliver(client(bob.account));
  await leave("now");
  assertEquals(await waiting(), ["now"]);
});

Deno.test("Memos.leave() keeps to the limit when two servers write at once, and loses none", async () => {
  const store = new TroubledStore();
  const [one, other] = [world({ store }), world({ store })];
  const attempts = Array.from({ length: MAX_MEMOS + 10 }, (_, i) => {
    return (i % 2 ? one : other).leave(`${i}`).then(() => `${i}`, () => null);
  });
  const kept = (await Promise.all(attempts)).filter((text) => text !== null);
  assertEquals(kept.length, MAX_MEMOS);
  assertEquals((await one.waiting()).sort(), kept.sort());
});

Deno.test("Memos.deliver() shows what waits, from whom and how old, and once", async () => {
  const { memos, clock, shown, leave, waiting } = world();
  await leave("one");
  clock.advance(2 * 3_600_000);
  await leave("two");
  clock.advance(60_000);
  await memos.deliver(client(bob.account));
  assertEquals(shown.splice(0), [
    "While you were away:",
    "[from anna, 2 hours 1 minute ago] one",
    "[from anna, 1 minute ago] two",
  ]);
  assertEquals(await waiting(), []);
  await memos.deliver(client(bob.account));
  assertEquals(shown, []);
});

Deno.test("Memos.deliver() shows nothing to guests, and keeps the memos of a client that is gone", async () => {
  const { memos, shown, leave, waiting } = world({ here: false });
  await leave("one");
  await memos.deliver(client());
  await memos.deliver(client(bob.account));
  assertEquals([shown, await waiting()], [[], ["one"]]);
});

Deno.test("Memos.discard() leaves a memo that took the place of one it is to delete", async () => {
  const { memos, leave, waiting } = world();
  await leave("one");
  const shown = await memos.collect(bob.account);
  await memos.discard(shown); // another client was quicker
  await leave("two");
  await memos.discard(shown);
  assertEquals(await waiting(), ["two"]);
});

Deno.test("Memos.clear() deletes what waits for one account", async () => {
  const { memos, leave, waiting } = world();
  await leave("one");
  await memos.leave(anna, { to: { account: "c", name: "carl" }, text: "kept" });
  await memos.clear(bob.account);
  assertEquals([await waiting(), (await memos.collect("c")).length], [[], 1]);
});

Deno.test("Memos say that they cannot be reached when the store fails, and log why", async () => {
  const { memos, store, shown, log, leave, waiting } = world();
  await leave("one");
  store.failing = true;
  const why = "Memos cannot be reached now: try again later";
  for (const attempt of [() => leave("two"), waiting, () => memos.clear(bob.account)]) {
    assertEquals((await assertRejects(attempt, ChatError, why)).code, "refused");
  }
  await memos.deliver(client(bob.account));
  assertEquals(shown, [why]);
  assertEquals(log.of("memos not reached").length, 4);
  assertEquals(log.of("memos not reached")[0], { error: "Error: Disk on fire" });
  store.failing = false;
  assertEquals(await waiting(), ["one"]);
});
