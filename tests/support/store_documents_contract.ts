// What every store promises of documents: any key and value, listed in order, changed together or not at
// all, and by one of those who change them at once. Run by store_contract.ts.

import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import type { DocumentKey } from "../../src/store.ts";
import {
  doc,
  increment,
  listed,
  pad,
  put,
  type StoreKind,
  storeTests,
  valueOf,
  versionOf,
} from "./store_home.ts";

const HOSTILE_WORDS = [
  "",
  "\0",
  "a\0b",
  "a",
  "__proto__",
  "constructor",
  "n\u00e9e",
  "ne\u0301e",
  "🐙",
  "\uffff",
  '"',
  "\\",
  "%",
  "*",
  "../..",
  "anna bob",
  "x".repeat(390),
];

const HOSTILE_VALUES: readonly unknown[] = [
  0,
  -1.5e300,
  "",
  false,
  [],
  {},
  [null, { a: null }],
  "\0",
  "half a character: \ud800",
  "🐙\u2028\u202e",
  JSON.parse('{"__proto__": {"admin": true}, "constructor": 1, "": 2}'),
  JSON.parse("[".repeat(500) + "]".repeat(500)),
  "x".repeat(59_998),
];

/** Registers the tests of a store's documents. */
export function testStoredDocuments(name: string, kind: StoreKind): void {
  testDocuments(name, kind);
  testCommits(name, kind);
}

function testDocuments(name: string, kind: StoreKind): void {
  const test = storeTests(name, kind);

  test("read() of what was never written is null", async (store) => {
    assertEquals(await store.read(["account", "anna"]), null);
    await put(store, ["account", "anna", "memo"], 1);
    assertEquals(await store.read(["account", "anna"]), null);
  });

  test("read() gives what was written, under its key", async (store) => {
    const value = { name: "anna", rooms: ["#tea"], since: 5 };
    assertEquals(await store.commit([{ key: ["account", "anna"], value }]), true);
    const document = await store.read(["account", "anna"]);
    assertEquals(document?.key, ["account", "anna"]);
    assertEquals(document?.value, value);
  });

  test("read() gives a copy, and keeps none of what was given", async (store) => {
    const value = { rooms: ["#tea"] };
    await put(store, ["a"], value);
    value.rooms.push("#later");
    const read = await store.read(["a"]);
    (read?.value as typeof value).rooms.push("#later still");
    assertEquals(await valueOf(store, ["a"]), { rooms: ["#tea"] });
  });

  test("read() gives back any key and any value", async (store) => {
    for (const word of HOSTILE_WORDS) await put(store, ["kind", word], word);
    for (const word of HOSTILE_WORDS) assertEquals(await valueOf(store, ["kind", word]), word);
    for (const value of HOSTILE_VALUES) {
      await put(store, ["value"], value);
      assertEquals(await valueOf(store, ["value"]), value);
    }
  });

  test("list() gives the documents whose key begins with the words, whole words", async (store) => {
    const keys: DocumentKey[] = [
      ["a"],
      ["account"],
      ["account", "ann"],
      ["account", "ann", "memo"],
      ["account", "anna"],
      ["accounts"],
    ];
    for (const key of keys.toReversed()) await put(store, key, key.join());
    assertEquals(await listed(store, ["account"]), keys.slice(1, 5));
    assertEquals(await listed(store, ["account", "ann"]), keys.slice(2, 4));
    assertEquals(await listed(store, ["accoun"]), []);
    assertEquals((await store.list(["accounts"])).map(({ value }) => value), ["accounts"]);
  });

  test("list() is in order of code points, word by word", async (store) => {
    const words = ["", "\0", "\0a", "Z", "a", "a\0", "ab", "b", "é", "\uffff", "\u{10000}", "🐙"];
    const keys = words.flatMap((word): DocumentKey[] => [["k", word], ["k", word, "z"]]);
    for (const key of keys.toReversed()) await put(store, key, 1);
    assertEquals(await listed(store, ["k"]), keys);
  });

  test("list() gives many documents, with versions that are good", async (store) => {
    for (let n = 0; n < 350; n += 50) {
      await store.commit(Array.from({ length: 50 }, (_, i) => doc(["n", pad(n + i)], n + i)));
    }
    const documents = await store.list(["n"]);
    assertEquals(documents.map(({ value }) => value), Array.from({ length: 350 }, (_, i) => i));
    const { key, version } = documents[123] ?? { key: ["?"] as const, version: "" };
    assertEquals(await store.commit([{ key, value: "new", ifVersion: version }]), true);
  });

  test("read(), list() and commit() reject half characters and too long keys", async (store) => {
    for (const word of ["\ud800", "a\udc00b", "x".repeat(401), "é".repeat(201)]) {
      await assertRejects(() => store.read(["a", word]), RangeError, "The key");
      await assertRejects(() => store.list([word]), RangeError, "The key");
      await assertRejects(() => put(store, ["a", word], 1), RangeError, "The key");
    }
  });
}

function testCommits(name: string, kind: StoreKind): void {
  const test = storeTests(name, kind);

  test("commit() changes the version with every write, also of the same value", async (store) => {
    const versions = new Set<string>();
    for (let i = 0; i < 5; i++) {
      await put(store, ["a"], 1);
      versions.add(await versionOf(store, ["a"]));
    }
    assertEquals(versions.size, 5);
  });

  test("commit() with a version writes once", async (store) => {
    await put(store, ["a"], "first");
    const ifVersion = await versionOf(store, ["a"]);
    assertEquals(await store.commit([{ key: ["a"], value: "second", ifVersion }]), true);
    assertEquals(await store.commit([{ key: ["a"], value: "third", ifVersion }]), false);
    assertEquals(await valueOf(store, ["a"]), "second");
  });

  test("commit() of what must not exist yet writes once", async (store) => {
    assertEquals(await store.commit([{ key: ["a"], value: "first", ifVersion: null }]), true);
    assertEquals(await store.commit([{ key: ["a"], value: "second", ifVersion: null }]), false);
    assertEquals(await valueOf(store, ["a"]), "first");
  });

  test("commit() refuses versions of other documents, of deleted ones, and of none", async (store) => {
    await put(store, ["a"], 1);
    const old = await versionOf(store, ["a"]);
    await store.commit([doc(["a"], null)]);
    await put(store, ["b"], 1);
    for (const ifVersion of [old, await versionOf(store, ["b"]), "", "nonsense", "0".repeat(20)]) {
      assertEquals(await store.commit([{ key: ["a"], value: 2, ifVersion }]), false, ifVersion);
    }
    assertEquals(await store.read(["a"]), null);
  });

  test("commit() of null deletes, and what comes anew is at a new version", async (store) => {
    await put(store, ["a"], 1);
    await put(store, ["a", "b"], 2);
    const old = await versionOf(store, ["a"]);
    assertEquals(await store.commit([doc(["a"], null), doc(["never"], null)]), true);
    assertEquals(await store.read(["a"]), null);
    assertEquals(await listed(store, ["a"]), [["a", "b"]]);
    await put(store, ["a"], 1);
    assertNotEquals(await versionOf(store, ["a"]), old);
  });

  test("commit() changes all or nothing", async (store) => {
    await put(store, ["kept"], "kept");
    const changes = [
      { key: ["new"], value: 1 },
      { key: ["kept"], value: null },
      { key: ["missing"], value: 2, ifVersion: await versionOf(store, ["kept"]) },
    ] as const;
    assertEquals(await store.commit(changes), false);
    assertEquals(await store.read(["new"]), null);
    assertEquals(await valueOf(store, ["kept"]), "kept");
    assertEquals(await store.commit(changes.slice(0, 2)), true);
    assertEquals([await valueOf(store, ["new"]), await store.read(["kept"])], [1, null]);
  });

  test("commit() of one key twice leaves the later value", async (store) => {
    assertEquals(await store.commit([doc(["a"], 1), doc(["a"], null), doc(["a"], 2)]), true);
    assertEquals(await valueOf(store, ["a"]), 2);
    assertEquals(await store.commit([]), true);
  });

  test("commit() by many at once has exactly one winner", async (store) => {
    for (const ifVersion of [null, undefined]) {
      const version = ifVersion === null ? null : await versionOf(store, ["a"]);
      const commits = Array.from({ length: 50 }, (_, value) => {
        return store.commit([{ key: ["a"], value, ifVersion: version }]);
      });
      const won = (await Promise.all(commits)).flatMap((yes, i) => yes ? [i] : []);
      assertEquals(won, [await valueOf(store, ["a"])]);
    }
  });

  test("commit() loses no update of 50 who count at once", async (store) => {
    await Promise.all(Array.from({ length: 50 }, () => increment(store, ["counter"])));
    assertEquals(await valueOf(store, ["counter"]), 50);
  });

  test("commit() takes as much as the port promises", async (store) => {
    const word = "x".repeat(394);
    const keys = Array.from({ length: 100 }, (_, i): DocumentKey => ["n", word + pad(i)]);
    const many = keys.map((key) => ({ key, value: "x".repeat(4998), ifVersion: null }));
    assertEquals(await store.commit(many), true);
    assertEquals(await listed(store, ["n"]), keys);
  });

  test("commit() of more than that is rejected, and changes nothing", async (store) => {
    const small = doc(["small"], 1);
    const big = (bytes: number, i = 0) => doc(["big", pad(i)], "x".repeat(bytes - 2));
    const tooMany = Array.from({ length: 101 }, (_, i) => doc(["n", pad(i)], i));
    const tooMuch = Array.from({ length: 9 }, (_, i) => big(60_000, i));
    for (const changes of [tooMany, [small, big(60_001)], [small, ...tooMuch]]) {
      await assertRejects(() => store.commit(changes), RangeError);
    }
    for (const value of [undefined, () => 1, Symbol("a"), 1n]) {
      await assertRejects(() => store.commit([small, doc(["a"], value)]), TypeError);
    }
    for (const kind of ["small", "big", "n", "a"]) assertEquals(await store.list([kind]), []);
  });
}
