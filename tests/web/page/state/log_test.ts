// A room's log on the page: lines in their places, each once, in blocks and chunks.

import { assertEquals } from "@std/assert";
import {
  append,
  EMPTY_LOG,
  idsOf,
  type Log,
  prepend,
  shorten,
  type Talk,
} from "../../../../src/web/page/state/log.ts";

const MINUTE = 60_000;

function talk(id: number, name = "anna", at = id): Talk {
  const by = { name, registered: false };
  const entry = { id: String(id), at, text: `line ${id}`, calls: false };
  return { kind: "talk", key: String(id), at, by, mine: false, entries: [entry] };
}

function logOf(...blocks: Talk[]): Log {
  return blocks.reduce((log, block) => append(log, block), EMPTY_LOG);
}

/** How many lines each block has. */
function shape({ chunks }: Log): number[] {
  return chunks.flatMap(({ blocks }) =>
    blocks.map((block) => block.kind === "talk" ? block.entries.length : 0)
  );
}

/** Lines of people who take turns. */
function turns(from: number, to: number): Talk[] {
  return Array.from({ length: to - from }, (_, i) => talk(from + i, i % 2 ? "bob" : "anna"));
}

Deno.test("append() puts lines of one person in a row under one name", () => {
  assertEquals(shape(logOf(talk(1), talk(2), talk(3, "bob"), talk(4))), [2, 1, 1]);
});

Deno.test("append() begins anew after a pause, at a new day, and where it is told to", () => {
  assertEquals(shape(logOf(talk(1), talk(2, "anna", 6 * MINUTE))), [1, 1]);
  const midnight = new Date(2025, 2, 3).getTime();
  assertEquals(shape(logOf(talk(1, "anna", midnight - 1), talk(2, "anna", midnight))), [1, 1]);
  assertEquals(shape(append(logOf(talk(1)), talk(2), { apart: true })), [1, 1]);
});

Deno.test("append() leaves all chunks but the last as they were", () => {
  const before = logOf(...turns(0, 100));
  const after = append(before, talk(100, "carl"));
  assertEquals(before.chunks.length, 5);
  assertEquals(before.chunks.every((chunk, i) => chunk === after.chunks[i]), true);
});

Deno.test("prepend() leaves all chunks as they were", () => {
  const before = logOf(...turns(50, 100));
  const after = prepend(before, turns(0, 50));
  assertEquals(before.chunks.every((chunk) => after.chunks.includes(chunk)), true);
  assertEquals([...idsOf(after)].reverse(), Array.from({ length: 100 }, (_, i) => String(i)));
  assertEquals(after.lines, 100);
});

Deno.test("shorten() drops the oldest chunks of a log that is too long", () => {
  const log = shorten(logOf(...turns(0, 100)), 50);
  assertEquals([log.lines, log.chunks.length], [40, 2]);
  assertEquals(shorten(log, 50), log);
});
