// The audit, the reports and the ledger under both: what is kept and in which order, how much of it, and
// that a store which fails stops nobody.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { Audit } from "../src/audit.ts";
import { ChatError } from "../src/errors.ts";
import { Ledger } from "../src/ledger.ts";
import { LEDGER_TRIM, REPORTS_KEPT } from "../src/limits.ts";
import { LineIds } from "../src/line_ids.ts";
import { type Report, Reports } from "../src/reports.ts";
import { MemoryStore } from "../src/store/memory.ts";
import { FakeLog } from "./support/fake_log.ts";

function parts(store = new MemoryStore({ linesPerRoom: 0 }), node = "") {
  return { store, log: new FakeLog(), ids: new LineIds(node) };
}

const entry = { at: 5, by: "anna", room: "#tea", what: "banned bob (spam)" };
const complaint: Report = {
  at: 5,
  by: "bob",
  name: "carl",
  room: "#tea",
  why: "spam",
  lines: ["a"],
};

Deno.test("Ledger gives back the latest, oldest first, in order of time on all nodes", async () => {
  const { store } = parts();
  const one = new Ledger<{ at: number }>(parts(store, "a"), { kind: "audit", keep: 10 });
  const two = new Ledger<{ at: number }>(parts(store, "b"), { kind: "audit", keep: 10 });
  for (const at of [1, 4, 4]) await one.add({ at });
  for (const at of [2, 3, 5]) await two.add({ at });
  assertEquals((await one.latest(10)).map(({ at }) => at), [1, 2, 3, 4, 4, 5]);
  assertEquals((await two.latest(2)).map(({ at }) => at), [4, 5]);
});

Deno.test("Ledger keeps so many entries, also of a process before, and some more for a while", async () => {
  const keep = 150;
  const { store } = parts();
  const before = new Ledger<{ at: number }>(parts(store), { kind: "audit", keep: 1000 });
  for (let at = 0; at < 400; at++) await before.add({ at });
  const ledger = new Ledger<{ at: number }>(parts(store), { kind: "audit", keep });
  await ledger.add({ at: 400 });
  assertEquals((await store.list(["audit"])).length, keep, "251 go, in more than one commit");
  for (let at = 401; at < 1000; at++) {
    await ledger.add({ at });
    assert((await store.list(["audit"])).length <= keep + LEDGER_TRIM);
  }
  const latest = await ledger.latest(1000);
  assertEquals([latest.length, latest[0]?.at, latest.at(-1)?.at], [keep, 1000 - keep, 999]);
});

Deno.test("Audit and Reports share a store, and keep out of each other's way", async () => {
  const { store, ...others } = parts();
  const audit = new Audit({ store, ...others });
  const reports = new Reports({ store, ...others });
  await audit.record(entry, { act: "ban", of: "bob" });
  assert(await reports.add(complaint));
  assertEquals(await audit.latest(9), [entry]);
  assertEquals(await reports.latest(9), [complaint]);
  const again = parts(store);
  assertEquals(await new Audit(again).latest(9), [entry], "another process");
});

Deno.test("Reports keeps so many", async () => {
  const { store, ...others } = parts();
  const reports = new Reports({ store, ...others });
  for (let at = 0; at <= REPORTS_KEPT + LEDGER_TRIM; at++) await reports.add({ ...complaint, at });
  assert((await store.list(["report"])).length <= REPORTS_KEPT + LEDGER_TRIM);
  assertEquals((await reports.latest(1000)).length, REPORTS_KEPT);
});

Deno.test("Audit.record() logs who did what to whom, without why", async () => {
  const { log, ...others } = parts();
  const audit = new Audit({ log, ...others });
  await audit.record(entry, { act: "ban", of: "bob" });
  await audit.record({ ...entry, what: "slowed down" }, { act: "slow" });
  assertEquals(log.records, [
    {
      level: "info",
      event: "moderation",
      fields: { by: "anna", room: "#tea", act: "ban", of: "bob" },
    },
    { level: "info", event: "moderation", fields: { by: "anna", room: "#tea", act: "slow" } },
  ]);
});

Deno.test("A store that fails stops no act and no report; only reading is refused", async () => {
  const { store, log, ids } = parts();
  const broken = () => Promise.reject(new Error("disk full"));
  [store.commit, store.list] = [broken, broken];
  const audit = new Audit({ store, log, ids });
  const reports = new Reports({ store, log, ids });
  await audit.record(entry, { act: "ban" });
  assertEquals(await reports.add(complaint), false);
  assertEquals(log.records.filter(({ level }) => level === "warn").map(({ event }) => event), [
    "audit not kept",
    "report not kept",
  ]);
  await assertRejects(() => audit.latest(1), ChatError, "The audit cannot be reached: try again");
  await assertRejects(() => reports.latest(1), ChatError, "Reports cannot be reached: try again");
});
