// Room settings in the store: what is read and changed, and that of two who write at once, on whatever
// node, neither undoes the other.

import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { SETTINGS_TRIES } from "../src/limits.ts";
import { RoomBook } from "../src/room_book.ts";
import { NO_SETTINGS, type RoomSettings } from "../src/room_settings.ts";
import { MemoryStore } from "../src/store/memory.ts";
import { FakeLog } from "./support/fake_log.ts";

function bookOn(store = new MemoryStore({ linesPerRoom: 0 })) {
  const log = new FakeLog();
  return { store, log, book: new RoomBook({ store, log }) };
}

function opped(name: string): (settings: RoomSettings) => RoomSettings {
  return (settings) => ({ ...settings, ops: [...settings.ops, { account: name, name }] });
}

Deno.test("RoomBook.read() is null for a room that nobody set anything in", async () => {
  assertEquals(await bookOn().book.read("#tea"), null);
});

Deno.test("RoomBook.change() begins with no settings, counts each change, and keeps rooms apart", async () => {
  const { book, store } = bookOn();
  const topic = (text: string) => (now: RoomSettings) => ({ ...now, topic: text });
  assertEquals(await book.change("#tea", topic("one")), {
    ...NO_SETTINGS,
    revision: 1,
    topic: "one",
  });
  assertEquals((await book.change("#tea", topic("two"))).revision, 2);
  await book.change("", topic("all"));
  assertEquals((await bookOn(store).book.read("#tea"))?.topic, "two");
  assertEquals((await bookOn(store).book.read(""))?.topic, "all");
});

Deno.test("RoomBook.change() changes nothing if the edit refuses", async () => {
  const { book, log } = bookOn();
  await book.change("#tea", opped("anna"));
  const refuse = () => {
    throw new ChatError("refused", "No");
  };
  await assertRejects(() => book.change("#tea", refuse), ChatError, "No");
  assertEquals((await book.read("#tea"))?.revision, 1);
  assertEquals(log.records, []);
});

Deno.test("RoomBook.change(): of two nodes that write at once, both land", async () => {
  const { store, book } = bookOn();
  const other = bookOn(store).book;
  const names = Array.from({ length: 8 }, (_, i) => `op${i}`);
  const results = await Promise.all(
    names.map((name, i) => (i % 2 === 0 ? book : other).change("#tea", opped(name))),
  );
  const kept = await book.read("#tea");
  assertEquals(kept?.ops.map(({ name }) => name).sort(), names);
  assertEquals(kept?.revision, names.length);
  assertEquals(results.map(({ revision }) => revision).sort(), names.map((_, i) => i + 1));
});

Deno.test("RoomBook.change() looks again at what another wrote, and may refuse then", async () => {
  const { store, book } = bookOn();
  const other = bookOn(store).book;
  const once = (settings: RoomSettings) => {
    if (settings.private) throw new ChatError("refused", "It is private already");
    return { ...settings, private: true };
  };
  const results = await Promise.allSettled([book.change("#tea", once), other.change("#tea", once)]);
  assertEquals(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assertEquals((await book.read("#tea"))?.revision, 1);
});

Deno.test("RoomBook.change() gives up when others always write first", async () => {
  const { store, book } = bookOn();
  let tries = 0;
  store.commit = () => Promise.resolve(++tries < 0);
  const error = await assertRejects(() => book.change("#tea", opped("anna")), ChatError);
  assertEquals(error.message, "Others are changing this room just now: try again");
  assertEquals(tries, SETTINGS_TRIES);
});

Deno.test("RoomBook refuses in a word if the store fails, and the log has why", async () => {
  const { store, book, log } = bookOn();
  const why = "The room's settings cannot be reached: try again in a moment";
  store.commit = () => Promise.reject(new Error("disk full"));
  await assertRejects(() => book.change("#tea", opped("anna")), ChatError, why);
  store.read = () => Promise.reject(new Error("gone"));
  await assertRejects(() => book.read("#tea"), ChatError, why);
  assertEquals(log.of("room settings not reached").map(({ error }) => error), [
    "Error: disk full",
    "Error: gone",
  ]);
});
