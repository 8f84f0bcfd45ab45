// Openings of programs that speak something else than chat, character by character, and lines of people
// that look a little like them.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { answerTo, type Intruder, KNOCK_CHARACTERS, looksBinary, recognize } from "../src/knock.ts";
import type { WaysIn } from "../src/ways_in.ts";
import { Random } from "./support/random.ts";

interface Case {
  readonly opening: string;
  readonly intruder: Intruder;
}

const LONG_PATH = "/cgi-bin/" + "%2e%2e/".repeat(60);

/** Known whoever speaks first. */
const CERTAIN: readonly Case[] = [
  { opening: "GET / HTTP/1.1\r\n", intruder: "http" },
  { opening: "GET / HTTP/1.0\r\n", intruder: "http" },
  { opening: "HEAD /index.html HTTP/1.1", intruder: "http" },
  { opening: "POST /login?a=b HTTP/1.1", intruder: "http" },
  { opening: "OPTIONS * HTTP/1.1", intruder: "http" },
  { opening: "CONNECT example.com:443 HTTP/1.1", intruder: "http" },
  { opening: "GET http://example.com/ HTTP/1.1", intruder: "http" },
  { opening: "PROPFIND / HTTP/1.1", intruder: "http" },
  { opening: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", intruder: "http" },
  { opening: `GET ${LONG_PATH}`.slice(0, KNOCK_CHARACTERS), intruder: "http" },
  { opening: "\x16\x03\x01\x02", intruder: "tls" },
  { opening: "\x16\x03\x03\x01\ufffd", intruder: "tls" },
  { opening: "SSH-2.0-OpenSSH_9.9\r\n", intruder: "scanner" },
  { opening: "SSH-1.99-Nmap", intruder: "scanner" },
  { opening: "OPTIONS / RTSP/1.0\r\n", intruder: "scanner" },
  { opening: "PROXY TCP4 203.0.113.9 192.0.2.7 1234 5000\r\n", intruder: "scanner" },
  { opening: "PROXY UNKNOWN\r\n", intruder: "scanner" },
  { opening: "OPTIONS sip:nm SIP/2.0\r\n", intruder: "scanner" },
];

/** Known only while the server has not spoken: a person's keyboard could send them. */
const ODD: readonly Case[] = [
  { opening: "\x03\x13\x0e\ufffd", intruder: "scanner" }, // RDP, its NULs dropped
  { opening: "\x01\x01", intruder: "scanner" },
  { opening: "abc\x01def\x02", intruder: "scanner" },
  { opening: "\x0e\x1a", intruder: "scanner" },
  { opening: "\x1c\x1f", intruder: "scanner" },
];

const CHAT = [
  "GET me a beer",
  "GET me a beer\n",
  "GET /etc/passwd",
  "GET / HTTPS is better",
  "get / http/1.1",
  "POST / HTTP/",
  "PRIVATE talk about HTTP/2",
  "I said GET / HTTP/1.1",
  "GO HTTP/1",
  "GET two words HTTP/1.1",
  "hello\nGET / HTTP/1.1",
  "hello\nSSH-2.0-x",
  "hello\n\x01\x02\x03",
  "a\n\x01b\x02",
  "SSH is down",
  "SSH-keys are here",
  "what is RTSP/1.0",
  "what is HTTP/2",
  "SEE https://example.com/" + "a".repeat(120),
  "/nick GET",
  "世界 🌍",
  "\x1b[A\x1b[B\x1b[C",
  "\b\b\t\t",
  "\x07\x0b\x0c",
  "\x16",
  "\x16hello",
  "\x03",
  "one\x01",
  "far apart \x01 and \x02",
  "",
  "\n",
];

for (const greeted of [false, true]) {
  const when = greeted ? "after the greeting" : "before the greeting";

  Deno.test(`recognize() knows programs from their opening ${when}`, () => {
    for (const { opening, intruder } of CERTAIN) {
      assertEquals(
        recognize(opening, { binary: false, greeted }),
        intruder,
        JSON.stringify(opening),
      );
    }
  });

  Deno.test(`recognize() takes people's lines for chat ${when}, from the first character on`, () => {
    for (const opening of CHAT) {
      for (let end = 0; end <= opening.length; end++) {
        const typed = opening.slice(0, end);
        assertEquals(recognize(typed, { binary: false, greeted }), null, JSON.stringify(typed));
      }
    }
  });
}

Deno.test("recognize() never changes its mind while an opening grows", () => {
  for (const { opening, intruder } of [...CERTAIN, ...ODD]) {
    let verdict: Intruder | null = null;
    for (let end = 0; end <= opening.length; end++) {
      const now = recognize(opening.slice(0, end), { binary: false, greeted: false });
      assert(now === verdict || (verdict === null && now === intruder), JSON.stringify(opening));
      verdict = now;
    }
  }
});

Deno.test("recognize() takes odd characters for a program only before the greeting", () => {
  for (const { opening, intruder } of ODD) {
    assertEquals(
      recognize(opening, { binary: false, greeted: false }),
      intruder,
      JSON.stringify(opening),
    );
    assertEquals(
      recognize(opening, { binary: false, greeted: true }),
      null,
      JSON.stringify(opening),
    );
  }
});

const WAYS: WaysIn = { here: "nc HOST 5999", encrypted: null, port: 5999 };

Deno.test("answerTo() answers HTTP in HTTP, with the right length", () => {
  const answer = answerTo("http", WAYS);
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  assertMatch(head, /^HTTP\/1\.1 400 Bad Request\r\n/);
  assertMatch(head, /^Connection: close$/m);
  const length = Number(/^Content-Length: (\d+)$/m.exec(head)?.[1]);
  assertEquals(length, new TextEncoder().encode(body).length);
  assertStringIncludes(body, "nc HOST 5999");
});

Deno.test("answerTo() answers others with one line of text that says what to do", () => {
  for (const intruder of ["tls", "scanner"] as const) {
    const answer = answerTo(intruder, WAYS);
    assertMatch(answer, /^\* [ -~]+ nc HOST 5999\n$/);
  }
});

Deno.test("answerTo() sends a TLS client to the TLS port, if there is one", () => {
  const ways = { ...WAYS, encrypted: "ncat --ssl HOST 5998" };
  assertMatch(answerTo("tls", ways), /: use ncat --ssl HOST 5998\n$/);
  assertMatch(answerTo("scanner", ways), /: use nc HOST 5999\n$/);
});

Deno.test("recognize() takes NUL bytes for a program only before the greeting", () => {
  assertEquals(recognize("JRMIK", { binary: true, greeted: false }), "scanner");
  assertEquals(recognize("JRMIK", { binary: true, greeted: true }), null);
  assertEquals(recognize("\x16\x03\x01", { binary: true, greeted: false }), "tls");
});

const encoder = new TextEncoder();

Deno.test("looksBinary() knows a first read full of NULs, and no telnet client's", () => {
  const cases: readonly [first: number[], binary: boolean][] = [
    [[0, 0, 0, 0x54, 0xff, 0x53], true],
    [[0x3a, 0, 0, 0, 0xa7, 0x41], true],
    [[0x68, 0x69, 13, 0, 0x68, 0x69, 13, 0], false],
    [[255, 253, 0, 255, 251, 0], false],
    [[0x68, 0, 0x69], false],
    [[...Array(8).fill(0x61), 0, 0, 0], false],
    [[], false],
  ];
  for (const [first, binary] of cases) {
    assertEquals(looksBinary(new Uint8Array(first)), binary, first.join(" "));
  }
});

Deno.test("looksBinary() knows files and noise, wherever their odd bytes begin", () => {
  const png = [0x89, 0x50, 0x4e, 0x47, 13, 10, 0x1a, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0];
  const elf = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3e];
  for (const file of [png, elf]) assert(looksBinary(new Uint8Array(file)), file.join(" "));
  const random = new Random(1);
  for (let round = 0; round < 200; round++) {
    const noise = Uint8Array.from({ length: 512 }, () => random.below(256));
    if (noise[0] === 255) continue;
    assert(looksBinary(noise), noise.join(" "));
  }
});

Deno.test("looksBinary() takes text for text, with whatever characters a terminal sends", () => {
  const texts = [
    "\x02bold\x02 and \x0304red\x03, \x1funder\x1f\n",
    "\x1b[A\x1b[B\x1b[31mred\x1b[0m\b\b\t\x07\n".repeat(4),
    "\x01\x02\x03\x04 世界".slice(0, 6),
  ];
  for (const text of texts) assertEquals(looksBinary(encoder.encode(text)), false, text);
  const cut = encoder.encode("\x02\x03\x04\x05 世界");
  assertEquals(looksBinary(cut.subarray(0, cut.length - 1)), false);
  const latin1 = Uint8Array.from("na\xefve caf\xe9, d\xe9j\xe0 vu\n", (char) => char.charCodeAt(0));
  assertEquals(looksBinary(latin1), false);
  const options = new Uint8Array([255, 251, 31, 255, 250, 31, 0, 80, 0, 24, 255, 240, 255, 251, 3]);
  assertEquals(looksBinary(options), false);
});
