// What is piped in, taken apart: a token, settings and a certificate in one stream.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { type Expected, type Piped, splitPiped } from "../src/piped.ts";

const CERT = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
const KEY = "-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----";
const PEM = `${CERT}\n${KEY}`;
const SETTINGS = '{\n  "port": 6000\n}';

const CREDS = `-----BEGIN NATS USER JWT-----
eyJ0
------END NATS USER JWT------

************************* IMPORTANT *************************
NKEY Seed printed below can be used to sign and prove identity.

-----BEGIN USER NKEY SEED-----
SUAB
------END USER NKEY SEED------
`;

const NOTHING: Expected = {
  configStdin: false,
  tlsStdin: false,
  opsTokenStdin: false,
  natsCredsStdin: false,
};

function split(text: string, expected: Partial<Expected>): Piped {
  return splitPiped(text, { ...NOTHING, ...expected });
}

Deno.test("splitPiped() gives each part that is expected, and no other", () => {
  const text = `secret\n${SETTINGS}\n${PEM}\n`;
  assertEquals(split(text, { configStdin: true, tlsStdin: true, opsTokenStdin: true }), {
    token: "secret",
    settings: SETTINGS,
    pem: PEM,
    creds: null,
  });
  assertEquals(split(text, { opsTokenStdin: true }), {
    token: "secret",
    settings: null,
    pem: null,
    creds: null,
  });
  assertEquals(split(`${SETTINGS}\n${PEM}`, { tlsStdin: true }).pem, PEM);
});

Deno.test("splitPiped() takes credentials for NATS out of all that comes with them", () => {
  const creds = split(CREDS, { natsCredsStdin: true }).creds ?? "";
  assertStringIncludes(creds, "BEGIN NATS USER JWT-----\neyJ0\n");
  assertStringIncludes(creds, "BEGIN USER NKEY SEED-----\nSUAB\n");
  const all = split(`token\n${PEM}\n${CREDS}`, {
    natsCredsStdin: true,
    tlsStdin: true,
    opsTokenStdin: true,
  });
  assertEquals(all, { token: "token", settings: null, pem: PEM, creds });
  assertThrows(() => split(PEM, { natsCredsStdin: true }), ChatError, "--nats-creds-stdin");
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
