// The commands about what lasts, through real sessions: what they show, what they refuse and in which words,
// and that the chat goes on when the store fails.

import { assertEquals } from "@std/assert";
import { HISTORY_FLUSH_MS, LINES_FOUND, MAX_MEMO, MAX_MEMOS } from "../../src/limits.ts";
import { NO_SETTINGS } from "../../src/room_settings.ts";
import { ChatRoom, type ChatRoomOptions, type Talker } from "../support/chat_room.ts";
import { TroubledStore } from "../support/troubled_store.ts";

const PASSWORD = "correct horse";
const HOUR = 3_600_000;

/** A chat of anna, who is registered, and bob, who is a guest. */
async function company(options: ChatRoomOptions = {}) {
  const store = new TroubledStore();
  const room = new ChatRoom({ store, replay: 0, ...options });
  const [anna, bob] = await room.gather("anna", "bob") as [Talker, Talker];
  await anna.types(`/register ${PASSWORD}`);
  return { store, room, anna, bob };
}

/** Comes back as anna, and resolves to what she sees after that she is logged in. */
async function comeBack(room: ChatRoom, name = "anna"): Promise<string[]> {
  const talker = await room.connect();
  const lines = await talker.types(`/login ${name} ${PASSWORD}`);
  return lines.filter((line) => !line.startsWith("* Careful:")).slice(1);
}

async function refusals(talker: Talker, cases: Readonly<Record<string, string>>): Promise<void> {
  for (const [line, answer] of Object.entries(cases)) {
    assertEquals(await talker.types(line), [`* ${answer}`], line.slice(0, 40));
  }
}

const FOR_USERS = "is for registered users: type /register PASSWORD to keep your name";

Deno.test("/memo waits for somebody who is not here, and is shown at the login, once", async () => {
  const { room, anna, bob } = await company();
  await bob.types(`/register ${PASSWORD}`);
  await anna.types("/quit");
  const answer = "* anna is not here now, and gets your memo at the next login";
  bob.news();
  assertEquals(await bob.types("/memo ANNA  tea at \x1b[1mfive"), [answer]);
  await room.pass(2 * HOUR);
  assertEquals(await bob.types("/memo anna or six"), [answer]);
  assertEquals(await comeBack(room), [
    "* While you were away:",
    "* [from bob, 2 hours ago] tea at five",
    "* [from bob, 0 seconds ago] or six",
  ]);
  assertEquals(await comeBack(room), []);
});

Deno.test("/memo to somebody who is here arrives at once, as with /msg", async () => {
  const { anna, bob } = await company();
  assertEquals(await anna.types("/memo BOB hello"), ["[to bob] hello"]);
  assertEquals(bob.news(), ["[from anna] hello"]);
});

Deno.test("/memo is refused to nobody, when it is too long, and beyond what may wait", async () => {
  const { room, anna, bob } = await company();
  const long = "x".repeat(MAX_MEMO + 1);
  await refusals(bob, { "/memo anna hi": `/memo ${FOR_USERS}` });
  await bob.types(`/register ${PASSWORD}`, "/quit");
  anna.news();
  await refusals(anna, {
    "/memo": "/memo needs more: type /memo NAME TEXT",
    "/memo bob": "/memo needs more: type /memo NAME TEXT",
    "/memo bob \x07": "Your memo has nothing on it that can be shown: use words",
    "/memo carl hi":
      'Nobody is registered as "carl": check the name, as only registered users get memos',
    "/memo a:b hi": 'The name "a:b" has ":"; use letters, digits, _ and - (1 to 24 of them)',
    [`/memo bob ${long}`]: `Your memo has ${MAX_MEMO + 1} characters: use at most ${MAX_MEMO}`,
    [`/memo ${long} hi`]: `The name "${
      "x".repeat(39)
    }…" is too long; use letters, digits, _ and - (1 to 24 of them)`,
  });
  assertEquals((await anna.types(`/memo bob ${long.slice(1)}`)).length, 1);
  for (let i = 1; i < MAX_MEMOS; i++) await anna.types(`/memo bob ${i}`);
  await refusals(anna, {
    "/memo bob more": "50 memos wait for bob already: try again when they have been here",
  });
  assertEquals((await comeBack(room, "bob")).length, 1 + MAX_MEMOS);
});

Deno.test("/unregister deletes what was kept for the account", async () => {
  const { store, room, anna } = await company();
  const to = await room.accounts.find("anna");
  if (!to) throw new Error("Nobody is registered");
  await anna.types("/join #tea", "/leave");
  await room.parts.memos.leave({ id: "", name: "bob" }, { to, text: "hi" });
  const kept = async () => [...await store.list(["memo"]), ...await store.list(["seen"])].length;
  assertEquals(await kept(), 2);
  await anna.types(`/unregister ${PASSWORD}`);
  assertEquals(await kept(), 0);
});

Deno.test("/since shows this room's lines from a time on, but no hidden ones", async () => {
  const { room, anna, bob } = await company(); // it is 14:03
  await bob.types("one", "/me two");
  await room.pass(HOUR);
  await bob.types("three");
  await anna.types("four", "/join #tea", "elsewhere", "/leave");
  const all = [
    "[14:03] bob: one",
    "[14:03] ** bob two",
    "[15:03] bob: three",
    "[15:03] anna: four",
  ];
  assertEquals(await anna.types("/since 14:03"), all);
  assertEquals(await anna.types("/since 14:04"), all.slice(2));
  assertEquals(await anna.types("/since 23:00"), all); // yesterday's
  await room.pass(HOUR);
  assertEquals(await anna.types("/since 15:04"), ["* Nothing was said here since 15:04"]);
  await anna.types("/ignore bob");
  assertEquals(await anna.types("/since 9:00"), all.slice(3));
  bob.news();
  await refusals(bob, {
    "/since": "/since needs more: type /since TIME",
    "/since 25:99": '"25:99" is no time: use hours and minutes, as in 10:30',
    "/since now": '"now" is no time: use hours and minutes, as in 10:30',
    "/since 10:30 11:30": "/since takes no more than that: type /since TIME",
  });
});

Deno.test("/find shows the latest lines with a word, of a room and of a person", async () => {
  const { anna, bob } = await company();
  await anna.types("Tea?", "coffee", "/join #jam", "tea here", "/leave");
  await bob.types("green tea", "/me drinks tea");
  anna.news();
  const [first, ...bobs] = [
    "[14:03] anna: Tea?",
    "[14:03] bob: green tea",
    "[14:03] ** bob drinks tea",
  ];
  assertEquals(await anna.types("/find tea"), [first, ...bobs]);
  assertEquals(await anna.types("/find TEA @Bob"), bobs);
  assertEquals(await anna.types("/find tea #jam"), ["[14:03] anna: tea here"]);
  assertEquals(await anna.types("/find tea @anna #JAM"), ["[14:03] anna: tea here"]);
  assertEquals(await anna.types("/find tea #lobby @anna"), [first]);
  assertEquals(await anna.types("/find tea #jam @bob"), ['* Nothing was found with "tea"']);
  assertEquals(await anna.types("/find #jam"), ['* Nothing was found with "#jam"']);
  await anna.types("/ignore bob");
  assertEquals(await anna.types("/find tea"), [first]);
  const many = Array.from({ length: LINES_FOUND + 5 }, (_, i) => `milk ${i}`);
  await anna.types(...many);
  const found = await anna.types("/find milk");
  assertEquals(found, many.slice(5).map((text) => `[14:03] anna: ${text}`));
});

Deno.test("/find refuses what it does not understand", async () => {
  const { bob } = await company();
  await refusals(bob, {
    "/find": "/find needs more: type /find WORD [ROOM] [NAME]",
    "/find green tea":
      '"tea" is neither room nor name: /find looks for one word; use #ROOM or @NAME after it',
    "/find tea #a #b": '"#b" is one room too many: use one',
    "/find tea @a @b": '"@b" is one name too many: use one',
    "/find tea #a @b c": "/find takes no more than that: type /find WORD [ROOM] [NAME]",
    "/find tea #": 'The room "#" is empty; use letters, digits, _ and - (1 to 32 of them)',
    "/find tea @": 'Nothing was found with "tea"',
    "/find tea #nowhere": 'There is no room "#nowhere": /rooms lists those there are',
  });
});

Deno.test("/find shows nothing of a private room to who is not in it, and not even that it is there", async () => {
  const { store, room, anna, bob } = await company();
  await anna.types("/join #tea", "secret tea");
  const settings = { ...NO_SETTINGS, private: true, revision: 9 };
  const by = { id: "", name: "anna" };
  const change = { what: "private", on: true } as const;
  await room.bus.publish({ kind: "settled", at: 0, room: "#tea", by, settings, change });
  await store.commit([{ key: ["room", "#tea"], value: settings }]);
  bob.news();
  const hidden = { "/find tea #tea": 'There is no room "#tea": /rooms lists those there are' };
  assertEquals((await anna.types("/find tea")).at(-1), "[14:03] anna: secret tea");
  await refusals(bob, hidden);
  await anna.types("/leave");
  bob.news();
  assertEquals(room.chat.roster.rooms.has("#tea"), false);
  await refusals(bob, hidden);
  await refusals(anna, hidden);
});

Deno.test("/find sees a room that is not open by its settings, or by what was said there", async () => {
  const { store, bob } = await company();
  await bob.types("/join #jam", "tea", "/join #lobby");
  bob.news();
  await refusals(bob, { "/find milk #jam": 'Nothing was found with "milk"' });
  await store.commit([{ key: ["room", "#zoo"], value: { ...NO_SETTINGS, revision: 1 } }]);
  await refusals(bob, { "/find milk #zoo": 'Nothing was found with "milk"' });
});

Deno.test("/forget explains what it does, and erases all of one's lines when told so", async () => {
  const { store, room, anna, bob } = await company();
  await anna.types("one", "/join #tea", "two", "/leave", "/me three");
  await bob.types("four");
  anna.news();
  assertEquals(await anna.types("/forget"), [
    "* This erases all lines you said while logged in, in every room, for good",
    "* Type /forget everything to do so",
  ]);
  await refusals(anna, {
    "/forget me": '"me" cannot be forgotten alone: type /forget everything to erase all your lines',
    "/forget everything now": "/forget takes no more than that: type /forget [EVERYTHING]",
  });
  assertEquals((await anna.types("/history")).length, 3);
  assertEquals(await anna.types("/forget everything"), ["* 3 lines of yours are forgotten"]);
  assertEquals(await anna.types("/history"), ["[14:03] bob: four"]);
  assertEquals(await store.rooms(), ["#lobby"]);
  assertEquals(await anna.types("/forget Everything"), ["* 0 lines of yours are forgotten"]);
  await anna.types("five");
  assertEquals(await anna.types("/forget everything"), ["* 1 line of yours is forgotten"]);
  bob.news();
  await refusals(bob, { "/forget everything": `/forget ${FOR_USERS}` });
  assertEquals(room.chat.roster.rooms.get("#lobby")?.history.map(({ text }) => text), ["four"]);
});

Deno.test("/forget reaches what was said before the server began anew", async () => {
  const { store, room, anna, bob } = await company();
  await anna.types("mine");
  await bob.types("theirs");
  await room.history.flush(1000);
  const world = new ChatRoom({ store, replay: 0 });
  await world.chat.open(await world.accounts.keys());
  const again = await world.connect();
  await again.types(`/login anna ${PASSWORD}`);
  assertEquals((await again.types("/history")).length, 2);
  assertEquals(await again.types("/forget everything"), ["* 1 line of yours is forgotten"]);
  assertEquals(await again.types("/history"), ["[14:03] bob: theirs"]);
  const left = await store.lines({ room: "#lobby", last: 9 });
  assertEquals(left.map(({ text }) => text), ["theirs"]);
});

Deno.test("Commands about what lasts say so when the store fails, and the chat goes on", async () => {
  const { store, room, anna, bob } = await company();
  await bob.types("tea");
  store.failing = true;
  anna.news();
  const answers: Readonly<Record<string, string>> = {
    "/memo carl hi": "Accounts cannot be reached: try again in a moment",
    "/find tea": "What was said cannot be searched now: try again later",
    "/find tea #jam": "The room's settings cannot be reached: try again in a moment",
    "/forget everything": "Your lines could not all be erased now: try again later",
    "/unread": "What you saw last cannot be looked up now: try again later",
  };
  for (const [line, answer] of Object.entries(answers)) {
    const answers = await anna.types(line);
    await room.pass(HISTORY_FLUSH_MS); // some wait a moment for lines on their way
    assertEquals([...answers, ...anna.news()], [`* ${answer}`]);
  }
  assertEquals(await anna.types("/since 14:03"), ["[14:03] bob: tea"]);
  await anna.types("still here");
  assertEquals(bob.news(), ["anna: still here"]);
});
