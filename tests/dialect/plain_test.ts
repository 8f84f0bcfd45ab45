// Plain text as nc shows it. These formats are a contract: scripts and people read them, so a change here
// is a change to announce.

import { assert, assertEquals, assertMatch, assertStrictEquals } from "@std/assert";
import { plain } from "../../src/dialect/plain.ts";
import type { Preferences } from "../../src/dialect.ts";
import type { ChatEvent, RoomEvent, Summary } from "../../src/event.ts";
import type { Line } from "../../src/line.ts";
import type { TableCard } from "../../src/table_event.ts";
import { NO_SETTINGS } from "../../src/room_settings.ts";
import { topicSet } from "../support/facts.ts";

const AT = new Date(2026, 0, 1, 14, 3).getTime(); // 14:03 wherever the test runs
const anna = { id: "1", name: "anna" };
const bob = { id: "2", name: "bob" };
const OFF: Preferences = { time: false, color: false, bell: false };
const NOBODY: Summary = { names: [], others: 0 };

function said(text: string, kind: Line["kind"] = "said"): Line {
  return { kind, id: "1", at: AT, room: "#lobby", by: anna, text };
}

function left(text: string): RoomEvent {
  return { kind: "left", at: AT, room: "#lobby", by: anna, text };
}

function topic(text: string): RoomEvent {
  return topicSet(anna, { text, at: AT });
}

function crowd(joined: Summary, left: Summary): RoomEvent {
  const balance = { came: [{ person: anna, away: false }], went: [], whole: true, people: 61 };
  return { kind: "crowd", at: AT, room: "#lobby", joined, left, balance };
}

function entered(changes: Partial<ChatEvent & { kind: "entered" }> = {}): ChatEvent {
  const nothing = { topic: "", company: NOBODY, recent: [], first: false };
  const forPrograms = { gap: false, people: 1, members: [], settings: NO_SETTINGS } as const;
  return {
    kind: "entered",
    room: "#lobby",
    ...nothing,
    ...forPrograms,
    role: "guest",
    ...changes,
  };
}

const told: ChatEvent = { kind: "told", id: "l1", at: AT, by: anna, to: bob, text: "psst" };
const sent: ChatEvent = { kind: "sent", id: "l1", at: AT, to: bob, text: "psst" };
const joined: RoomEvent = { kind: "joined", at: AT, room: "#lobby", by: anna };
const renamed: RoomEvent = { kind: "renamed", at: AT, room: "#lobby", by: anna, name: "bella" };
const sum = (names: readonly string[], others = 0): Summary => ({ names, others });

const kicked: RoomEvent = {
  ...{ kind: "kicked", at: AT, room: "#lobby", by: anna, who: bob },
  text: "spam",
};

/** bob is banned until ten minutes later. */
function banned(): RoomEvent {
  const sanction = { name: "bob", by: "anna", at: AT, until: AT + 600_000, why: "spam" };
  const change = { what: "ban", sanction } as const;
  return { kind: "settled", at: AT, room: "#lobby", by: anna, settings: NO_SETTINGS, change };
}

const card: TableCard = {
  room: "#lobby",
  table: 2,
  game: "hangman",
  mode: "versus easy",
  phase: "running",
  joinable: true,
  players: [{ ...anna, state: "here" }, { ...bob, state: "away" }],
};
const alone: TableCard = {
  ...card,
  mode: "",
  phase: "open",
  joinable: false,
  players: [{ ...anna, state: "here" }, { ...bob, state: "left" }],
};
const table = { kind: "table", at: AT, card, seat: 0, turn: [0], due: AT, view: null } as const;
const hangman = { name: "hangman", summary: "find a word" };

const FORMATS: readonly [event: ChatEvent, text: string][] = [
  [{ kind: "welcome", name: "anna", motd: "" }, "Welcome anna\n"],
  [{ kind: "welcome", name: "anna", motd: "Be kind" }, "Welcome anna\n* Be kind\n"],
  [said("hello"), "anna: hello\n"],
  [said("* bob joined"), "anna: * bob joined\n"],
  [said("née 日本 🐙\ttab"), "anna: née 日本 🐙\ttab\n"],
  [said("waves", "acted"), "** anna waves\n"],
  [joined, "* anna joined\n"],
  [left(""), "* anna left\n"],
  [left("see you"), "* anna left (see you)\n"],
  [renamed, "* anna is now bella\n"],
  [topic("tea"), "* anna set the topic: tea\n"],
  [topic(""), "* anna cleared the topic\n"],
  [told, "[from anna] psst\n"],
  [sent, "[to bob] psst\n"],
  [kicked, "* anna kicked bob (spam)\n"],
  [{ ...kicked, text: "" }, "* anna kicked bob\n"],
  [banned(), "* anna banned bob for 10 minutes (spam)\n"],
  [{ ...table, text: ["yes"], board: ["_ _", "+--+"] }, "*2 yes\n*2 _ _\n*2 +--+\n"],
  [
    { kind: "game", at: AT, card, what: "started", by: anna },
    "* anna and bob play hangman (2), versus easy: /join-game 2 to play too\n",
  ],
  [
    {
      kind: "game",
      at: AT,
      card: { ...alone, players: alone.players.slice(0, 1) },
      what: "started",
      by: anna,
    },
    "* anna plays hangman (2): /watch 2 to see it\n",
  ],
  [
    { kind: "game", at: AT, card, what: "over", text: "bob wins", winners: ["bob"] },
    "* hangman (2) is over: bob wins\n",
  ],
  [
    { kind: "challenge", at: AT, card, by: anna, due: AT + 60_000 },
    "* anna asks you to play hangman (2): /join-game 2 accepts, within 1 minute\n",
  ],
  [
    { kind: "games", room: "#lobby", games: [hangman], tables: [] },
    "* /play hangman: find a word\n* Nothing is played in #lobby now\n",
  ],
  [
    { kind: "games", room: "#lobby", games: [hangman], tables: [card, alone] },
    "* /play hangman: find a word\n* In #lobby: hangman (2), versus easy: anna, bob (away)\n" +
    "* In #lobby: hangman (2): anna, waiting for players\n",
  ],
  [{ kind: "notice", text: "There is no command" }, "* There is no command\n"],
  [crowd(sum(["anna", "bob"], 41), NOBODY), "* anna, bob and 41 others joined\n"],
  [crowd(sum(["anna", "bob"], 1), NOBODY), "* anna, bob and 1 other joined\n"],
  [crowd(sum(["anna", "bob"]), NOBODY), "* anna and bob joined\n"],
  [crowd(NOBODY, sum(["anna"])), "* anna left\n"],
  [crowd(sum(["anna"]), sum(["bob", "carl"], 7)), "* anna joined, bob, carl and 7 others left\n"],
  [entered(), "* You are in #lobby alone\n"],
  [entered({ company: sum(["anna"]) }), "* You are in #lobby with anna\n"],
  [entered({ company: sum(["a", "b", "c"]) }), "* You are in #lobby with a, b and c\n"],
  [entered({ company: sum(["a", "b"], 9) }), "* You are in #lobby with a, b and 9 others\n"],
  [
    entered({ first: true, company: sum(["anna"]) }),
    "* You are in #lobby with anna. Type to chat, /help for commands.\n",
  ],
  [
    entered({ topic: "tea", recent: [said("hello"), said("waves", "acted")] }),
    "* You are in #lobby alone\n* Topic: tea\n[14:03] anna: hello\n[14:03] ** anna waves\n",
  ],
  [{ kind: "past", lines: [said("hello")], more: false }, "[14:03] anna: hello\n"],
];

Deno.test("plain.render() shows each event in its format", async (t) => {
  for (const [event, text] of FORMATS) {
    await t.step(text.trimEnd(), () => assertEquals(plain.render(event), text));
  }
});

Deno.test("plain.render() ends every line, and emits no control character but that", () => {
  for (const [event] of FORMATS) {
    // deno-lint-ignore no-control-regex
    assertMatch(plain.render(event, bob), /^(?:[^\x00-\x08\x0a-\x1f\x7f-\x9f]+\n)+$/u);
  }
});

Deno.test("plain.render() looks the same whoever looks, unless they asked for something", () => {
  for (const [event, text] of FORMATS) assertEquals(plain.render(event, anna), text);
});

Deno.test("plain.with() returns the same object for the same preferences, and another for others", () => {
  const seen = new Map<unknown, Preferences>();
  for (const time of [false, true]) {
    for (const color of [false, true]) {
      for (const bell of [false, true]) {
        const preferences = { time, color, bell };
        const dialect = plain.with(preferences);
        assertStrictEquals(plain.with({ ...preferences }), dialect);
        assertStrictEquals(dialect.with(preferences), dialect);
        assertStrictEquals(dialect.with(OFF), plain);
        assertEquals(dialect.preferences, preferences);
        seen.set(dialect, preferences);
      }
    }
  }
  assertEquals(seen.size, 8);
  assertStrictEquals(plain.with(OFF), plain);
});

Deno.test("plain is personal with a bell only: all else is shared", () => {
  for (const [key, personal] of [["time", false], ["color", false], ["bell", true]] as const) {
    assertEquals(plain.with({ ...OFF, [key]: true }).personal, personal);
  }
  assertEquals(plain.personal, false);
});

Deno.test("plain with time shows it before every line that has one", () => {
  const dialect = plain.with({ ...OFF, time: true });
  for (const [event, text] of FORMATS) {
    assertEquals(dialect.render(event), "at" in event ? `[14:03] ${text}` : text);
  }
  const night = { ...said("late"), at: new Date(2026, 0, 1, 0, 7).getTime() };
  assertEquals(dialect.render(night), "[00:07] anna: late\n");
});

Deno.test("plain with colour colours names only, each always the same, and resets after", () => {
  const dialect = plain.with({ ...OFF, color: true });
  // deno-lint-ignore no-control-regex
  const colors = /\x1b\[(\d+)m/g;
  for (const [event, text] of FORMATS) {
    const shown = dialect.render(event);
    assertEquals(shown.replaceAll(colors, ""), text);
    const codes = Array.from(shown.matchAll(colors), ([, code]) => code);
    assertEquals(codes.filter((_, i) => i % 2 === 1).every((code) => code === "0"), true);
    assertEquals(codes.length % 2, 0);
  }
  // deno-lint-ignore no-control-regex
  const name = /^\x1b\[(\d+)manna\x1b\[0m: hello\n$/.exec(dialect.render(said("hello")));
  assert(name);
  assert(dialect.render(told).startsWith(`[from \x1b[${name[1]}manna\x1b[0m] `));
  const shades = new Set(
    "abcdefghijklmnop".split("").map((letter) => {
      return dialect.render({ ...said(""), by: { id: "x", name: letter } }).slice(0, 5);
    }),
  );
  assert(shades.size > 3);
});

Deno.test("plain with bell rings on one's name as a word of its own, in any case", async (t) => {
  const dialect = plain.with({ ...OFF, bell: true });
  const cases = [
    ["bob", true],
    ["hello Bob!", true],
    ["(BOB)", true],
    ["bob's tea", true],
    ["bobby and bob", true],
    ["bobby", false],
    ["kabob", false],
    ["bob2", false],
    ["bob_", false],
    ["bobé", false],
    ["nobody", false],
    ["", false],
  ] as const;
  for (const [text, rings] of cases) {
    await t.step(`"${text}"`, () => {
      assertEquals(dialect.render(said(text), bob), `anna: ${text}${rings ? "\x07" : ""}\n`);
      const acted = dialect.render(said(text, "acted"), bob);
      assertEquals(acted, `** anna ${text}${rings ? "\x07" : ""}\n`);
    });
  }
});

Deno.test("plain with bell rings on every private line, and on nothing else", () => {
  const dialect = plain.with({ ...OFF, bell: true });
  assertEquals(dialect.render(told, bob), "[from anna] psst\x07\n");
  const quiet: ChatEvent[] = [
    { ...sent, text: "bob" },
    { ...joined, by: bob },
    topic("bob"),
    { kind: "notice", text: "bob" },
    { kind: "past", lines: [said("bob")], more: false },
    entered({ recent: [said("bob")] }),
  ];
  for (const event of quiet) assertEquals(dialect.render(event, bob).includes("\x07"), false);
});

Deno.test("plain with bell is silent when nobody in particular looks", () => {
  const dialect = plain.with({ ...OFF, bell: true });
  for (const [event, text] of FORMATS) assertEquals(dialect.render(event), text);
});

Deno.test("plain does not tell again of somebody who went by a ban that was told", () => {
  assertEquals(plain.render({ ...kicked, quiet: true }), "");
});
