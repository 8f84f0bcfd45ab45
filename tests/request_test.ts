// Requests of programs: what is one, and what hostile bytes get instead.

import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { MAX_ROOMS_SEEN } from "../src/limits.ts";
import { commandOf, parseRequest, refOf } from "../src/request.ts";

const NOTHING = new Map();

const TAKEN: readonly [line: string, request: unknown][] = [
  ['{"do":"say","text":"hi"}', { name: "say", args: ["hi"], room: null, seen: NOTHING, ref: null }],
  ['{"do":"SAY","text":"","ref":0}', {
    name: "say",
    args: [""],
    room: null,
    seen: NOTHING,
    ref: 0,
  }],
  ['{"do":"who"}', { name: "who", args: [], room: null, seen: NOTHING, ref: null }],
  ['{"do":"msg","args":["a","b c"],"room":"#tea","ref":"x"}', {
    name: "msg",
    args: ["a", "b c"],
    room: "#tea",
    seen: NOTHING,
    ref: "x",
  }],
  [' {"do":"who","unheard":{"of":[]},"ref":null} ', {
    name: "who",
    args: [],
    room: null,
    seen: NOTHING,
    ref: null,
  }],
  ['{"do":"enter","seen":{"#tea":"0mk3","__proto__":"x"}}', {
    name: "enter",
    args: [],
    room: null,
    seen: new Map([["#tea", "0mk3"], ["__proto__", "x"]]),
    ref: null,
  }],
];

for (const [line, request] of TAKEN) {
  Deno.test(`parseRequest() takes ${line}`, () =>
    assertEquals(parseRequest(line), request as never));
}

function rooms(count: number): [string, string][] {
  return Array.from({ length: count }, (_, i) => [`#${i}`, "0mk3"]);
}

const REFUSED: readonly string[] = [
  "hello",
  "{",
  "[]",
  "null",
  "7",
  '"say"',
  "{}",
  '{"do":"who","ref":1e999}',
  '{"do":""}',
  '{"do":7}',
  '{"do":["say"]}',
  '{"do":"say","text":7}',
  '{"do":"say","text":null}',
  '{"do":"who","args":"#tea"}',
  '{"do":"who","args":[7]}',
  '{"do":"who","room":7}',
  '{"do":"who","ref":{}}',
  '{"do":"who","ref":true}',
  `{"do":"who","ref":"${"x".repeat(101)}"}`,
  '{"do":"who","ref":"\\ud800"}',
  '{"__proto__":{"do":"who"}}',
  '{"do":"enter","seen":"0mk3"}',
  '{"do":"enter","seen":null}',
  '{"do":"enter","seen":{"#tea":7}}',
  JSON.stringify({ do: "enter", seen: Object.fromEntries(rooms(MAX_ROOMS_SEEN + 1)) }),
];

for (const line of REFUSED) {
  Deno.test(`parseRequest() refuses ${line.slice(0, 40)}`, () => {
    const error = assertThrows(() => parseRequest(line), ChatError);
    assertEquals(error.code, "bad-request");
  });
}

Deno.test("refOf() finds the ref of a bad request, if that is good", () => {
  assertEquals(refOf('{"ref":7}'), 7);
  for (const line of ["", "{", '{"ref":{}}', '{"do":"who"}']) assertEquals(refOf(line), null);
});

Deno.test("commandOf() is the command as it would be typed", () => {
  assertEquals(commandOf('{"do":"who"}'), "/who");
  assertEquals(commandOf('{"do":"type","text":" /who x"}'), "/who x");
  for (const line of ["", "{", '{"do":7}']) assertEquals(commandOf(line), null);
});
