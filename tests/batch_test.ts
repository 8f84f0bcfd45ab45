// A room's batch: rendered and encoded once, and cut by bytes for those who must not see all of it.
// The dialect here shows events as JSON lines and counts what it renders.

import { assertEquals, assertStrictEquals } from "@std/assert";
import { Batch } from "../src/batch.ts";
import type { ChatEvent } from "../src/event.ts";
import { Random } from "./support/random.ts";
import { Transcript } from "./support/recorder.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();

function notices(...texts: string[]): ChatEvent[] {
  return texts.map((text) => ({ kind: "notice", text }));
}

function render(events: readonly ChatEvent[]): string {
  const dialect = new Transcript();
  return events.map((event) => dialect.render(event)).join("");
}

Deno.test("Batch.bytes are all events in order", () => {
  for (const texts of [["one"], ["one", "two", "three"], ["één", "zwei 🐙", "日本"], []]) {
    const events = notices(...texts);
    assertEquals(decoder.decode(new Batch(events, new Transcript()).bytes), render(events));
  }
});

Deno.test("Batch renders each event once, however often it is cut, and for nobody in particular", () => {
  const dialect = new Transcript();
  const batch = new Batch(notices("a", "b", "c"), dialect);
  for (let i = 0; i < 5; i++) batch.cut((index) => index !== 1);
  assertEquals([dialect.rendered, dialect.viewers.length], [3, 0]);
});

Deno.test("Batch.cut() gives the shared bytes when all are kept", () => {
  const batch = new Batch(notices("a", "b"), new Transcript());
  assertStrictEquals(batch.cut(() => true), batch.bytes);
});

Deno.test("Batch.cut() leaves the shared bytes alone", () => {
  const batch = new Batch(notices("a", "b", "c"), new Transcript());
  const before = batch.bytes.slice();
  batch.cut((index) => index !== 1).fill(0);
  batch.cut((index) => index === 0).fill(0);
  assertEquals(batch.bytes, before);
});

Deno.test("Batch.cut() gives no bytes when nothing is kept", () => {
  assertEquals(new Batch(notices("a", "b"), new Transcript()).cut(() => false).length, 0);
  assertEquals(new Batch([], new Transcript()).cut(() => true).length, 0);
});

Deno.test("Batch.cut() keeps exactly the accepted events, whatever their characters", () => {
  const words = ["", "plain", "née", "日本語", "🐙🦑", "\u0301", "ﷺ", "x".repeat(300)] as const;
  for (let seed = 0; seed < 200; seed++) {
    const random = new Random(seed);
    const texts = Array.from({ length: 1 + random.below(12) }, () => random.pick<string>(words));
    const events = notices(...texts);
    const kept = events.map(() => random.below(2) === 0);
    const bytes = new Batch(events, new Transcript()).cut((index) => kept[index] ?? false);
    const expected = render(events.filter((_, index) => kept[index]));
    assertEquals(bytes, encoder.encode(expected), `Seed ${seed}`);
  }
});

Deno.test("Batch encodes a lone surrogate as one replacement character, and still cuts right", () => {
  const broken = new Transcript();
  broken.render = (event) => `${(event as { text: string }).text}\n`;
  const batch = new Batch(notices("\ud800", "b", "\udfff"), broken);
  assertEquals(decoder.decode(batch.cut((index) => index > 0)), "b\n\ufffd\n");
});
