// Certificates as operators hand them over, right and wrong: each refusal says what is wrong, and shows no key.

import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { readCertificate } from "../src/certificate.ts";
import { Certificates } from "../src/certificates.ts";
import { ChatError } from "../src/errors.ts";
import { pemBlocks } from "../src/pem.ts";
import { selfSigned } from "../src/transport/self_signed.ts";
import { OTHER_PEM, PEM } from "./support/certificates.ts";
import { FakeClock } from "./support/fake_clock.ts";

const DAY_MS = 86_400_000;
const NOW = Date.now();
const [CERT = "", KEY = ""] = pemBlocks(PEM).map(({ block }) => block);
const [OTHER_CERT = "", OTHER_KEY = ""] = pemBlocks(OTHER_PEM).map(({ block }) => block);
const [OLD, FUTURE] = await Promise.all([
  selfSigned(NOW - 1000 * DAY_MS),
  selfSigned(NOW + 1000 * DAY_MS),
]);

/** A block with a body that is no such thing. */
function block(label: string, body = "AAAA"): string {
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}

Deno.test("readCertificate() takes the chain and its key in whatever order, and skips the rest", () => {
  const { fingerprint } = readCertificate(PEM, NOW);
  assertMatch(fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  for (
    const pem of [
      `${KEY}\n${CERT}\n`,
      `${CERT}\r\n${KEY}`.replaceAll("\n", "\r\n"),
      `Bag Attributes\n  friendlyName: x\nsubject=CN = x\n${CERT}\n${
        block("EC PARAMETERS")
      }${KEY}\n`,
      `${CERT}\n${OTHER_CERT}\n${KEY}\n`,
    ]
  ) assertEquals(readCertificate(pem, NOW).fingerprint, fingerprint);
  assertEquals(pemBlocks(readCertificate(`${KEY}\n${CERT}\n${OTHER_CERT}`, NOW).chain).length, 2);
});

Deno.test("readCertificate() tells when it ends", () => {
  const { notAfter } = readCertificate(PEM, NOW);
  assert(notAfter > NOW + 390 * DAY_MS && notAfter < NOW + 398 * DAY_MS);
});

const REFUSED: readonly [what: string, pem: string, message: string][] = [
  ["nothing", "", "There is no certificate in it"],
  ["text that is none", "hello", "There is no certificate in it"],
  ["a key alone", KEY, "There is no certificate in it"],
  ["a chain without a key", CERT, "There is no private key in it"],
  ["two keys", `${CERT}\n${KEY}\n${OTHER_KEY}`, "There are 2 private keys in it"],
  ["another's key", `${CERT}\n${OTHER_KEY}`, "The private key is not the certificate's"],
  [
    "the wrong order",
    `${OTHER_CERT}\n${CERT}\n${KEY}`,
    "The chain begins with another's certificate",
  ],
  ["a broken certificate", `${block("CERTIFICATE")}${KEY}`, 'Certificate "1" of the chain cannot'],
  [
    "a broken chain",
    `${CERT}\n${block("CERTIFICATE")}${KEY}`,
    'Certificate "2" of the chain cannot',
  ],
  ["a broken key", `${CERT}\n${block("PRIVATE KEY")}`, "The private key cannot be read"],
  ["half a key", `${CERT}\n${KEY.slice(0, 60)}`, "There is no private key in it"],
  [
    "an encrypted key",
    `${CERT}\n${block("ENCRYPTED PRIVATE KEY")}`,
    "The private key is encrypted",
  ],
  [
    "a key encrypted the old way",
    `${CERT}\n${
      block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA")
    }`,
    "The private key is encrypted",
  ],
  ["what has expired", OLD, 'The certificate expired on "'],
  ["what has not begun", FUTURE, 'The certificate begins on "'],
];

for (const [what, pem, message] of REFUSED) {
  Deno.test(`readCertificate() refuses ${what}, and says so`, () => {
    const error = assertThrows(() => readCertificate(pem, NOW), ChatError);
    assertEquals(error.code, "bad-setting");
    assertEquals(error.message.slice(0, message.length), message);
    assertMatch(error.message, /^\P{C}{20,160}$/u);
  });
}

Deno.test("readCertificate() does not stall on a long text of beginnings", () => {
  const text = "-----BEGIN CERTIFICATE-----\nA\n".repeat(30_000);
  assertThrows(() => readCertificate(text, NOW), ChatError, "There is no certificate in it");
});

Deno.test("Certificates.replace() changes the current one, or nothing if the new one is no good", () => {
  const clock = new FakeClock(NOW);
  const tried: string[] = [];
  const certificates = new Certificates(PEM, {
    clock,
    tryOut: ({ fingerprint }) => void tried.push(fingerprint),
  });
  const first = certificates.current;
  assertThrows(() => certificates.replace(`${CERT}\n${OTHER_KEY}`), ChatError);
  assertEquals(certificates.current, first);
  const second = certificates.replace(OTHER_PEM);
  assertEquals(certificates.current, second);
  assertEquals(tried, [first.fingerprint, second.fingerprint]);
  assertEquals(readCertificate(certificates.pem, NOW), second);
});

Deno.test("Certificates.replace() keeps the old one if no server can be opened with the new one", () => {
  const clock = new FakeClock(NOW);
  let fails = false;
  const tryOut = () => {
    if (fails) throw new ChatError("bad-setting", "The certificate cannot be used");
  };
  const certificates = new Certificates(PEM, { clock, tryOut });
  const first = certificates.current;
  fails = true;
  assertThrows(() => certificates.replace(OTHER_PEM), ChatError, "cannot be used");
  assertEquals(certificates.current, first);
});
