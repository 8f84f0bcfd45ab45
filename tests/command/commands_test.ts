// Every command through a real session: what it does, what it answers to wrong arguments and unknown
// names, and that a command which is refused changes nothing.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { commands } from "../../src/command/mod.ts";
import { signature } from "../../src/command.ts";
import { MAX_IGNORED, MAX_NOTE, MAX_TOPIC, NAMES_IN_WHO } from "../../src/limits.ts";
import { MAX_NAME } from "../../src/name.ts";
import { ChatRoom, type ChatRoomOptions, type Talker } from "../support/chat_room.ts";

/** anna, bob and carl in one chat, and no old news for them. */
async function company(options: ChatRoomOptions = {}) {
  const room = new ChatRoom({ motd: "Be kind", ...options });
  const [anna, bob, carl] = await room.gather("anna", "bob", "carl");
  return { room, anna: anna as Talker, bob: bob as Talker, carl: carl as Talker };
}

/** Everything about a chat that a command could have changed. */
function stateOf({ chat, guests }: ChatRoom): unknown {
  return {
    given: [...guests.given],
    rooms: [...chat.roster.rooms.values()].map(({ name, settings, people, history }) => {
      return { name, settings, people: [...people.keys()], history: [...history] };
    }),
    residents: [...chat.roster.residents.values()].map(({ person, away }) => ({ person, away })),
  };
}

/** What anna types, what she is answered, and what bob sees of it. */
interface Case {
  readonly type: readonly string[];
  readonly answer: readonly (string | RegExp)[];
  readonly bob?: readonly string[];
}

const HAPPY: readonly Case[] = [
  { type: ["/help nick"], answer: ["* /nick NAME: change your name", /^\* 1 to 24 letters/] },
  { type: ["/HELP /Quit"], answer: [/^\* \/quit \[TEXT\]: leave the chat/] },
  { type: ["/nick Bella"], answer: ["* You are now Bella"], bob: ["* anna is now Bella"] },
  { type: ["/nick ANNA"], answer: ["* You are now ANNA"], bob: ["* anna is now ANNA"] },
  {
    type: ["/nick Zoë", "hello"],
    answer: ["* You are now Zoë"],
    bob: ["* anna is now Zoë", "Zoë: hello"],
  },
  { type: ["/who"], answer: ["* In #lobby (3): anna, bob, carl"] },
  { type: ["/who LOBBY"], answer: ["* In #lobby (3): anna, bob, carl"] },
  { type: ["/rooms"], answer: ["* #lobby (3)"] },
  { type: ["/join #tea"], answer: ["* You are in #tea alone"], bob: ["* anna left"] },
  { type: ["/join Tea"], answer: ["* You are in #tea alone"], bob: ["* anna left"] },
  {
    type: ["/join #tea", "/who", "/who #lobby"],
    answer: ["* You are in #tea alone", "* In #tea (1): anna", "* In #lobby (2): bob, carl"],
    bob: ["* anna left"],
  },
  {
    type: ["/join #tea", "unheard", "/leave", "hello"],
    answer: ["* You are in #tea alone", "* You are in #lobby with bob and carl"],
    bob: ["* anna left", "* anna joined", "anna: hello"],
  },
  {
    type: ["/join #tea", "/topic green tea", "/join #jam", "/rooms"],
    answer: [
      "* You are in #tea alone",
      "* You set the topic: green tea",
      "* You are in #jam alone",
      "* #lobby (2)",
      "* #jam (1)",
    ],
    bob: ["* anna left"],
  },
  { type: ["/topic"], answer: ["* #lobby has no topic"] },
  {
    type: ["/topic  tea and  jam ", "/topic"],
    answer: ["* You set the topic: tea and  jam", "* Topic: tea and  jam"],
    bob: ["* anna set the topic: tea and  jam"],
  },
  {
    type: ["/topic tea", "/topic -", "/topic"],
    answer: ["* You set the topic: tea", "* You cleared the topic", "* #lobby has no topic"],
    bob: ["* anna set the topic: tea", "* anna cleared the topic"],
  },
  { type: ["/msg bob psst, you"], answer: ["[to bob] psst, you"], bob: ["[from anna] psst, you"] },
  {
    type: ["/msg BOB  two  spaces"],
    answer: ["[to bob] two  spaces"],
    bob: ["[from anna] two  spaces"],
  },
  { type: ["/MSG bob //x"], answer: ["[to bob] //x"], bob: ["[from anna] //x"] },
  { type: ["/me waves at bob"], answer: [], bob: ["** anna waves at bob"] },
  { type: ["/history"], answer: ["* Nothing has been said here yet"] },
  {
    type: ["one", "/me two", "/history"],
    answer: ["[14:03] anna: one", "[14:03] ** anna two"],
    bob: ["anna: one", "** anna two"],
  },
  {
    type: ["one", "two", "three", "/history 2", "/history 9"],
    answer: [
      ...["[14:03] anna: two", "[14:03] anna: three"],
      ...["[14:03] anna: one", "[14:03] anna: two", "[14:03] anna: three"],
    ],
    bob: ["anna: one", "anna: two", "anna: three"],
  },
  { type: ["/ignore"], answer: ["* You hide nobody"] },
  {
    type: ["/ignore BOB", "/ignore carl", "/ignore"],
    answer: [
      "* You no longer see anything from bob: /unignore bob ends that",
      "* You no longer see anything from carl: /unignore carl ends that",
      "* You hide bob, carl",
    ],
  },
  {
    type: ["/ignore bob", "/unignore Bob", "/ignore"],
    answer: [/^\* You no longer see/, "* You see Bob again", "* You hide nobody"],
  },
  { type: ["/away"], answer: ["* You are away: /back when you return"] },
  {
    type: ["/away having lunch", "/whois anna", "/who"],
    answer: [
      /^\* You are away/,
      /^\* anna is in #lobby, connected for .*, away: having lunch$/,
      "* In #lobby (3): anna (away), bob, carl",
    ],
  },
  { type: ["/away", "/back", "/who"], answer: [/away/, "* Welcome back", /: anna, bob, carl$/] },
  { type: ["/back"], answer: ["* Welcome back"] },
  { type: ["/whois Bob"], answer: [/^\* bob is in #lobby, connected for \d+ seconds?$/] },
  { type: ["/motd"], answer: ["* Be kind"] },
  { type: ["/uptime"], answer: [/^\* Up for .*, people: 3, rooms: 1$/] },
  {
    type: ["/set"],
    answer: [/^\* time is off: /, /^\* color is off: /, /^\* bell is off: /, /^\* echo is off: /],
  },
  { type: ["/set time"], answer: ["* time is off: times before lines"] },
  { type: ["/set TIME ON"], answer: ["* time is on: times before lines"] },
  { type: ["/quit"], answer: [], bob: ["* anna left"] },
  { type: ["/quit see you, all"], answer: [], bob: ["* anna left (see you, all)"] },
  { type: ["//quit"], answer: [], bob: ["anna: /quit"] },
  { type: ["//"], answer: [], bob: ["anna: /"] },
];

Deno.test("A command does what it is for", async (t) => {
  for (const { type, answer, bob = [] } of HAPPY) {
    await t.step(type.join(", "), async () => {
      const people = await company();
      const answers = await people.anna.types(...type);
      assertEquals(answers.length, answer.length, answers.join("\n"));
      answer.forEach((line, i) => {
        if (typeof line === "string") assertEquals(answers[i], line);
        else assertMatch(answers[i] ?? "", line);
      });
      assertEquals(people.bob.news(), bob);
      assertEquals(people.carl.news(), bob.filter((line) => !line.startsWith("[from anna]")));
    });
  }
});

const LONG = "x".repeat(MAX_TOPIC + 1);

const REFUSED: readonly (readonly [line: string, answer: string | RegExp])[] = [
  ["/", '* There is no command "/": /help lists all'],
  ["/ hello", '* There is no command "/": /help lists all'],
  ["/hepl", '* There is no command "/hepl": did you mean /help?'],
  ["/nik zoe", '* There is no command "/nik": did you mean /nick?'],
  ["/frobnicate", '* There is no command "/frobnicate": /help lists all'],
  ["/__proto__", '* There is no command "/__proto__": /help lists all'],
  ["/constructor", '* There is no command "/constructor": /help lists all'],
  ["/help nosuch", '* There is no command "/nosuch": /help lists all'],
  ["/help hepl", '* There is no command "/hepl": did you mean /help?'],
  ["/help nick quit", "* /help takes no more than that: type /help [COMMAND]"],
  ["/nick", "* /nick needs more: type /nick NAME"],
  ["/nick two words", "* /nick takes no more than that: type /nick NAME"],
  ["/nick bob", '* The name "bob" is taken: choose another'],
  ["/nick BOB", '* The name "BOB" is taken: choose another'],
  ["/nick anna", '* You are "anna" already'],
  ["/nick a:b", /^\* The name "a:b" has ":"; use letters/],
  ["/nick server", '* The name "server" is reserved; choose another'],
  [`/nick ${"x".repeat(MAX_NAME + 1)}`, /^\* The name "x+" is too long; use letters/],
  ["/who #nowhere", '* There is no room "#nowhere": /rooms lists those there are'],
  ["/who lobyb", '* There is no room "#lobyb": did you mean #lobby?'],
  ["/who a b", "* /who takes no more than that: type /who [ROOM]"],
  ["/rooms all", "* /rooms takes no more than that: type /rooms"],
  ["/join", "* /join needs more: type /join ROOM"],
  ["/join #a #b", "* /join takes no more than that: type /join ROOM"],
  ["/join #lobby", "* You are in #lobby already"],
  ["/join #", /^\* The room "#" is empty; use letters/],
  ["/join a/b", /^\* The room "#a\/b" has "\/"; use letters/],
  ["/leave", "* You are in #lobby already: type /quit to leave the chat"],
  ["/leave now", "* /leave takes no more than that: type /leave"],
  [`/topic ${LONG}`, `* Your topic has ${MAX_TOPIC + 1} characters: use at most ${MAX_TOPIC}`],
  ["/msg", "* /msg needs more: type /msg NAME TEXT"],
  ["/msg bob", "* /msg needs more: type /msg NAME TEXT"],
  ["/msg bbo psst", '* Nobody here is called "bbo": /who lists who is'],
  ["/msg crl psst", '* Nobody here is called "crl": did you mean carl?'],
  ["/msg nobody psst", '* Nobody here is called "nobody": /who lists who is'],
  ["/reply", "* /reply needs more: type /reply TEXT"],
  ["/reply psst", "* Nobody has written to you yet: type /msg NAME TEXT"],
  ["/me", "* /me needs more: type /me TEXT"],
  ["/history 0", '* /history takes a number from 1, not "0"'],
  ["/history -1", '* /history takes a number from 1, not "-1"'],
  ["/history 1e3", '* /history takes a number from 1, not "1e3"'],
  ["/history ten", '* /history takes a number from 1, not "ten"'],
  ["/history 1 2", '* "2" is no id of a line: leave it out'],
  ["/history 1 2 3", "* /history takes no more than that: type /history [N] [ID]"],
  ["/ignore anna", "* That is you: choose somebody else"],
  ["/ignore crl", '* Nobody here is called "crl": did you mean carl?'],
  ["/ignore bob carl", "* /ignore takes no more than that: type /ignore [NAME]"],
  ["/unignore", "* /unignore needs more: type /unignore NAME"],
  ["/unignore bob", '* You do not hide "bob": /ignore lists whom you hide'],
  [`/away ${LONG}`, `* Your away text has ${MAX_TOPIC + 1} characters: use at most ${MAX_NOTE}`],
  ["/back again", "* /back takes no more than that: type /back"],
  ["/whois", "* /whois needs more: type /whois NAME"],
  ["/whois crl", '* Nobody here is called "crl": did you mean carl?'],
  ["/set tiem on", '* There is no setting "tiem": try time'],
  ["/set frobnicate", '* There is no setting "frobnicate": try time, color, bell, echo'],
  ["/set __proto__ on", '* There is no setting "__proto__": try time, color, bell, echo'],
  ["/set time maybe", '* A setting is on or off, not "maybe"'],
  ["/set time on off", "* /set takes no more than that: type /set [time|color|bell|echo] [on|off]"],
  ["/motd x", "* /motd takes no more than that: type /motd"],
  ["/uptime x", "* /uptime takes no more than that: type /uptime"],
  [`/quit ${LONG}`, `* Your parting word has ${MAX_TOPIC + 1} characters: use at most ${MAX_NOTE}`],
];

Deno.test("A command that is refused says why and what to do, and changes nothing", async (t) => {
  const people = await company();
  const { room, anna, bob, carl } = people;
  const before = stateOf(room);
  for (const [line, answer] of REFUSED) {
    await t.step(line.slice(0, 40), async () => {
      const answers = await anna.types(line);
      assertEquals(answers.length, 1);
      if (typeof answer === "string") assertEquals(answers[0], answer);
      else assertMatch(answers[0] ?? "", answer);
      assertEquals([bob.news(), carl.news()], [[], []]);
      assertEquals(stateOf(room), before);
    });
  }
  assertEquals(await anna.types("/ignore", "/set time"), [
    "* You hide nobody",
    "* time is off: times before lines",
  ]);
});

Deno.test("A command quotes no control characters back", async () => {
  const { anna } = await company();
  const evil = "\x1b[31mx\u202e\x07";
  for (const line of [`/${evil}`, `/msg ${evil} hi`, `/join ${evil}/`, `/set ${evil}`]) {
    const [answer = ""] = await anna.types(line);
    // deno-lint-ignore no-control-regex
    assertMatch(answer, /^\* [^\x00-\x1f\x7f-\x9f\u202a-\u202e]+$/);
  }
});

Deno.test("/help lists what a guest may use with what it is for, and how to begin with a slash", async () => {
  const { anna } = await company();
  const answers = await anna.types("/help");
  const own = commands.all.filter(({ role }) => role === undefined);
  assertEquals(answers.length, own.length + 1);
  own.forEach((command, i) => {
    assertEquals(answers[i], `* ${signature(command)}: ${command.summary}`);
  });
  assertEquals(answers.at(-1), '* //text says "/text"');
});

Deno.test("Every command has a name and a summary that /help can show", () => {
  for (const { name, summary, details, args } of commands.all) {
    assertMatch(name, /^[a-z]+(-[a-z]+)*$/);
    assertMatch(summary, /^[a-z].*[^.]$/, name);
    if (details !== undefined) assertMatch(details, /[.]$/, name);
    assertEquals(args.slice(0, -1).some(({ rest }) => rest), false, name);
  }
});

Deno.test("/who names so many people and counts the others", async () => {
  const { room, anna } = await company();
  const now = room.clock.now();
  for (let i = 0; i < NAMES_IN_WHO; i++) {
    const by = { id: `far${i}`, name: `far${i}` };
    await room.bus.publish({ kind: "arrived", at: now, by, address: "192.0.2.9" });
    await room.bus.publish({ kind: "joined", at: now, room: "#lobby", by });
  }
  const answer = (await anna.types("/who")).at(-1) ?? "";
  assertStringIncludes(answer, `* In #lobby (${NAMES_IN_WHO + 3}): `);
  assert(answer.endsWith(", and 3 others"));
});

Deno.test("/rooms lists the fullest first, with topics", async () => {
  const { anna, bob, carl } = await company();
  await anna.types("/join #tea", "/topic green or black");
  await bob.types("/join #tea");
  await carl.types("/join #jam");
  assertEquals(await carl.types("/rooms"), [
    "* #tea (2): green or black",
    "* #jam (1)",
    "* #lobby (0)",
  ]);
});

Deno.test("/join shows topic and latest lines, and the way back is /leave", async () => {
  const { anna, bob } = await company();
  await anna.types("/join #tea", "/topic green", "one", "/me two");
  assertEquals(await bob.types("/join #tea"), [
    "* anna left",
    "* You are in #tea with anna",
    "* Topic: green",
    "[14:03] anna: one",
    "[14:03] ** anna two",
  ]);
  assertEquals(anna.news(), ["* bob joined"]);
  assertEquals((await bob.types("/leave"))[0], "* You are in #lobby with carl");
  assertEquals(anna.news(), ["* bob left"]);
});

Deno.test("/msg and /reply go back and forth, whatever the rooms and names", async () => {
  const { anna, bob, carl } = await company();
  await bob.types("/join #tea");
  await anna.types("/msg bob one");
  assertEquals(bob.news(), ["[from anna] one"]);
  assertEquals(await bob.types("/reply two"), ["[to anna] two"]);
  assertEquals(await anna.types("/nick Bella"), ["[from bob] two", "* You are now Bella"]);
  await bob.types("/reply three");
  assertEquals(anna.news(), ["[from bob] three"]);
  assertEquals(carl.news(), ["* bob left", "* anna is now Bella"]);
  await carl.types("/msg bob four");
  assertEquals(await bob.types("/reply to the last"), [
    "[from carl] four",
    "[to carl] to the last",
  ]);
});

Deno.test("/reply to somebody who has left is refused", async () => {
  const { anna, bob } = await company();
  await anna.types("/msg bob one", "/quit");
  bob.news();
  assertEquals(await bob.types("/reply two"), ["* anna is not here any more"]);
});

Deno.test("/msg to somebody away tells so, and arrives", async () => {
  const { anna, bob } = await company();
  await bob.types("/away at lunch");
  assertEquals(await anna.types("/msg bob hungry?"), [
    "[to bob] hungry?",
    "* bob is away: at lunch",
  ]);
  assertEquals(bob.news(), ["[from anna] hungry?"]);
  await bob.types("/back");
  assertEquals(await anna.types("/msg bob and?"), ["[to bob] and?"]);
});

Deno.test("/history shows what was said in a room before it vanished", async () => {
  const room = new ChatRoom({ replay: 1 });
  const [anna] = await room.gather("anna");
  await anna?.types("/join #tea", "one", "/me two", "/leave");
  assertEquals((await anna?.types("/join #tea"))?.at(-1), "[14:03] ** anna two");
  assertEquals(await anna?.types("/history"), ["[14:03] anna: one", "[14:03] ** anna two"]);
});

Deno.test("/ignore hides lines, actions, private lines and comings, also from /history", async () => {
  const { room, anna, bob, carl } = await company();
  await anna.types("/ignore bob");
  const doings = ["one", "/me two", "/msg anna three", "/topic four", "/join #tea", "/leave"];
  assertEquals((await bob.types(...doings))[0], "[to anna] three");
  assertEquals(anna.news(), []);
  await carl.types("five");
  assertEquals(anna.news(), ["carl: five"]);
  assertEquals(await anna.types("/history"), ["[14:03] carl: five"]);
  await bob.types("/quit");
  await room.settle();
  assertEquals(anna.news(), []);
});

Deno.test("/ignore survives a change of name and a new connection of the one who is hidden", async () => {
  const { room, anna, bob } = await company();
  await anna.types("/ignore bob");
  await bob.types("/nick Robert", "one");
  assertEquals(anna.news(), []);
  await bob.types("/quit");
  const again = await room.connect("guest");
  await again.types("/nick bob", "two", "/nick Bobby", "three");
  assertEquals(anna.news(), ["* guest joined", "* guest is now bob"]);
});

Deno.test("/unignore shows somebody again, also under another name", async () => {
  const { anna, bob, carl } = await company();
  await anna.types("/ignore bob", "/ignore carl");
  await bob.types("/nick Robert", "hidden");
  assertEquals(await anna.types("/unignore bob"), ["* You see bob again"]);
  await bob.types("shown");
  await carl.types("hidden");
  assertEquals(anna.news(), ["Robert: shown"]);
  assertEquals(await anna.types("/unignore crl"), ['* You do not hide "crl": did you mean carl?']);
});

Deno.test("/ignore takes so many names and not one more", async () => {
  const { room, anna } = await company();
  for (let i = 0; i <= MAX_IGNORED; i++) {
    await room.bus.publish({
      kind: "arrived",
      at: 0,
      by: { id: `far${i}`, name: `far${i}` },
      address: "192.0.2.9",
    });
  }
  const lines = Array.from({ length: MAX_IGNORED + 1 }, (_, i) => `/ignore far${i}`);
  const answers = await anna.types(...lines);
  const refusal = `* You hide ${MAX_IGNORED} people already: /unignore one first`;
  assertEquals(answers.filter((line) => line === refusal).length, 1);
  assertEquals(answers.at(-1), refusal);
});

Deno.test("/set time shows times, to this person only", async () => {
  const { anna, bob, carl } = await company();
  await anna.types("/set time on");
  await bob.types("hello", "/msg anna psst");
  assertEquals(anna.news(), ["[14:03] bob: hello", "[14:03] [from bob] psst"]);
  assertEquals(carl.news(), ["bob: hello"]);
  await anna.types("/set time off");
  await bob.types("again");
  assertEquals(anna.news(), ["bob: again"]);
});

Deno.test("/set color colours names, to this person only", async () => {
  const { anna, bob, carl } = await company();
  await anna.types("/set color on");
  await bob.types("hello");
  // deno-lint-ignore no-control-regex
  assertMatch(anna.news().join(), /^\x1b\[\d+mbob\x1b\[0m: hello$/);
  assertEquals(carl.news(), ["bob: hello"]);
});

Deno.test("/set bell rings on one's name, also after it changed, and on private lines", async () => {
  const { anna, bob, carl } = await company();
  await anna.types("/set bell on");
  await bob.types("hi anna", "hi all", "/msg anna psst");
  assertEquals(anna.news(), ["bob: hi anna\x07", "bob: hi all", "[from bob] psst\x07"]);
  await anna.types("/nick Bella");
  await bob.types("hi anna", "bella?");
  assertEquals(anna.news(), ["bob: hi anna", "bob: bella?\x07"]);
  assertEquals(carl.news().join("").includes("\x07"), false);
});

Deno.test("/set keeps the other settings", async () => {
  const { anna } = await company();
  await anna.types("/set time on", "/set bell on", "/set time off");
  const answers = await anna.types("/set");
  assertEquals(answers.map((line) => line.split(":")[0]), [
    "* time is off",
    "* color is off",
    "* bell is on",
    "* echo is off",
  ]);
});

Deno.test("/quit says goodbye to the room and closes, and what was typed before counts", async () => {
  const { anna, bob } = await company();
  assertEquals(await anna.types("one", "/quit bye", "two"), []);
  assertEquals(bob.news(), ["anna: one", "* anna left (bye)"]);
  assert(anna.connection.finished);
});

Deno.test("/motd says that there is none", async () => {
  const { anna } = await company({ motd: "" });
  assertEquals(await anna.types("/motd"), ["* There is no message of the day"]);
});
