// What every store promises of lines: in order of their ids, each once, of each room the latest so many.
// Run by store_contract.ts.

import { assert, assertEquals } from "@std/assert";
import type { Line, Said } from "../../src/line.ts";
import type { Store } from "../../src/store.ts";
import { pad, type StoreKind, storeTests } from "./store_home.ts";

/** When the first line of a test is said, in milliseconds since 1970; each next one is a second later. */
const START = Date.UTC(2026, 0, 1);

/** The `n`th line, of #tea unless told otherwise. */
export function said(n: number, changes: Partial<Said> = {}): Line {
  const by = { id: "7", name: "anna" };
  const at = START + n * 1000;
  return { kind: "said", id: `${pad(n)}n1`, at, room: "#tea", by, text: `line ${n}`, ...changes };
}

export function idsOf(lines: readonly Line[]): string[] {
  return lines.map(({ id }) => id);
}

/** Lines from the `from`th up to, and without, the `to`th. */
function some(from: number, to: number): Line[] {
  return Array.from({ length: to - from }, (_, i) => said(from + i));
}

function all(store: Store, room = "#tea"): Promise<Line[]> {
  return store.lines({ room, last: 100_000 });
}

/** Registers the tests of a store's lines. */
export function testStoredLines(name: string, kind: StoreKind): void {
  testReading(name, kind);
  testKeeping(name, kind);
  testErasing(name, kind);
  testRooms(name, kind);
}

function testReading(name: string, kind: StoreKind): void {
  const test = storeTests(name, kind);

  test("lines() gives lines as they were appended, oldest first", async (store) => {
    const acted: Line = { ...said(2), kind: "acted", text: "waves" };
    const lines = [...some(0, 2), acted];
    await store.append(lines);
    assertEquals(await all(store), lines);
  });

  test("lines() of a room that has none is empty", async (store) => {
    await store.append([]);
    assertEquals(await all(store), []);
    await store.append([said(0)]);
    for (const room of ["#te", "#teas", "tea", "#Tea", ""]) {
      assertEquals(await all(store, room), []);
    }
  });

  test("lines() takes the latest, since a time, before a line, and all three", async (store) => {
    await store.append(some(0, 20));
    const [room, since, before] = ["#tea", START + 12_000, said(15).id];
    assertEquals(await store.lines({ room, last: 3 }), some(17, 20));
    assertEquals(await store.lines({ room, last: 0 }), []);
    assertEquals(await store.lines({ room, last: 100, since }), some(12, 20));
    assertEquals(await store.lines({ room, last: 100, before }), some(0, 15));
    assertEquals(await store.lines({ room, last: 2, since }), some(18, 20));
    assertEquals(await store.lines({ room, last: 2, before }), some(13, 15));
    assertEquals(await store.lines({ room, last: 100, since, before }), some(12, 15));
    assertEquals(await store.lines({ room, last: 2, since, before }), some(13, 15));
    assertEquals(await store.lines({ room, last: 100, since: START + 99_000 }), []);
    assertEquals(await store.lines({ room, last: 100, before: "" }), []);
  });

  test("lines() goes by ids where the clock went back", async (store) => {
    const lines = [said(0), said(1, { at: START + 9000 }), said(2), said(3)];
    await store.append(lines);
    assertEquals(await all(store), lines);
    const since = START + 3000;
    assertEquals(await store.lines({ room: "#tea", last: 3, since }), [lines[1], lines[3]]);
    assertEquals(await store.lines({ room: "#tea", last: 2, since }), [lines[3]]);
  });

  test("lines() keeps rooms apart, whatever their names", async (store) => {
    const rooms = ["#a", "#ab", "#a\0", "", "__proto__", "constructor", "#née", "#🐙".repeat(16)];
    const lines = rooms.map((room, n) => said(n, { room }));
    await store.append(lines);
    for (const [n, room] of rooms.entries()) assertEquals(await all(store, room), [lines[n]]);
  });

  test("lines() gives back any text and any speaker", async (store) => {
    const texts = ["", "\0", "🐙\u202e", '"\\\n', "__proto__", " ", "\ufeff\ufffd"];
    const lines = texts.map((text, n) => said(n, { text, by: { id: text, name: text } }));
    await store.append(lines);
    assertEquals(await all(store), lines);
  });
}

function testKeeping(name: string, kind: StoreKind): void {
  const test = storeTests(name, kind);

  test("append() of a line again changes nothing", async (store) => {
    await store.append(some(0, 10));
    await store.append(some(5, 12));
    await store.append([said(12), said(12), said(3)]);
    assertEquals(await all(store), some(0, 13));
  });

  test("append() puts lines that come late into their place", async (store) => {
    const lines = some(0, 40);
    await store.append(lines.filter((_, n) => n % 3 === 0).toReversed());
    await store.append(lines.filter((_, n) => n % 3 === 2));
    await store.append(lines.filter((_, n) => n % 3 === 1));
    assertEquals(await all(store), lines);
  });

  test("append() by many at once loses none", async (store) => {
    const lines = some(0, 100);
    await Promise.all(lines.map((line) => store.append([line])));
    assertEquals(await all(store), lines);
  });

  test("append() takes many of the longest lines at once", async (store) => {
    const longest = ['"'.repeat(32_768), "x".repeat(32_765) + "—", "é".repeat(16_384)];
    const lines = Array.from({ length: 60 }, (_, n) => said(n, { text: longest[n % 3] ?? "" }));
    await store.append(lines);
    assertEquals(await all(store), lines);
  });

  test(
    "append() and erase() take many lines of the longest room and ids at once",
    async (store) => {
      const room = `#${"\u{10400}".repeat(32)}`;
      const lines = some(0, 1200).map((line) => ({ ...line, room, id: line.id.padEnd(60, "x") }));
      await store.append(lines);
      assertEquals(await all(store, room), lines);
      await store.erase(room, idsOf(lines));
      assertEquals(await all(store, room), []);
    },
    2000,
  );

  test("append() takes lines of many rooms at once", async (store) => {
    const lines = Array.from({ length: 900 }, (_, n) => said(n, { room: `#${n % 300}` }));
    await store.append(lines);
    for (const n of [0, 150, 299]) {
      assertEquals(await all(store, `#${n}`), [lines[n], lines[n + 300], lines[n + 600]]);
    }
  });

  test("append() leaves each room its latest lines", async (store) => {
    const others = some(0, 5).map((line) => ({ ...line, room: "#quiet" }));
    await store.append([...others, ...some(0, 7)]);
    assertEquals(await all(store), some(0, 7));
    await store.append(some(7, 25));
    assertEquals(await all(store), some(15, 25));
    for (let n = 25; n < 400; n++) await store.append([said(n)]);
    assertEquals(await all(store), some(390, 400));
    assertEquals(await all(store, "#quiet"), others);
  }, 10);

  test("append() keeps nothing where no line is to be kept", async (store) => {
    await store.append(some(0, 10));
    assertEquals(await all(store), []);
  }, 0);

  test("append() keeps ten thousand lines, and they can be paged through", async (store) => {
    const lines = some(0, 10_000);
    await store.append(lines.slice(0, 7000));
    for (let n = 7000; n < 10_000; n += 250) await store.append(lines.slice(n, n + 250));
    assertEquals(await all(store), lines);
    const pages: Line[][] = [];
    for (let before: string | undefined = "~"; before !== undefined;) {
      const page: Line[] = await store.lines({ room: "#tea", last: 999, before });
      pages.unshift(page);
      before = page[0]?.id;
    }
    assertEquals(pages.flat(), lines);
  }, 10_000);
}

function testErasing(name: string, kind: StoreKind): void {
  const test = storeTests(name, kind);

  test("erase() takes away these lines of this room and no others", async (store) => {
    const elsewhere = said(3, { room: "#other" });
    await store.append([...some(0, 10), elsewhere]);
    await store.erase("#tea", [said(3).id, said(7).id, "never", said(3).id]);
    assertEquals(await all(store), some(0, 10).filter((_, n) => n !== 3 && n !== 7));
    assertEquals(await all(store, "#other"), [elsewhere]);
    await store.erase("#nobody", [said(0).id]);
    await store.erase("#tea", []);
    assertEquals((await all(store)).length, 8);
  });

  test("erase() takes many lines, and the room goes on", async (store) => {
    await store.append(some(0, 2000));
    await store.erase("#tea", idsOf(some(0, 1990)));
    assertEquals(await all(store), some(1990, 2000));
    await store.erase("#tea", idsOf(some(1990, 2000)));
    assertEquals(await all(store), []);
    await store.append(some(2000, 2003));
    assertEquals(await all(store), some(2000, 2003));
    assert(!idsOf(await all(store)).includes(said(0).id));
  }, 5000);
}

function testRooms(name: string, kind: StoreKind): void {
  const test = storeTests(name, kind);

  test("rooms() names each room that has lines, in order of code points", async (store) => {
    assertEquals(await store.rooms(), []);
    await store.commit([{ key: ["line", "#document", "1"], value: 1 }]);
    assertEquals(await store.rooms(), []);
    const rooms = [
      "",
      "\0",
      "\0a",
      "#",
      "#a",
      "#a\0",
      "#a\0b",
      "#ab",
      "#née",
      "#\uffff",
      "#\u{10000}",
    ];
    const more = ["#🐙", "__proto__", "constructor"];
    const all = [...rooms, ...more];
    await store.append(all.toReversed().flatMap((room) => [said(0, { room }), said(1, { room })]));
    await store.append([said(2, { room: "#a" })]);
    assertEquals(await store.rooms(), all);
  });

  test("rooms() names no room whose lines are all erased", async (store) => {
    const tea = some(0, 3);
    await store.append([...tea, said(3, { room: "#jam" })]);
    await store.erase("#tea", idsOf(tea.slice(1)));
    assertEquals(await store.rooms(), ["#jam", "#tea"]);
    await store.erase("#tea", idsOf(tea));
    await store.erase("#nobody", ["never"]);
    assertEquals(await store.rooms(), ["#jam"]);
    await store.append(tea);
    assertEquals(await store.rooms(), ["#jam", "#tea"]);
  });

  test("rooms() names many rooms", async (store) => {
    const rooms = Array.from({ length: 1100 }, (_, n) => `#${pad(n)}`);
    await store.append(rooms.map((room, n) => said(n, { room })));
    assertEquals(await store.rooms(), rooms);
  });

  test("rooms() names none where no line is kept", async (store) => {
    await store.append(some(0, 10));
    assertEquals(await store.rooms(), []);
  }, 0);
}
