// Heads of requests: what is one, and that all else is refused before anybody acts on it.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { headOf, HttpFault, listOf, parseHead } from "../../src/transport/http_head.ts";

Deno.test("parseHead() reads method, target and headers", () => {
  const head = parseHead("GET /rooms/tea?x=1 HTTP/1.1\r\nHost: a:8080\r\nX-Two:  b \r\nx-two: c");
  assertEquals([head.method, head.target], ["GET", "/rooms/tea?x=1"]);
  assertEquals([head.headers.get("host"), head.headers.get("x-two")], ["a:8080", "b, c"]);
  assertEquals(head.keepAlive, true);
});

Deno.test("parseHead() takes the path of a whole address, as proxies name it", () => {
  const { target } = parseHead("GET http://a:80/rooms?x HTTP/1.1\r\nHost: a:80");
  assertEquals(target, "/rooms?x");
});

Deno.test("parseHead() lets nobody upgrade from HTTP/1.0", () => {
  const upgrade = (minor: number) =>
    parseHead(`GET / HTTP/1.${minor}\r\nHost: a\r\nUpgrade: websocket`).headers.get("upgrade");
  assertEquals([upgrade(0), upgrade(1)], [null, "websocket"]);
});

const KEPT: readonly [head: string, keepAlive: boolean][] = [
  ["GET / HTTP/1.1\r\nHost: a", true],
  ["GET / HTTP/1.1\nHost: a", true],
  ["GET / HTTP/1.1\r\nHost: a\r\nConnection: Close", false],
  ["GET / HTTP/1.0", false],
  ["GET / HTTP/1.0\r\nConnection: keep-alive", true],
  ["POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5", false],
  ["POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x", false],
  ["GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0", true],
  ["GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x0", false],
  ["GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5", false],
  ["GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked", false],
];

for (const [text, keepAlive] of KEPT) {
  Deno.test(`After ${JSON.stringify(text)} the connection goes on: ${keepAlive}`, () => {
    assertEquals(parseHead(text).keepAlive, keepAlive);
  });
}

const REFUSED: readonly string[] = [
  "",
  "hello",
  "GET /",
  "GET / HTTP/2.0",
  "GET  / HTTP/1.1\r\nHost: a",
  "GET / HTTP/1.1",
  "GET / HTTP/1.1\r\nHost: a\r\nHost: b",
  "GET / HTTP/1.1\r\nHost:\r\nHost:",
  "GET / HTTP/1.1\r\nHost: a; script-src *",
  "GET / HTTP/1.1\r\nHost: a/b",
  "GET / HTTP/1.1\r\nHost: a\r\n folded: b",
  "GET / HTTP/1.1\r\nHost : a",
  "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b",
  "GET / HTTP/1.1\r\nHost: a\r\nno colon",
  "GET / HTTP/1.1\rHost: a",
  "GET /\x7f HTTP/1.1\r\nHost: a",
  "GET http:// HTTP/1.1\r\nHost: a",
  "GET ftp://a/ HTTP/1.1\r\nHost: a",
  "OPTIONS * HTTP/1.1\r\nHost: a",
  "PRI * HTTP/2.0",
  "G(T / HTTP/1.1\r\nHost: a",
];

for (const text of REFUSED) {
  Deno.test(`parseHead() refuses ${JSON.stringify(text)}`, () => {
    const { answer } = assertThrows(() => parseHead(text), HttpFault);
    assertEquals(answer.status, 400);
  });
}

Deno.test("listOf() takes a list apart, in lower case", () => {
  const headers = new Headers({ connection: "Keep-Alive,  Upgrade,," });
  assertEquals(listOf(headers, "connection"), ["keep-alive", "upgrade"]);
  assertEquals(listOf(headers, "upgrade"), []);
});

Deno.test("headOf() ends with an empty line", () => {
  const head = headOf({ status: 404, headers: { a: "1" } }, { b: "2" });
  assertEquals(head, "HTTP/1.1 404 Not Found\r\na: 1\r\nb: 2\r\n\r\n");
  assert(headOf({ status: 299, headers: {} }, {}).startsWith("HTTP/1.1 299 \r\n"));
});
