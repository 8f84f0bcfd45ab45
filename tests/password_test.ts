// Passwords: which ones are taken, what fits what, and how many are hashed at a time. One test takes the
// real parameters; the others take tiny ones, or hold each hash until it is let go.

import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import {
  MAX_WAITING_HASHES,
  parsePassword,
  PasswordHasher,
  type PasswordHasherOptions,
  type Scrypt,
  SCRYPT_PARAMETERS,
  type ScryptOptions,
} from "../src/password.ts";
import { promisesKept } from "./support/settle.ts";

const TINY = { ln: 4, r: 1, p: 1 };
const PASSWORD = "correct horse";

function tiny(options: Partial<PasswordHasherOptions> = {}): PasswordHasher {
  return new PasswordHasher({ running: 2, parameters: TINY, ...options });
}

/** A scrypt that takes as long as the test likes. */
class HeldScrypt {
  readonly asked: ScryptOptions[] = [];
  readonly passwords: string[] = [];
  readonly #held: PromiseWithResolvers<Uint8Array>[] = [];

  readonly scrypt: Scrypt = (password, options) => {
    this.asked.push(options);
    this.passwords.push(password);
    const held = Promise.withResolvers<Uint8Array>();
    this.#held.push(held);
    return held.promise;
  };

  get running(): number {
    return this.#held.length;
  }

  /** Ends the one that was asked for first. */
  async end(error?: Error): Promise<void> {
    const length = this.asked[this.asked.length - this.running]?.length ?? 0;
    const held = this.#held.shift();
    if (error) held?.reject(error);
    else held?.resolve(new Uint8Array(length));
    await promisesKept();
  }
}

Deno.test("parsePassword() takes 8 to 256 characters, whatever they are", () => {
  const taken = ["12345678", "a".repeat(256), "🌍".repeat(8), "🌍".repeat(256), " ".repeat(8)];
  for (const password of taken) assertEquals(parsePassword(password), password);
  const refused: readonly [password: string, fault: string][] = [
    ["", "short"],
    ["1234567", "short"],
    ["🌍".repeat(7), "short"],
    ["e\u0301".repeat(7), "short"],
    ["a".repeat(257), "long"],
    ["🌍".repeat(257), "long"],
    ["e\u0301".repeat(257), "long"],
    ["\u03b1\u0313\u0300\u0345".repeat(257), "long"],
    ["\u{11099}\u{110ba}".repeat(100_000), "long"],
  ];
  for (const [password, fault] of refused) {
    const error = assertThrows(() => parsePassword(password), ChatError);
    assertEquals(error.code, "usage");
    assertEquals(error.message, `That password is too ${fault}: use 8 to 256 characters`);
  }
});

Deno.test("parsePassword() spells what looks the same the same, and nothing else", () => {
  const cases: readonly [typed: string, spelling: string][] = [
    ["cafe\u0301 noir", "café noir"],
    ["cafe\u0301".repeat(64), "café".repeat(64)],
    ["\u03b1\u0313\u0300\u0345".repeat(256), "\u1f82".repeat(256)],
    ["new\u00a0password", "new password"],
    ["new\u3000password", "new password"],
    ["Pass\u210dword ﬁ", "Pass\u210dword ﬁ"],
  ];
  for (const [typed, spelling] of cases) assertEquals(parsePassword(typed), spelling);
});

Deno.test("PasswordHasher.verify() knows a password from every other", async () => {
  const hasher = tiny();
  const record = await hasher.hash(PASSWORD);
  assertMatch(record, /^\$scrypt\$ln=4,r=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assertEquals(await hasher.verify(PASSWORD, record), true);
  for (
    const wrong of ["", "Correct horse", "correct horse ", "correct hors", PASSWORD + "\u200b"]
  ) {
    assertEquals(await hasher.verify(wrong, record), false, wrong);
  }
});

Deno.test("PasswordHasher.verify() takes a password in any spelling and of any length", async () => {
  const hasher = tiny();
  const accented = await hasher.hash("pâté à gogo");
  assertEquals(await hasher.verify("pa\u0302te\u0301\u00a0a\u0300 gogo", accented), true);
  const longest = await hasher.hash("🌍".repeat(256));
  assertEquals(await hasher.verify("🌍".repeat(256), longest), true);
  for (const length of [257, 100_000]) {
    assertEquals(await hasher.verify("🌍".repeat(length), longest), false);
  }
});

Deno.test("PasswordHasher.hash() never makes the same record twice", async () => {
  const hasher = tiny();
  const records = await Promise.all(Array.from({ length: 20 }, () => hasher.hash(PASSWORD)));
  assertEquals(new Set(records).size, 20);
  for (const record of records) assert(await hasher.verify(PASSWORD, record));
});

Deno.test("PasswordHasher.hash() refuses what parsePassword() refuses, at once", async () => {
  const held = new HeldScrypt();
  const error = await assertRejects(() => tiny({ scrypt: held.scrypt }).hash("short"), ChatError);
  assertEquals([error.code, held.running], ["usage", 0]);
});

Deno.test("PasswordHasher.verify() takes a record made elsewhere (RFC 7914, section 12)", async () => {
  const hash =
    "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw";
  const record = `$scrypt$ln=14,r=8,p=1$${btoa("SodiumChloride").replace(/=+$/, "")}$${hash}`;
  assertEquals(await tiny().verify("pleaseletmein", record), true);
});

Deno.test("PasswordHasher.verify() hashes nothing for a broken record", async () => {
  const held = new HeldScrypt();
  const broken = (await tiny().hash(PASSWORD)).replace("ln=4", "ln=40");
  await assertRejects(() => tiny({ scrypt: held.scrypt }).verify(PASSWORD, broken), SyntaxError);
  assertEquals(held.running, 0);
});

Deno.test("PasswordHasher.verifyUnknown() does the work of a wrong password, and fits nothing", async () => {
  const record = await tiny().hash(PASSWORD);
  const held = new HeldScrypt();
  const hasher = tiny({ scrypt: held.scrypt });
  const answers = [hasher.verify(PASSWORD, record), hasher.verifyUnknown(PASSWORD)];
  await promisesKept();
  const [known, unknown] = held.asked;
  assertEquals(unknown?.parameters, known?.parameters);
  assertEquals(unknown?.length, known?.length);
  assertEquals(unknown?.salt.length, known?.salt.length);
  assertEquals(held.passwords, [PASSWORD, PASSWORD]);
  for (const _ of answers) await held.end();
  assertEquals(await Promise.all(answers), [false, false]);
  assertEquals(await tiny().verifyUnknown(PASSWORD), false);
});

Deno.test("PasswordHasher.needsUpgrade() is true for all but today's parameters and sizes", async () => {
  const hasher = tiny();
  const record = await hasher.hash(PASSWORD);
  assertEquals(hasher.needsUpgrade(record), false);
  for (const parameters of [{ ...TINY, ln: 3 }, { ...TINY, r: 2 }, { ...TINY, p: 2 }]) {
    assertEquals(hasher.needsUpgrade(await tiny({ parameters }).hash(PASSWORD)), true);
  }
  const salt = /(?<=p=1\$)[^$]+/;
  assertEquals(hasher.needsUpgrade(record.replace(salt, "A".repeat(24))), true);
  assertEquals(hasher.needsUpgrade(record.replace(/[^$]+$/, "A".repeat(22))), true);
  assertThrows(() => hasher.needsUpgrade("nonsense"), SyntaxError);
});

Deno.test("PasswordHasher runs as many at a time as it may, the others in turn", async () => {
  const held = new HeldScrypt();
  const hasher = tiny({ running: 2, scrypt: held.scrypt });
  const order: number[] = [];
  const passwords = Array.from({ length: 6 }, (_, index) => `password ${index}`);
  const all = passwords.map(async (password, index) => {
    await hasher.hash(password);
    order.push(index);
  });
  for (const running of [2, 2, 2, 2, 2, 1, 0]) {
    await promisesKept();
    assertEquals(held.running, running);
    await held.end();
  }
  await Promise.all(all);
  assertEquals(order, [0, 1, 2, 3, 4, 5]);
  assertEquals(held.passwords, passwords);
});

Deno.test("PasswordHasher runs one at a time when told of less than a core", async () => {
  for (const running of [0, 0.5, -1]) {
    const held = new HeldScrypt();
    const hasher = tiny({ running, scrypt: held.scrypt });
    const both = [hasher.hash(PASSWORD), hasher.hash(PASSWORD)];
    await promisesKept();
    assertEquals(held.running, 1);
    for (const _ of both) await held.end();
    await Promise.all(both);
  }
});

Deno.test("PasswordHasher refuses when too many wait, and takes more when they are done", async () => {
  const held = new HeldScrypt();
  const hasher = tiny({ running: 2, scrypt: held.scrypt });
  const record = await tiny().hash(PASSWORD);
  const taken = Array.from({ length: 2 + MAX_WAITING_HASHES }, () => hasher.hash(PASSWORD));
  const further = [
    () => hasher.hash(PASSWORD),
    () => hasher.verify(PASSWORD, record),
    () => hasher.verifyUnknown(PASSWORD),
  ];
  for (const one of further) {
    const error = await assertRejects(one, ChatError);
    assertEquals(error.code, "refused");
    assertEquals(
      error.message,
      "The server is busy with other passwords: try again in a moment",
    );
  }
  await held.end();
  const late = hasher.verifyUnknown(PASSWORD);
  await assertRejects(() => hasher.hash(PASSWORD), ChatError);
  while (held.running > 0) await held.end();
  assertEquals((await Promise.all(taken)).length, 2 + MAX_WAITING_HASHES);
  assertEquals(await late, false);
});

Deno.test("PasswordHasher goes on after a hash that failed", async () => {
  const held = new HeldScrypt();
  const hasher = tiny({ running: 1, scrypt: held.scrypt });
  const first = assertRejects(() => hasher.hash(PASSWORD), RangeError, "out of memory");
  const second = hasher.hash(PASSWORD);
  await promisesKept();
  await held.end(new RangeError("out of memory"));
  await first;
  assertEquals(held.running, 1);
  await held.end();
  assert((await second).startsWith("$scrypt$"));
});

Deno.test({
  name: "PasswordHasher hashes for real, off the event loop, under the network permission alone",
  permissions: { net: true },
  async fn() {
    const hasher = new PasswordHasher({ running: 1 });
    let done = false;
    const hashing = hasher.hash(PASSWORD).finally(() => done = true);
    for (let turn = 0; turn < 3; turn++) await promisesKept();
    assertEquals(done, false, "the event loop went on meanwhile");
    const record = await hashing;
    const { ln, r, p } = SCRYPT_PARAMETERS;
    assert(record.startsWith(`$scrypt$ln=${ln},r=${r},p=${p}$`), record);
    assertEquals(await hasher.verify(PASSWORD, record), true);
    assertEquals(hasher.needsUpgrade(record), false);
  },
});
