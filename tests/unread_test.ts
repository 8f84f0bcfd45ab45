// What somebody with an account missed: told on coming, shown by /unread, counted from when the last of the
// account's clients went, by whatever door.

import { assertEquals } from "@std/assert";
import { ChatRoom, type Talker } from "./support/chat_room.ts";
import { TroubledStore } from "./support/troubled_store.ts";

const PASSWORD = "correct horse";
const UNKNOWN = "* It is not known when you were here last: /history shows what was said";
const NOTHING = "* Nothing was said here while you were away";

function missed(count: number): string {
  return `* ${count} lines were said here since you left: /unread shows them`;
}

/** A chat of anna, who is registered, and bob; nothing of the past is shown on entering. */
async function company(store = new TroubledStore()) {
  const room = new ChatRoom({ store, replay: 0 });
  const [anna, bob] = await room.gather("anna", "bob") as [Talker, Talker];
  await anna.types(`/register ${PASSWORD}`);
  bob.news();
  return { store, room, anna, bob };
}

/** A client that has logged in as anna, and what it was told of lines. */
async function comeBack(room: ChatRoom): Promise<{ anna: Talker; told: string[] }> {
  const anna = await room.connect();
  const lines = await anna.types(`/login anna ${PASSWORD}`);
  return { anna, told: lines.filter((line) => line.includes("said here")) };
}

Deno.test("/unread shows what was said between the last leaving and the coming, and no more", async () => {
  const { room, anna, bob } = await company();
  await bob.types("before");
  await anna.types("/quit");
  await bob.types("one", "/me two");
  const again = await comeBack(room);
  assertEquals(again.told, [missed(2)]);
  await bob.types("seen");
  again.anna.news();
  const shown = ["[14:03] bob: one", "[14:03] ** bob two"];
  assertEquals(await again.anna.types("/unread"), shown);
  assertEquals(await again.anna.types("/unread"), shown);
  await again.anna.types("/quit");
  const third = await comeBack(room);
  assertEquals([third.told, await third.anna.types("/unread")], [[], [NOTHING]]);
});

Deno.test("/unread knows each room, and tells of one line in the singular", async () => {
  const { anna, bob } = await company();
  assertEquals(await anna.types("/unread"), [UNKNOWN]);
  await bob.types("/join #tea");
  await anna.types("/join #tea");
  assertEquals(await anna.types("/unread"), [UNKNOWN]);
  await anna.types("/leave");
  await bob.types("one");
  assertEquals(await anna.types("/unread"), [NOTHING]);
  assertEquals(await anna.types("/join #tea"), [
    "* You are in #tea with bob",
    "* 1 line was said here since you left: /unread shows it",
  ]);
  assertEquals(await anna.types("/unread"), ["[14:03] bob: one"]);
});

Deno.test("Who is in several rooms is told in which lines were said", async () => {
  const { anna, bob } = await company();
  await anna.types("/logout");
  await bob.types("one", "two");
  anna.news();
  await anna.types("/mode json", '{"do":"join","args":["#tea"]}');
  const request = { do: "login", args: ["anna", PASSWORD] };
  const seen = await anna.types(JSON.stringify(request));
  assertEquals(seen.filter((line) => line.includes("said")).map((line) => JSON.parse(line).text), [
    "2 lines were said in #lobby since you left: /unread shows them",
  ]);
});

Deno.test("/unread shows nothing of those whom one hides, and they are not counted", async () => {
  const { room, anna, bob } = await company();
  const carl = await room.connect("carl");
  await anna.types("/ignore bob", "/join #tea");
  await bob.types("hidden");
  await carl.types("shown");
  assertEquals(
    (await anna.types("/leave")).at(-1),
    "* 1 line was said here since you left: /unread shows it",
  );
  assertEquals(await anna.types("/unread"), ["[14:03] carl: shown"]);
});

Deno.test("/unread counts from when the last client of an account has gone", async () => {
  const { room, anna, bob } = await company();
  const other = (await comeBack(room)).anna;
  await bob.types("one");
  await anna.types("/quit");
  await bob.types("two");
  assertEquals((await comeBack(room)).told, []); // the other has been there
  const third = await comeBack(room);
  assertEquals(await third.anna.types("/unread"), [NOTHING]);
  assertEquals((await other.types("/unread")).at(-1), NOTHING);
});

Deno.test("/unread counts a logout as leaving, and a login as coming", async () => {
  const { anna, bob } = await company();
  await anna.types("/logout");
  await bob.types("one", "two");
  anna.news();
  const lines = await anna.types(`/login anna ${PASSWORD}`);
  assertEquals(lines.filter((line) => line.includes("said here")), [missed(2)]);
  assertEquals((await anna.types("/unread")).length, 2);
});

Deno.test("/unread counts from a kick, too", async () => {
  const { room, anna, bob } = await company();
  await bob.types("/join #tea");
  await anna.types("/join #tea");
  const people = [...room.chat.roster.rooms.get("#tea")?.people.values() ?? []].map(({ person }) =>
    person
  );
  const [by, who] = people;
  if (!by || !who) throw new Error("Nobody is there");
  await room.bus.publish({ kind: "kicked", at: 0, room: "#tea", by, who, text: "" });
  await bob.types("one", "two");
  assertEquals((await anna.types("/join #tea")).at(-1), missed(2));
});

Deno.test("/unread is there after a restart, with what the room still has", async () => {
  const { store, room, anna, bob } = await company();
  await anna.types("/quit");
  await bob.types("one", "two");
  await room.history.flush(1000);
  const next = new ChatRoom({ store, replay: 0 });
  await next.chat.open(await next.accounts.keys());
  const again = await comeBack(next);
  assertEquals(again.told, [missed(2)]);
  assertEquals(await again.anna.types("/unread"), ["[14:03] bob: one", "[14:03] bob: two"]);
});

Deno.test("/unread is for registered users", async () => {
  const { bob } = await company();
  const why = "/unread is for registered users: type /register PASSWORD to keep your name";
  assertEquals(await bob.types("/unread"), [`* ${why}`]);
});

Deno.test("Nobody waits on leaving or coming for a store that is slow or fails", async () => {
  const { store, anna, bob } = await company();
  await bob.types("/join #tea");
  store.held = true;
  await anna.types("/join #tea", "/leave", "/join #tea");
  assertEquals(bob.news(), ["* anna joined", "* anna left", "* anna joined"]);
  store.failing = true;
  store.release();
  await anna.types("hello");
  assertEquals(bob.news(), ["anna: hello"]);
});
