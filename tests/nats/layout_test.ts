// Names in NATS: whatever a room or a document is called, it has one subject of its own, and that leads back.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { Layout } from "../../src/nats/layout.ts";

const layout = new Layout("chat");

const NAMES = [
  "#lobby",
  "#Tea-1_x",
  "",
  "#",
  "#née",
  "#🐙",
  "#a.b",
  "#a b",
  "#*",
  "#>",
  "=",
  "#=YQ",
];

Deno.test("Layout.room() gives each room a subject of its own, which leads back to it", () => {
  const subjects = NAMES.map((room) => layout.room(room));
  assertEquals(new Set(subjects).size, NAMES.length);
  for (const [i, subject] of subjects.entries()) {
    assertMatch(subject, /^chat\.e\.room\.[\w=-]+$/);
    assertEquals(layout.roomOf(subject), NAMES[i]);
  }
  assertEquals(layout.room("#lobby"), "chat.e.room.lobby");
});

Deno.test("Layout.live() and stored() are each other's way back", () => {
  for (const subject of [layout.everybody, layout.node("n1"), layout.room("#née")]) {
    const live = layout.live(subject);
    assert(live.startsWith("chat.l."));
    assertEquals(layout.stored(live), subject);
  }
});

Deno.test("Bucket.subject() gives each key a subject of its own, which leads back to its words", () => {
  const { documents } = layout;
  const keys = NAMES.flatMap((word) => [["account", word], ["account", word, "memo"], [word]]);
  const subjects = keys.map((key) => documents.subject(key));
  assertEquals(new Set(subjects).size, keys.length);
  for (const [i, subject] of subjects.entries()) assertEquals(documents.words(subject), keys[i]);
  assertEquals(documents.subject(["account", "anna"]), "$KV.chat-documents.account.anna");
});
