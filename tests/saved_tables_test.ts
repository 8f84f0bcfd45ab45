// Games are kept at the end and come back once, with nobody there yet; what the store does not take is logged.

import { assertEquals } from "@std/assert";
import { GAMES_KEPT_MS } from "../src/limits.ts";
import { SavedTables } from "../src/saved_tables.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { FakeLog } from "./support/fake_log.ts";
import { FaultyStore } from "./support/faulty_store.ts";
import { sampleTable } from "./support/sample_table.ts";

function world() {
  const [store, clock, log] = [new FaultyStore(), new FakeClock(1000), new FakeLog()];
  return { store, clock, log, saved: new SavedTables({ store, clock, log }) };
}

Deno.test("SavedTables.take() gives a room's games back once, and waits for their players from then on", async () => {
  const { clock, saved } = world();
  const open = sampleTable({ number: 3, phase: "open", state: null });
  await saved.keep([
    sampleTable(),
    sampleTable({ number: 2 }),
    open,
    sampleTable({ room: "#jam" }),
  ]);
  clock.advance(5000);
  const tables = await saved.take("#tea");
  assertEquals(tables.map(({ number }) => number), [1, 2]);
  const [first] = tables;
  assertEquals(first?.seats.map(({ person, mark, away }) => [person.id, mark, away]), [
    ["", "c1 1", 6000],
    ["", "c2 1", 6000],
  ]);
  assertEquals([first?.due, first?.watchers, first?.state], [16_000, [], { turn: 0 }]);
  assertEquals([await saved.take("#tea"), (await saved.take("#jam")).length], [[], 1]);
});

Deno.test("SavedTables.take() by several at once gives them to one", async () => {
  const { saved } = world();
  await saved.keep([sampleTable()]);
  const taken = await Promise.all(Array.from({ length: 5 }, () => saved.take("#tea")));
  assertEquals(taken.flat().length, 1);
});

Deno.test("SavedTables forget what is too old", async () => {
  const { store, clock, saved } = world();
  await saved.keep([sampleTable(), sampleTable({ room: "#jam" })]);
  clock.advance(GAMES_KEPT_MS);
  assertEquals(await saved.take("#tea"), []);
  await saved.keep([]);
  assertEquals(await store.list(["tables"]), []);
});

Deno.test("SavedTables log what the store does not take or give, and hold up nobody", async () => {
  const { store, log, saved } = world();
  store.broken.commit = true;
  assertEquals(await saved.keep([sampleTable()]), 1);
  store.broken.read = true;
  assertEquals(await saved.take("#tea"), []);
  assertEquals(log.records.map(({ event }) => event), ["games not kept", "games not read"]);
});
