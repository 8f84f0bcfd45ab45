// Requests of programs: what is one, and what hostile bytes get instead.

import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { commandOf, parseRequest, refOf } from "../src/request.ts";

const TAKEN: readonly [line: string, request: unknown][] = [
  ['{"do":"say","text":"hi"}', { name: "say", args: ["hi"], room: null, ref: null }],
  ['{"do":"SAY","text":"","ref":0}', { name: "say", args: [""], room: null, ref: 0 }],
  ['{"do":"who"}', { name: "who", args: [], room: null, ref: null }],
  ['{"do":"msg","args":["a","b c"],"room":"#tea","ref":"x"}', {
    name: "msg",
    args: ["a", "b c"],
    room: "#tea",
    ref: "x",
  }],
  [' {"do":"who","unheard":{"of":[]},"ref":null} ', {
    name: "who",
    args: [],
    room: null,
    ref: null,
  }],
];

for (const [line, request] of TAKEN) {
  Deno.test(`parseRequest() takes ${line}`, () =>
    assertEquals(parseRequest(line), request as never));
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
  for (const line of ["", "{", '{"do":7}']) assertEquals(commandOf(line), null);
});
