// Accounts in the store: what registering, logging in and changing keeps, that a wrong name looks like a
// wrong password, and that nothing is half done when the store fails.

import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { Accounts } from "../src/accounts.ts";
import { ChatError, type ErrorCode } from "../src/errors.ts";
import { GuessCounter } from "../src/guess_counter.ts";
import { PasswordHasher } from "../src/password.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { FakeLog } from "./support/fake_log.ts";
import { FaultyStore } from "./support/faulty_store.ts";
import { HeldHashing } from "./support/held_hashing.ts";
import { promisesKept } from "./support/settle.ts";

const PASSWORD = "correct horse";
const address = "192.0.2.1";
const anna = { name: "anna", password: PASSWORD, address };
const wrong = { ...anna, password: "wrong horse" };

class World {
  readonly store = new FaultyStore();
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly hashing = new HeldHashing();
  readonly accounts = this.with({ ln: 4, r: 1, p: 1 });

  /** Accounts in the same store, hashed with these parameters. */
  with(parameters: { ln: number; r: number; p: number }): Accounts {
    const { store, clock, log } = this;
    const guesses = new GuessCounter(clock);
    const hasher = new PasswordHasher({ running: 2, parameters, scrypt: this.hashing.scrypt });
    return new Accounts({ store, hasher, guesses, clock, log });
  }

  /** The account of that name as it is kept. */
  readonly kept = async (key: string): Promise<Record<string, unknown> | undefined> => {
    return (await this.store.read(["account", key]))?.value as Record<string, unknown> | undefined;
  };
}

async function withAnna(): Promise<World> {
  const world = new World();
  await world.accounts.register(anna);
  return world;
}

/** Rejects with a ChatError of that code; resolves to what it says. */
async function refusal(promise: Promise<unknown>, code: ErrorCode = "refused"): Promise<string> {
  const error = await assertRejects(() => promise, ChatError);
  assertEquals(error.code, code);
  return error.message;
}

Deno.test("Accounts.register() keeps the name as it was spelled, a PHC string and no password", async () => {
  const { accounts, kept, store } = new World();
  const holder = await accounts.register({ name: "Anna", password: PASSWORD });
  const { id, name, password, at } = await kept("anna") ?? {};
  assertEquals(holder, { account: id as string, name: "Anna" });
  assertEquals([name, at], ["Anna", new FakeClock().now()]);
  assertMatch(String(password), /^\$scrypt\$ln=4,r=1,p=1\$[\w+/]+\$[\w+/]+$/);
  assert(!(await store.text()).includes("horse"));
});

Deno.test("Accounts.register() refuses a name that is registered, in whatever form, and keeps the account", async (t) => {
  const cases = [
    { first: "anna", then: ["anna", "ANNA", "Anna"] },
    { first: "cop", then: ["\u0441\u043e\u0440"] }, // the same in Cyrillic letters
    { first: "Zoë", then: ["zoë", "ZOE\u0308", "zoe\u0308"] },
    { first: "straße", then: ["STRASSE", "strasse"] },
  ];
  for (const { first, then } of cases) {
    await t.step(first, async () => {
      const { accounts, store } = new World();
      await accounts.register({ name: first, password: PASSWORD });
      const before = await store.text();
      for (const name of then) {
        const text = await refusal(accounts.register({ name, password: "another" }), "name-taken");
        assertMatch(text, /is registered already$/);
      }
      assertEquals(await store.text(), before);
    });
  }
});

Deno.test("Accounts.register() at the same time by two gives the name to one", async () => {
  const { accounts, kept } = new World();
  const both = await Promise.allSettled(
    ["first horse", "second horse"].map((password) =>
      accounts.register({ name: "anna", password })
    ),
  );
  assertEquals(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const winner = both.findIndex(({ status }) => status === "fulfilled");
  const password = ["first horse", "second horse"][winner] ?? "";
  assertEquals((await accounts.logIn({ ...anna, password })).account, (await kept("anna"))?.id);
});

Deno.test("Accounts take a password of 8 to 256 characters and no other, and keep nothing then", async () => {
  const { accounts, store } = await withAnna();
  const before = await store.text();
  for (const password of ["", "1234567", "a".repeat(257), "a".repeat(100_000)]) {
    assertMatch(
      await refusal(accounts.register({ name: "bob", password }), "usage"),
      /too (short|long): use 8 to 256 characters/,
    );
    await refusal(accounts.changePassword(anna, password), "usage");
  }
  assertEquals(await store.text(), before);
  for (const [i, password] of ["12345678", "🌍".repeat(256), "/quit now", "a  b   c"].entries()) {
    const who = { name: `bob${i}`, password, address };
    await accounts.register(who);
    assertEquals((await accounts.logIn(who)).name, who.name);
  }
});

Deno.test("Accounts.logIn() takes the name in any case and the password in any form of the same text", async () => {
  const { accounts } = new World();
  const holder = await accounts.register({ name: "Zoë", password: "né à Köln" });
  for (const name of ["Zoë", "zoë", "ZOE\u0308"]) {
    for (const password of ["né à Köln", "ne\u0301 a\u0300 Ko\u0308ln", "né\u00a0à\u2003Köln"]) {
      assertEquals(await accounts.logIn({ name, password, address }), holder);
    }
  }
});

Deno.test("Accounts.logIn() says the same of a wrong name as of a wrong password, after the same work", async () => {
  const { accounts, hashing } = await withAnna();
  const texts: string[] = [];
  for (const name of ["anna", "nobody"]) {
    const before = hashing.count;
    texts.push(await refusal(accounts.logIn({ ...wrong, name })));
    assertEquals(hashing.count - before, 1);
  }
  assertEquals(texts, ["Wrong name or password", "Wrong name or password"]);
});

Deno.test("Accounts.logIn() lets five guesses go and then tells the wait, for names that are nobody's too", async () => {
  for (const name of ["anna", "nobody"]) {
    const { accounts, clock, hashing, log } = await withAnna();
    const guess = { ...wrong, name };
    for (let i = 0; i < 5; i++) await refusal(accounts.logIn(guess));
    for (
      const [said, ms] of [["1 second", 1000], ["2 seconds", 2000], ["4 seconds", 4000]] as const
    ) {
      const { count } = hashing;
      const early = await refusal(accounts.logIn({ ...guess, password: PASSWORD }));
      assertEquals(early, `Too many wrong passwords: try again in ${said}`);
      assertEquals(hashing.count, count);
      clock.advance(ms);
      assertEquals(await refusal(accounts.logIn(guess)), "Wrong name or password");
    }
    clock.advance(60_000);
    assertEquals(log.of("login failed").length, 8);
    // What is no account's name may be a password that was typed in its place.
    const account = name === "nobody" ? null : name;
    assertEquals(log.of("login failed")[0], { account, address });
    assertEquals(log.of("login held back").length, 3);
    assert(!JSON.stringify(log.records).includes("horse"));
  }
});

Deno.test("Accounts.logIn() of the owner, after the wait, ends the waiting", async () => {
  const { accounts, clock } = await withAnna();
  for (let i = 0; i < 5; i++) await refusal(accounts.logIn(wrong));
  clock.advance(1000);
  await accounts.logIn(anna);
  for (let i = 0; i < 5; i++) {
    assertEquals(await refusal(accounts.logIn(wrong)), "Wrong name or password");
  }
});

Deno.test("Accounts count wrong passwords of /passwd and /unregister as guesses", async () => {
  const { accounts } = await withAnna();
  for (let i = 0; i < 3; i++) await refusal(accounts.changePassword(wrong, "fresh horse"));
  for (let i = 0; i < 2; i++) await refusal(accounts.remove(wrong));
  assertStringIncludes(await refusal(accounts.logIn(anna)), "try again in 1 second");
});

Deno.test("Accounts.logIn() makes a record of old parameters anew, and the password stays", async () => {
  const world = await withAnna();
  const today = world.with({ ln: 5, r: 1, p: 2 });
  await refusal(today.logIn(wrong));
  assertStringIncludes(String((await world.kept("anna"))?.password), "ln=4,r=1,p=1");
  const holder = await today.logIn(anna);
  const kept = await world.kept("anna");
  assertEquals([kept?.id, kept?.name], [holder.account, "anna"]);
  assertStringIncludes(String(kept?.password), "ln=5,r=1,p=2");
  assertEquals(await today.logIn(anna), holder);
  await refusal(today.logIn(wrong));
});

Deno.test("Accounts.logIn() lets the owner in when the record cannot be made anew, and logs that", async () => {
  const world = await withAnna();
  const today = world.with({ ln: 5, r: 1, p: 2 });
  world.store.broken.commit = true;
  assertEquals((await today.logIn(anna)).name, "anna");
  assertEquals(world.log.of("password not upgraded").length, 1);
  world.store.broken.commit = false;
  await today.logIn(anna);
  assertStringIncludes(String((await world.kept("anna"))?.password), "ln=5");
});

Deno.test("Accounts.changePassword() needs the old one, and then the new one alone is right", async () => {
  const { accounts, kept, store } = await withAnna();
  const before = await store.text();
  await refusal(accounts.changePassword(wrong, "fresh horse"));
  assertEquals(await store.text(), before);
  const id = (await kept("anna"))?.id;
  await accounts.changePassword(anna, "fresh horse");
  await refusal(accounts.logIn(anna));
  assertEquals(await accounts.logIn({ ...anna, password: "fresh horse" }), {
    account: String(id),
    name: "anna",
  });
});

Deno.test("Accounts.remove() frees the name, and the next holder has another id", async () => {
  const { accounts } = await withAnna();
  const first = await accounts.find("anna");
  await refusal(accounts.remove(wrong));
  assertEquals(await accounts.find("ANNA"), first);
  await accounts.remove(anna);
  assertEquals([await accounts.find("anna"), await accounts.keys()], [null, []]);
  await refusal(accounts.logIn(anna));
  const second = await accounts.register({ name: "Anna", password: "another horse" });
  assertNotEquals(second.account, first?.account);
});

Deno.test("Accounts refuse one of two changes that are made at the same time", async () => {
  const { accounts } = await withAnna();
  const results = await Promise.allSettled([
    accounts.changePassword(anna, "fresh horse"),
    accounts.remove(anna),
  ]);
  const refused = results.filter((result) => result.status === "rejected");
  assertEquals(refused.length, 1);
  assertMatch(String(refused[0]?.reason), /changed elsewhere just now: try again|Wrong name/);
});

Deno.test("Accounts.logIn() refuses who is checked while the account goes or gets another password", async () => {
  for (const change of ["remove", "changePassword"] as const) {
    const { accounts, hashing } = await withAnna();
    hashing.held = true;
    const late = refusal(accounts.logIn(anna));
    await promisesKept();
    hashing.held = false; // for those that come now
    await accounts[change](anna, "fresh horse");
    await hashing.open();
    assertEquals(await late, "The account was changed elsewhere just now: try again");
  }
});

Deno.test("Accounts.find() and keys() know what is registered, and nothing else", async () => {
  const { accounts } = await withAnna();
  const zoe = await accounts.register({ name: "Zoë", password: PASSWORD });
  assertEquals((await accounts.keys()).sort(), ["anna", "zoë"]);
  assertEquals(await accounts.find("ZOE\u0308"), zoe);
  for (const name of ["nobody", "__proto__", "two words", "x".repeat(24)]) {
    assertEquals(await accounts.find(name), null);
  }
});

/** What a failing store does to each operation. */
const WHEN_BROKEN: Readonly<Record<string, (accounts: Accounts) => Promise<unknown>>> = {
  register: (accounts) => accounts.register({ name: "bob", password: PASSWORD }),
  logIn: (accounts) => accounts.logIn(anna),
  "logIn of nobody": (accounts) => accounts.logIn({ ...anna, name: "nobody" }),
  changePassword: (accounts) => accounts.changePassword(anna, "fresh horse"),
  remove: (accounts) => accounts.remove(anna),
  find: (accounts) => accounts.find("anna"),
  keys: (accounts) => accounts.keys(),
};

for (const what of ["read", "commit"] as const) {
  Deno.test(`Accounts refuse in words when the store fails to ${what}, and nothing is half done`, async (t) => {
    for (const [name, act] of Object.entries(WHEN_BROKEN)) {
      if (what === "commit" && !["register", "changePassword", "remove"].includes(name)) continue;
      await t.step(name, async () => {
        const { accounts, store, log } = await withAnna();
        const before = await store.text();
        store.broken[what] = true;
        const text = await refusal(act(accounts));
        assertEquals(text, "Accounts cannot be reached: try again in a moment");
        assertStringIncludes(JSON.stringify(log.of("accounts not reached")), "Disk full");
        store.broken[what] = false;
        assertEquals(await store.text(), before);
        assertEquals((await accounts.logIn(anna)).name, "anna");
      });
    }
  });
}

Deno.test("Accounts do not count a guess that the store kept from being compared", async () => {
  const { accounts, store } = await withAnna();
  store.broken.read = true;
  for (let i = 0; i < 20; i++) await refusal(accounts.logIn(wrong));
  store.broken.read = false;
  assertEquals((await accounts.logIn(anna)).name, "anna");
});

Deno.test("Accounts count guesses that are under way, so that many at once are no way round", async () => {
  const { accounts, hashing } = await withAnna();
  hashing.held = true;
  const guesses = Array.from({ length: 50 }, () => refusal(accounts.logIn(wrong)));
  await promisesKept();
  await hashing.open();
  const texts = await Promise.all(guesses);
  assertEquals(texts.filter((text) => text === "Wrong name or password").length, 5);
});

Deno.test("Accounts.logins count what succeeded, failed and was held back", async () => {
  const { accounts } = await withAnna();
  await accounts.logIn({ name: "anna", password: PASSWORD, address });
  for (let i = 0; i < 6; i++) await refusal(accounts.logIn(wrong));
  assertEquals(accounts.logins, { succeeded: 1, failed: 5, heldBack: 1 });
});
