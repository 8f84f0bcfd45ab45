// An act as a whole: the settings in the store, the fact that goes round, and the entry in the audit; and
// what is left when one of them fails.

import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import type { Fact } from "../src/fact.ts";
import { Audit } from "../src/audit.ts";
import { LineIds } from "../src/line_ids.ts";
import { Member } from "../src/member.ts";
import { Moderation } from "../src/moderation.ts";
import { RoomBook } from "../src/room_book.ts";
import type { Sanction } from "../src/room_settings.ts";
import { MemoryStore } from "../src/store/memory.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { FakeLog } from "./support/fake_log.ts";
import { Recorder, Transcript } from "./support/recorder.ts";

const anna = { id: "1", name: "anna", account: "a" };
const bob = { id: "2", name: "bob" };

function order() {
  const facts: Fact[] = [];
  const bus = { publish: (fact: Fact) => Promise.resolve(void facts.push(fact)) };
  const store = new MemoryStore({ linesPerRoom: 0 });
  const [log, clock] = [new FakeLog(), new FakeClock()];
  const book = new RoomBook({ store, log });
  const audit = new Audit({ store, log, ids: new LineIds("") });
  const moderation = new Moderation({ bus, book, clock, audit });
  const deeds = async () => (await audit.latest(9)).map(({ by, room, what }) => [by, room, what]);
  return { facts, store, log, clock, book, moderation, member: actor(), deeds };
}

function actor(): Member {
  const member = new Member("1", {
    dialect: new Transcript(),
    outbox: new Recorder(),
    owner: { onBug() {}, onEnd() {} },
    address: "192.0.2.1",
  });
  member.person = anna;
  return member;
}

Deno.test("Moderation.act() keeps the change, tells all nodes, and notes it", async () => {
  const { facts, clock, book, moderation, member, deeds } = order();
  const change = { what: "slow", seconds: 5 } as const;
  await moderation.act(member, { room: "#tea", change, edit: () => ({ slow: 5 }) });
  const settings = await book.read("#tea");
  assertEquals([settings?.slow, settings?.revision], [5, 1]);
  assertEquals(facts, [
    { kind: "settled", at: clock.now(), room: "#tea", by: anna, settings, change } as Fact,
  ]);
  assertEquals(await deeds(), [
    ["anna", "#tea", "slowed this room down: one line every 5 seconds"],
  ]);
});

Deno.test("Moderation.act() gives the edit what is kept, not what the room last heard", async () => {
  const { book, moderation, member } = order();
  await book.change("#tea", (now) => ({ ...now, invited: ["b"] }));
  await moderation.act(member, {
    room: "#tea",
    change: { what: "invite", name: "carl" },
    edit: ({ invited }) => ({ invited: [...invited, "c"] }),
  });
  assertEquals((await book.read("#tea"))?.invited, ["b", "c"]);
});

Deno.test("Moderation.act() tells nobody and notes nothing if it is refused", async () => {
  const { facts, book, moderation, member, deeds } = order();
  const edit = () => {
    throw new ChatError("refused", "No");
  };
  const act = { room: "#tea", change: { what: "op", name: "bob" }, edit } as const;
  await assertRejects(() => moderation.act(member, act), ChatError, "No");
  assertEquals([facts, await book.read("#tea"), await deeds()], [[], null, []]);
});

Deno.test("Moderation.act() notes no topics, which are for everybody", async () => {
  const { moderation, member, deeds, log } = order();
  const change = { what: "topic", text: "tea" } as const;
  await moderation.act(member, { room: "#tea", change, edit: () => ({ topic: "tea" }) });
  assertEquals([await deeds(), log.records], [[], []]);
});

Deno.test("Moderation.act() notes an address that the room does not read", async () => {
  const { facts, moderation, member, deeds } = order();
  const sanction: Sanction = {
    ...{ name: "192.0.2.7", address: "192.0.2.7" },
    ...{ by: "anna", at: 0, until: null, why: "" },
  };
  const change = { what: "ban", sanction } as const;
  await moderation.act(member, { room: "#tea", change, edit: () => ({ bans: [sanction] }) });
  const [fact] = facts;
  assertEquals(fact?.kind === "settled" && fact.change, {
    what: "ban",
    sanction: { ...sanction, name: "an address" },
  });
  assertEquals(await deeds(), [["anna", "#tea", "banned 192.0.2.7"]]);
});

Deno.test("Moderation.kick() and remove() publish a kick, which is noted unless a ban was", async () => {
  const { facts, clock, moderation, member, deeds } = order();
  await moderation.kick(member, { room: "#tea", who: bob, why: "spam" });
  await moderation.remove(member, { room: "#tea", who: bob, why: "banned" });
  const kicked = { kind: "kicked", at: clock.now(), room: "#tea", by: anna, who: bob } as const;
  assertEquals(facts, [{ ...kicked, text: "spam" }, { ...kicked, text: "banned", quiet: true }]);
  assertEquals(await deeds(), [["anna", "#tea", "kicked bob (spam)"]]);
});

Deno.test("Moderation.cut() and announce() publish theirs", async () => {
  const { facts, clock, moderation, member, deeds } = order();
  await moderation.cut("2", "Goodbye");
  await moderation.announce(member, "tea is ready");
  assertEquals(facts, [
    { kind: "cut", id: "2", text: "Goodbye" },
    { kind: "announced", at: clock.now(), by: anna, text: "tea is ready" },
  ]);
  assertEquals(await deeds(), [["anna", "", "told everybody: tea is ready"]]);
});

Deno.test("What is done stays done when the audit cannot be kept", async () => {
  const { facts, store, log, moderation, member } = order();
  store.commit = () => Promise.reject(new Error("disk full"));
  await moderation.kick(member, { room: "#tea", who: bob, why: "" });
  assertEquals(facts.map(({ kind }) => kind), ["kicked"]);
  assertEquals(log.of("audit not kept").length, 1);
});
