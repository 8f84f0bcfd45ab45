// JSON for programs: every event is one object on one line, and holds nothing that only the server may know.

import { assert, assertEquals } from "@std/assert";
import { json } from "../../src/dialect/json.ts";
import type { ChatEvent } from "../../src/event.ts";
import type { Line } from "../../src/line.ts";
import type { TableCard } from "../../src/table_event.ts";
import type { ServerMessage, WireCommand } from "../../src/protocol.ts";
import { NO_SETTINGS, type RoomChange, type Sanction } from "../../src/room_settings.ts";
import { fencedBlock, readDoc, tableAfter } from "../support/docs.ts";

const AT = 1_767_225_600_000;
const anna = { id: "c1", name: "anna", account: "secret-account" };
const bob = { id: "c2", name: "bob" };
const ANNA = { name: "anna", registered: true };
const BOB = { name: "bob", registered: false };
const line: Line = { kind: "said", id: "l1", at: AT, room: "#tea", by: anna, text: 'say "hi"' };
const LINE = { type: "said", id: "l1", at: AT, room: "#tea", by: ANNA, text: 'say "hi"' } as const;

const sanction: Sanction = {
  name: "bob",
  account: "secret-account",
  address: "192.0.2.1",
  by: "anna",
  at: AT,
  until: null,
  why: "spam",
};

const owner = { account: "secret-account", name: "anna" };

const NICK: WireCommand = {
  name: "nick",
  args: [{ name: "NAME", rest: false, optional: false }],
  summary: "change your name",
  details: "",
  role: "guest",
};

function settled(change: RoomChange): ChatEvent {
  return { kind: "settled", at: AT, room: "#tea", by: anna, settings: NO_SETTINGS, change };
}

const card: TableCard = {
  room: "#tea",
  table: 2,
  game: "hangman",
  mode: "versus",
  phase: "running",
  joinable: true,
  players: [{ ...anna, state: "here" }, { ...bob, state: "away" }],
};
const CARD = {
  ...card,
  players: [{ ...ANNA, state: "here" as const }, { ...BOB, state: "away" as const }],
};

const SERVER = {
  lobby: "#lobby",
  maxLine: 4096,
  history: 100,
  requireLogin: false,
  chatPort: 5000,
};

/** Every kind of event, and what programs read. */
const CASES: readonly [event: ChatEvent, message: ServerMessage][] = [
  [
    { kind: "hello", name: "bob", room: "#tea", server: { ...SERVER, ...{ motd: "secret" } } },
    { type: "hello", version: 1, name: "bob", room: "#tea", server: SERVER },
  ],
  [
    { kind: "welcome", name: "bob", motd: "Be kind" },
    { type: "welcome", name: "bob", motd: "Be kind" },
  ],
  [
    { kind: "you", person: anna, away: false, admin: false },
    { type: "you", name: "anna", registered: true, away: false, admin: false },
  ],
  [
    {
      kind: "entered",
      room: "#tea",
      topic: "herbal",
      company: { names: ["anna"], others: 0 },
      recent: [line],
      gap: false,
      people: 2,
      members: [{ person: anna, away: true }, { person: bob, away: false }],
      settings: { ...NO_SETTINGS, owner, ops: [owner], bans: [sanction], invited: ["secret"] },
      role: "guest",
      first: true,
    },
    {
      type: "entered",
      room: "#tea",
      topic: "herbal",
      company: { names: ["anna"], others: 0 },
      recent: [LINE],
      gap: false,
      people: 2,
      members: [{ ...ANNA, away: true }, { ...BOB, away: false }],
      rules: { owner: "anna", ops: ["anna"], topicLocked: false, slow: 0, private: false },
      role: "guest",
    },
  ],
  [
    { kind: "exited", room: "#tea", by: anna, text: "spam" },
    { type: "exited", room: "#tea", by: ANNA, text: "spam" },
  ],
  [line, LINE],
  [{ ...line, kind: "acted" }, { ...LINE, type: "acted" }],
  [
    { kind: "joined", at: AT, room: "#tea", by: bob },
    { type: "joined", at: AT, room: "#tea", by: BOB, away: false },
  ],
  [
    { kind: "left", at: AT, room: "#tea", by: bob, text: "bye" },
    { type: "left", at: AT, room: "#tea", by: BOB, text: "bye" },
  ],
  [
    {
      kind: "crowd",
      at: AT,
      room: "#tea",
      joined: { names: ["anna"], others: 2 },
      left: { names: [], others: 0 },
      balance: { came: [{ person: anna, away: true }], went: ["carl"], whole: true, people: 61 },
    },
    {
      type: "crowd",
      at: AT,
      room: "#tea",
      joined: { names: ["anna"], others: 2 },
      left: { names: [], others: 0 },
      went: ["carl"],
      came: [{ ...ANNA, away: true }],
      whole: true,
      people: 61,
    },
  ],
  [
    { kind: "renamed", at: AT, room: "#tea", by: bob, name: "rob" },
    { type: "renamed", at: AT, room: "#tea", by: BOB, name: "rob", registered: false },
  ],
  [
    { kind: "away", at: AT, room: "#tea", by: bob, away: true },
    { type: "away", at: AT, room: "#tea", by: BOB, away: true },
  ],
  [
    { kind: "kicked", at: AT, room: "#tea", by: anna, who: bob, text: "" },
    { type: "kicked", at: AT, room: "#tea", by: ANNA, who: BOB, text: "", quiet: false },
  ],
  [
    settled({ what: "topic", text: "herbal" }),
    {
      type: "settled",
      at: AT,
      room: "#tea",
      by: ANNA,
      change: { what: "topic", text: "herbal" },
    },
  ],
  [
    settled({ what: "ban", sanction }),
    {
      type: "settled",
      at: AT,
      room: "#tea",
      by: ANNA,
      change: { what: "ban", sanction: { name: "bob", by: "anna", until: null, why: "spam" } },
    },
  ],
  [
    { kind: "members", room: "#tea", people: 1, members: [{ person: bob, away: false }] },
    { type: "members", room: "#tea", people: 1, members: [{ ...BOB, away: false }] },
  ],
  [
    { kind: "told", id: "l2", at: AT, by: anna, to: bob, text: "psst" },
    { type: "told", id: "l2", at: AT, by: ANNA, text: "psst" },
  ],
  [
    { kind: "sent", id: "l2", at: AT, to: anna, text: "psst" },
    { type: "sent", id: "l2", at: AT, to: ANNA, text: "psst" },
  ],
  [{ kind: "past", lines: [line], more: true }, { type: "past", lines: [LINE], more: true }],
  [
    { kind: "announced", at: AT, by: anna, text: "tea" },
    { type: "announced", at: AT, by: ANNA, text: "tea" },
  ],
  [
    { kind: "rooms", rooms: [{ name: "#tea", people: 2, settings: NO_SETTINGS }], others: 0 },
    {
      type: "rooms",
      rooms: [{ room: "#tea", people: 2, topic: "", private: false }],
      others: 0,
    },
  ],
  [
    { kind: "commands", commands: [NICK] },
    { type: "commands", commands: [NICK] },
  ],
  [{ kind: "token", token: "f00d", ms: 600_000 }, { type: "token", token: "f00d", ms: 600_000 }],
  [{ kind: "code", code: "123456", ms: 120_000 }, { type: "code", code: "123456", ms: 120_000 }],
  [
    {
      kind: "table",
      at: AT,
      card,
      seat: 1,
      turn: [0],
      due: AT + 1,
      text: ["yes"],
      board: ["_ _"],
      view: { letters: [null, null] },
    },
    {
      type: "table",
      at: AT,
      ...CARD,
      seat: 1,
      turn: [0],
      due: AT + 1,
      text: ["yes"],
      view: { letters: [null, null] },
    },
  ],
  [{ kind: "game", at: AT, card, what: "started", by: anna }, {
    type: "game",
    at: AT,
    ...CARD,
    what: "started",
    by: ANNA,
  }],
  [{ kind: "game", at: AT, card, what: "over", text: "anna wins", winners: ["anna"] }, {
    type: "game",
    at: AT,
    ...CARD,
    what: "over",
    text: "anna wins",
    winners: ["anna"],
  }],
  [{ kind: "challenge", at: AT, card, by: anna, due: AT + 1 }, {
    type: "challenge",
    at: AT,
    ...CARD,
    by: ANNA,
    due: AT + 1,
  }],
  [
    {
      kind: "games",
      room: "#tea",
      games: [{ name: "hangman", summary: "find a word" }],
      tables: [card],
    },
    {
      type: "games",
      room: "#tea",
      games: [{ name: "hangman", summary: "find a word" }],
      tables: [CARD],
    },
  ],
  [settled({ what: "bar", sanction }), {
    type: "settled",
    at: AT,
    room: "#tea",
    by: ANNA,
    change: { what: "bar", sanction: { name: "bob", by: "anna", until: null, why: "spam" } },
  }],
  [{ kind: "notice", text: "psst" }, { type: "notice", text: "psst" }],
  [
    { kind: "bye", text: "Come back", back: true },
    { type: "bye", text: "Come back", back: true },
  ],
  [{ kind: "done", ref: 7, id: "l1" }, { type: "done", ref: 7, id: "l1" }],
  [
    { kind: "failed", ref: null, code: "usage", text: "no" },
    { type: "failed", ref: null, code: "usage", text: "no" },
  ],
];

for (const [event, message] of CASES) {
  Deno.test(`json renders ${event.kind} as one object on one line`, () => {
    const text = json.render(event);
    assertEquals(text.split("\n").length, 2);
    assertEquals(JSON.parse(text), message);
    assert(!/secret|192\.0\.2\.1|"c[12]"/.test(text), text);
  });
}

Deno.test("docs/protocol.md has every type of message, with its fields", async () => {
  const rows = tableAfter(await readDoc("docs/protocol.md"), "<!-- messages:");
  const documented = rows.map(([type = "", , fields = ""]) => `${type}: ${fields}`);
  const sent = CASES.map(([, { type, ...fields }]) => `${type}: ${Object.keys(fields).join(", ")}`);
  assertEquals(new Set(documented), new Set(sent));
});

Deno.test("docs/protocol.md has one of each message, as it comes", async () => {
  const text = await readDoc("docs/protocol.md");
  const shown = fencedBlock(text.slice(text.indexOf("<!-- examples:")), "```text");
  assertEquals(shown, CASES.map(([event]) => json.render(event).trimEnd()));
});

Deno.test("json is one dialect, whatever its preferences", () => {
  assert(json.with({ time: true, color: true, bell: true }) === json);
});
