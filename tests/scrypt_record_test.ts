// The PHC string of a password: what is written is read again, records made elsewhere too, and nothing
// that is not quite one.

import { assertEquals, assertThrows } from "@std/assert";
import { formatRecord, parseRecord, type ScryptParameters } from "../src/scrypt_record.ts";

/** As another library wrote it (npm @phc/scrypt's documentation). */
const FOREIGN =
  "$scrypt$ln=15,r=8,p=1$D/EEcdfcBkj4DQB3zlfsFQ$v9Xsag5AySIY78DFKslBzeRXCUfsLKCZ0Xm4Xwoh+J0";

const SALT = new Uint8Array(16).fill(255);
const HASH = Uint8Array.from({ length: 32 }, (_, index) => index);

function record(cost: string, salt = "/".repeat(21) + "w", hash = "A".repeat(43)): string {
  return `$scrypt$${cost}$${salt}$${hash}`;
}

/** The base64 of so many zero bytes, without padding. */
function zeros(bytes: number): string {
  return "A".repeat(Math.ceil(bytes * 4 / 3));
}

Deno.test("formatRecord() writes a PHC string without padding", () => {
  const text = formatRecord({ parameters: { ln: 17, r: 8, p: 1 }, salt: SALT, hash: HASH });
  const salt = "/////////////////////w";
  assertEquals(text, `$scrypt$ln=17,r=8,p=1$${salt}$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8`);
});

Deno.test("parseRecord() reads what formatRecord() writes, in all lengths", () => {
  for (let length = 16; length <= 48; length++) {
    const parts = {
      parameters: { ln: length % 14 + 1, r: 8, p: 3 },
      salt: SALT.slice(0, length - 8),
      hash: crypto.getRandomValues(new Uint8Array(length)),
    };
    assertEquals(parseRecord(formatRecord(parts)), parts);
  }
});

Deno.test("parseRecord() reads a record made elsewhere", () => {
  const { parameters, salt, hash } = parseRecord(FOREIGN);
  assertEquals(parameters, { ln: 15, r: 8, p: 1 });
  assertEquals([salt.length, hash.length], [16, 32]);
  assertEquals(formatRecord({ parameters, salt, hash }), FOREIGN);
});

Deno.test("parseRecord() takes the sets that OWASP recommends, and small ones", () => {
  const sets = [
    "ln=17,r=8,p=1",
    "ln=16,r=8,p=2",
    "ln=15,r=8,p=3",
    "ln=14,r=8,p=5",
    "ln=13,r=8,p=10",
  ];
  for (const cost of [...sets, "ln=1,r=1,p=1", "ln=15,r=1,p=64", "ln=17,r=8,p=2"]) {
    const { ln, r, p }: ScryptParameters = parseRecord(record(cost)).parameters;
    assertEquals(`ln=${ln},r=${r},p=${p}`, cost);
  }
});

Deno.test("parseRecord() takes salts of 8 to 48 bytes and hashes of 16 to 64", () => {
  const cases: readonly [salt: number, hash: number, taken: boolean][] = [
    [8, 16, true],
    [48, 64, true],
    [7, 32, false],
    [49, 32, false],
    [16, 15, false],
    [16, 65, false],
    [16, 0, false],
  ];
  for (const [salt, hash, taken] of cases) {
    const text = record("ln=14,r=8,p=5", zeros(salt), zeros(hash));
    if (taken) assertEquals(parseRecord(text).hash.length, hash);
    else assertThrows(() => parseRecord(text), SyntaxError);
  }
});

Deno.test("parseRecord() refuses what would take too much memory or time", () => {
  const costs = [
    "ln=18,r=8,p=1",
    "ln=17,r=9,p=1",
    "ln=17,r=8,p=3",
    "ln=20,r=8,p=1",
    "ln=32,r=8,p=1",
    "ln=64,r=8,p=1",
    "ln=99,r=99,p=99",
    "ln=13,r=8,p=99",
    "ln=16,r=1,p=1",
  ];
  for (const cost of costs) assertThrows(() => parseRecord(record(cost)), SyntaxError, "", cost);
});

Deno.test("parseRecord() refuses every deviation, and does not repeat it", () => {
  const texts = [
    "",
    "secret",
    "$scrypt$",
    FOREIGN + "\n",
    FOREIGN + "=",
    " " + FOREIGN,
    FOREIGN.slice(1),
    FOREIGN.toUpperCase(),
    FOREIGN.replace("scrypt", "argon2id"),
    FOREIGN.replace("$ln", "$v=1$ln"),
    FOREIGN.replace("ln=15", "ln=015"),
    FOREIGN.replace("ln=15", "ln=0"),
    FOREIGN.replace("ln=15", "ln=-1"),
    FOREIGN.replace("ln=15", "ln=1e1"),
    FOREIGN.replace("ln=15", "ln="),
    FOREIGN.replace("r=8", "r=0"),
    FOREIGN.replace("p=1", "p=0"),
    FOREIGN.replace("ln=15,r=8", "r=8,ln=15"),
    FOREIGN.replace(",p=1", ""),
    FOREIGN.replace(",p=1", ",p=1,q=1"),
    FOREIGN.replace("D/EE", "D_EE"),
    FOREIGN.replace("D/EE", "D EE"),
    FOREIGN.replace("D/EE", "$$D/EE"),
    FOREIGN.slice(0, -1) + "1",
    FOREIGN.slice(0, -2),
    FOREIGN.slice(0, FOREIGN.lastIndexOf("$")),
  ];
  for (const text of texts) {
    const error = assertThrows(() => parseRecord(text), SyntaxError, "", JSON.stringify(text));
    assertEquals(error.message, "A stored password is no scrypt record that can be used");
  }
});
