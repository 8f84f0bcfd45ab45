// One account on several clients: what one of them sees and sends the others see, and to everybody else they
// are one, who comes with the first and goes with the last.

import { assertEquals, assertMatch } from "@std/assert";
import { another, PASSWORD, registered } from "./support/accounts.ts";
import { ChatRoom, type ChatRoomOptions, type Talker } from "./support/chat_room.ts";

/** anna with two clients, and bob, all in the lobby; no old news for them. */
async function companions(options: ChatRoomOptions = {}) {
  const room = new ChatRoom(options);
  const desk = await registered(room, "anna");
  const phone = await another(room, "anna");
  const bob = await room.connect("bob");
  for (const talker of [desk, phone, bob]) talker.news();
  return { room, desk, phone, bob };
}

function newsOf(...talkers: Talker[]): string[][] {
  return talkers.map((talker) => talker.news());
}

Deno.test("Delivery shows a private line to all clients of the account, and to nobody else", async () => {
  const { room, desk, phone, bob } = await companions();
  const carl = await room.connect("carl");
  newsOf(desk, phone, bob);
  assertEquals(await bob.types("/msg anna psst"), ["[to anna] psst"]);
  assertEquals(newsOf(desk, phone, carl), [["[from bob] psst"], ["[from bob] psst"], []]);
});

Deno.test("Delivery shows the account's other clients what one of them sent, once", async () => {
  const { desk, phone, bob } = await companions();
  assertEquals(await phone.types("/msg bob psst"), ["[to bob] psst"]);
  assertEquals(newsOf(desk, bob), [["[to bob] psst"], ["[from anna] psst"]]);
  await bob.types("/reply yes?");
  assertEquals(newsOf(desk, phone), [["[from bob] yes?"], ["[from bob] yes?"]]);
  assertEquals(await desk.types("/reply tea?"), ["[to bob] tea?"]);
  assertEquals(newsOf(phone, bob).at(-1)?.at(-1), "[from anna] tea?");
});

Deno.test("/reply reaches whoever wrote on their other client, when the one it came from is gone", async () => {
  const { desk, phone, bob } = await companions();
  await phone.types("/msg bob psst", "/quit");
  newsOf(desk, phone, bob);
  assertEquals(await bob.types("/reply yes?"), ["[to anna] yes?"]);
  assertEquals(desk.news(), ["[from bob] yes?"]);
  await desk.types("/quit");
  assertEquals((await bob.types("/reply hello?")).at(-1), "* anna is not here any more");
});

Deno.test("/reply never reaches the next holder of a name", async () => {
  const { desk, phone, bob, room } = await companions();
  await phone.types("/msg bob psst", "/quit");
  await desk.types(`/unregister ${PASSWORD}`, "/quit");
  const carl = await room.connect("carl");
  await carl.types("/nick anna", `/register ${PASSWORD}`);
  newsOf(bob, carl);
  assertEquals(await bob.types("/reply still there?"), ["* anna is not here any more"]);
  assertEquals(carl.news(), []);
});

Deno.test("Delivery tells a room of an account's first client that comes and of its last that goes", async () => {
  const { room, desk, phone, bob } = await companions();
  await phone.types("/join #tea");
  assertEquals(newsOf(bob, desk), [[], []]);
  await phone.types("/join #lobby");
  assertEquals(newsOf(bob, desk), [[], []]);
  await desk.types("/quit bye");
  assertEquals(newsOf(bob), [[]]);
  await phone.types("/join #tea");
  assertEquals(bob.news(), ["* anna left"]);
  await phone.types("/join #lobby");
  assertEquals(bob.news(), ["* anna joined"]);
  phone.connection.reset();
  await room.settle();
  assertEquals(bob.news(), ["* anna left (connection lost)"]);
});

Deno.test("Delivery gives one client of an account what another says, as to everybody", async () => {
  const { desk, phone, bob } = await companions();
  assertEquals(await phone.types("hello", "/me waves"), []);
  const seen = ["anna: hello", "** anna waves"];
  assertEquals(newsOf(desk, bob), [seen, seen]);
});

Deno.test("Rooms count all clients of an account as one, wherever people are counted", async () => {
  const { room, desk, phone, bob } = await companions();
  assertEquals(await bob.types("/who", "/rooms"), ["* In #lobby (2): anna, bob", "* #lobby (2)"]);
  const carl = room.knock();
  room.guests.wanted.push("carl");
  assertEquals((await carl.types("/who")).slice(1), [
    "* You are in #lobby with anna and bob. Type to chat, /help for commands.",
    "* In #lobby (3): anna, bob, carl",
  ]);
  assertEquals(await phone.types("/join #tea", "/join #lobby"), [
    "* carl joined",
    "* You are in #tea alone",
    "* You are in #lobby with bob and carl",
  ]);
  await phone.types("/join #tea");
  assertEquals(await phone.types("/who", "/who #lobby"), [
    "* In #tea (1): anna",
    "* In #lobby (3): anna, bob, carl",
  ]);
  assertEquals(await desk.types("/join #tea"), ["* carl joined", "* You are in #tea alone"]);
  await desk.types("/logout");
  assertEquals((await desk.types("/who")).at(-1), "* In #tea (2): anna, guest2");
});

Deno.test("Who logs in or out in a room where the account is already changes the count", async () => {
  const { room, desk, bob } = await companions();
  const count = async () => (await bob.types("/rooms")).at(-1);
  const carl = await room.connect("carl");
  assertEquals(await count(), "* #lobby (3)");
  await carl.types(`/login anna ${PASSWORD}`);
  assertEquals(await count(), "* #lobby (2)");
  await carl.types("/logout");
  assertEquals(await count(), "* #lobby (3)");
  await desk.types("/logout");
  assertEquals(await count(), "* #lobby (4)");
});

Deno.test("/whois knows all rooms of an account, and its first client's time", async () => {
  const { room, desk, phone, bob } = await companions();
  await room.pass(60_000);
  await phone.types("/quit");
  const third = await another(room, "anna");
  await third.types("/join #tea");
  bob.news();
  assertEquals(await bob.types("/whois anna"), [
    "* anna is in #lobby, #tea, connected for 1 minute",
  ]);
  await desk.types("/quit");
  assertMatch(
    (await bob.types("/whois anna")).at(-1) ?? "",
    /is in #tea, connected for 0 seconds$/,
  );
});

Deno.test("Somebody with several clients is away when all of them are", async () => {
  const { desk, phone, bob } = await companions();
  await desk.types("/away lunch");
  assertEquals(await bob.types("/who", "/whois anna", "/msg anna hi"), [
    "* In #lobby (2): anna, bob",
    "* anna is in #lobby, connected for 0 seconds",
    "[to anna] hi",
  ]);
  await phone.types("/away out");
  const seen = await bob.types("/who", "/whois anna", "/msg anna hi");
  assertEquals(seen[0], "* In #lobby (2): anna (away), bob");
  assertMatch(seen[1] ?? "", /, away: lunch$/);
  assertEquals(seen.slice(2), ["[to anna] hi", "* anna is away: lunch"]);
});

Deno.test("/ignore refuses one's own account, and hides all clients of another's", async () => {
  const { desk, phone, bob } = await companions();
  assertEquals(await phone.types("/ignore anna"), ["* That is you: choose somebody else"]);
  await bob.types("/ignore anna");
  await desk.types("hello", "/msg bob psst");
  await phone.types("hello", "/msg bob psst");
  assertEquals(bob.news(), []);
});

Deno.test("Delivery notes and announces to every client, and cuts one", async () => {
  const { room, desk, phone, bob } = await companions();
  const { person } = room.chat.find("anna");
  room.chat.note(person, "a memo has come");
  await room.settle();
  assertEquals(newsOf(desk, phone, bob), [["* a memo has come"], ["* a memo has come"], []]);
  const guest = room.chat.find("bob").person;
  room.chat.note(guest, "hello");
  await room.bus.publish({ kind: "announced", at: 0, by: person, text: "tea" });
  await room.settle();
  const said = "*** anna to all: tea";
  assertEquals(newsOf(desk, phone, bob), [[said], [said], ["* hello", said]]);
  await room.bus.publish({ kind: "cut", id: person.id, text: "Goodbye" });
  await room.settle();
  assertEquals(newsOf(desk, phone, bob), [["* Goodbye"], [], []]);
  assertEquals([desk.connection.finished, room.inside()], [true, ["anna", "bob"]]);
});

Deno.test("Delivery sends on what was meant for who has logged in meanwhile, and nothing to who is gone", async () => {
  const { room, desk, phone, bob } = await companions();
  const guest = room.chat.find("bob").person;
  await bob.types(`/register ${PASSWORD}`);
  newsOf(bob);
  room.chat.note(guest, "for the guest");
  await room.settle();
  assertEquals(newsOf(bob, desk, phone), [["* for the guest"], [], []]);
  await bob.types("/quit");
  newsOf(bob, desk, phone);
  room.chat.note(guest, "too late");
  await room.settle();
  assertEquals(newsOf(bob, desk, phone), [[], [], []]);
});
