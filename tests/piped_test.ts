// What is piped in, taken apart: a token, settings and a certificate in one stream.

import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { type Expected, type Piped, splitPiped } from "../src/piped.ts";

const CERT = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
const KEY = "-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----";
const PEM = `${CERT}\n${KEY}`;
const SETTINGS = '{\n  "port": 6000\n}';

const NOTHING: Expected = { configStdin: false, tlsStdin: false, opsTokenStdin: false };

function split(text: string, expected: Partial<Expected>): Piped {
  return splitPiped(text, { ...NOTHING, ...expected });
}

Deno.test("splitPiped() gives each part that is expected, and no other", () => {
  const text = `secret\n${SETTINGS}\n${PEM}\n`;
  assertEquals(split(text, { configStdin: true, tlsStdin: true, opsTokenStdin: true }), {
    token: "secret",
    settings: SETTINGS,
    pem: PEM,
  });
  assertEquals(split(text, { opsTokenStdin: true }), {
    token: "secret",
    settings: null,
    pem: null,
  });
  assertEquals(split(`${SETTINGS}\n${PEM}`, { tlsStdin: true }).pem, PEM);
});

Deno.test("splitPiped() takes settings and certificate in whatever order", () => {
  for (const text of [`${SETTINGS}\n${PEM}`, `${PEM}\n${SETTINGS}`, `${CERT}\n${SETTINGS}${KEY}`]) {
    const { settings, pem } = split(text, { configStdin: true, tlsStdin: true });
    assertEquals([settings, pem], [SETTINGS, PEM]);
  }
});

Deno.test("splitPiped() takes a token whose line ends as Windows ends it, or not at all", () => {
  assertEquals(split("secret\r\n", { opsTokenStdin: true }).token, "secret");
  assertEquals(split("secret", { opsTokenStdin: true }).token, "secret");
  assertEquals(split("", { opsTokenStdin: true }).token, "");
});

Deno.test("splitPiped() misses what is expected and did not come", () => {
  const cases: [string, Partial<Expected>, string][] = [
    ["", { configStdin: true }, "--config-stdin: nothing of it came on standard input"],
    [PEM, { configStdin: true, tlsStdin: true }, "--config-stdin: nothing of it came"],
    ["", { tlsStdin: true }, "--tls-stdin: nothing of it came on standard input"],
    [SETTINGS, { tlsStdin: true }, "--tls-stdin: nothing of it came"],
    [CERT.slice(0, -3), { tlsStdin: true }, "--tls-stdin: nothing of it came"],
  ];
  for (const [text, expected, message] of cases) {
    assertThrows(() => split(text, expected), ChatError, message);
  }
});
