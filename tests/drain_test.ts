// What people see of the server going down: how long there is, and the token that is theirs alone; and what an
// admin may order.

import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { MAX_DRAIN_SECONDS } from "../src/limits.ts";
import { MemoryStore } from "../src/store/memory.ts";
import { FakeLog } from "./support/fake_log.ts";
import { OrderedRoom } from "./support/ordered_room.ts";

/** As one that is there after a restart. */
class LastingStore extends MemoryStore {
  override readonly about = { where: "a test", durable: true };
}

const TOKEN = /^\* Type \/resume ([0-9a-f]{32}) to come back as you are: good for 10 minutes /;

function tokenIn(line: string | undefined): string {
  return TOKEN.exec(line ?? "")?.[1] ?? `no token in ${line}`;
}

Deno.test("Drain.hear() tells everybody how long there is, and each their own token", async () => {
  const room = new OrderedRoom({ store: new LastingStore({ linesPerRoom: 100 }) });
  const { uma, gus } = await room.staff();
  room.parts.drain.hear({ kind: "begun", seconds: 90 });
  await room.settle();
  const [seen, other] = [uma.news(), gus.news()];
  for (const [first] of [seen, other]) {
    assertEquals(first, "* Server is going down in 1 minute 30 seconds");
  }
  assertNotEquals(tokenIn(seen[1]), tokenIn(other[1]));
  assertEquals((await uma.types("/token")).at(-1)?.includes(tokenIn(seen[1])), true);
  room.parts.drain.hear({ kind: "reminder", seconds: 30 });
  await room.settle();
  assertEquals(uma.news(), ["* Server is going down in 30 seconds"]);
});

Deno.test("Drain.hear() promises no way back where nothing lasts", async () => {
  const room = new OrderedRoom();
  const { uma } = await room.staff();
  room.parts.drain.hear({ kind: "begun", seconds: 60 });
  await room.settle();
  assertEquals(uma.news(), ["* Server is going down in 1 minute"]);
});

Deno.test("Drain.hear() of the end of it says so", async () => {
  const room = new OrderedRoom();
  const { uma } = await room.staff();
  const { drain } = room.parts;
  drain.hear({ kind: "begun", seconds: 60 });
  await room.settle();
  assert(drain.begun);
  drain.hear({ kind: "called off" });
  await room.settle();
  assert(!drain.begun);
  assertEquals(uma.news().at(-1), "* Server is not going down after all");
});

Deno.test("Drain.finish() shows the token, unless that was shown before", async () => {
  const room = new OrderedRoom({ store: new LastingStore({ linesPerRoom: 100 }) });
  const { uma } = await room.staff();
  room.parts.drain.finish();
  await room.settle();
  const [first, second] = uma.news();
  assertEquals(first, "* Server is going down");
  assertMatch(second ?? "", TOKEN);
  room.parts.drain.finish();
  await room.settle();
  assertEquals(uma.news(), ["* Server is going down"]);
});

Deno.test("/drain orders it for the whole process, and the audit and the log have who did", async () => {
  const log = new FakeLog();
  const room = new OrderedRoom({ log });
  const { rosa } = await room.staff();
  await rosa.types("/drain 60");
  assertEquals(room.orders, [{ by: "rosa", seconds: 60 }]);
  room.parts.drain.hear({ kind: "begun", seconds: 60 });
  await room.settle();
  await rosa.types("/drain CANCEL");
  assertEquals(room.orders[1], { by: "rosa", seconds: null });
  const [begun, ended] = (await rosa.types("/audit")).slice(-2);
  assertMatch(begun ?? "", /rosa in the whole server: takes the server down in 1 minute$/);
  assertMatch(ended ?? "", /rosa in the whole server: called off that the server goes down$/);
  const acts = log.of("moderation").filter(({ by }) => by === "rosa").map(({ act }) => act);
  assertEquals(acts, ["drain", "drain cancelled"]);
});

Deno.test("/drain refuses what is no time, and to cancel nothing", async () => {
  const room = new OrderedRoom();
  const { rosa } = await room.staff();
  const range = `a number of seconds from 0 to ${MAX_DRAIN_SECONDS}, or cancel`;
  for (const wrong of ["soon", "-1", "1.5", "3601", "1e3", "9999999"]) {
    assertEquals(await rosa.types(`/drain ${wrong}`), [`* /drain takes ${range}, not "${wrong}"`]);
  }
  assertEquals(await rosa.types("/drain"), ["* /drain needs more: type /drain SECONDS"]);
  assertEquals(await rosa.types("/drain cancel"), [
    "* The server is not going down: there is nothing to cancel",
  ]);
  assertEquals(room.orders, []);
});
