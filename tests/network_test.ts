// Who comes through a proxy: only what trusted ones have added counts, and nothing a client may write itself.

import { assertEquals } from "@std/assert";
import { comerOf, isWithin, type Network, originOf, parseNetwork } from "../src/network.ts";

function networks(...texts: string[]): Network[] {
  return texts.map(parseNetwork).filter((network) => network !== null);
}

const NONE = ["", "proxy", "10.0.0.0/33", "10.0.0", "10.0.0.256", "010.0.0.1", "10.0.0.1/", "/8"];
const NEITHER = [
  "::/129",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "::g",
  "12345::",
  ":",
  "::1/x",
];

for (const text of [...NONE, ...NEITHER]) {
  Deno.test(`parseNetwork() takes no "${text}"`, () => assertEquals(parseNetwork(text), null));
}

const WITHIN: readonly [address: string, network: string, inside: boolean][] = [
  ["10.1.2.3", "10.0.0.0/8", true],
  ["11.1.2.3", "10.0.0.0/8", false],
  ["10.1.2.3", "10.1.2.3", true],
  ["10.1.2.4", "10.1.2.3", false],
  ["10.1.2.3", "0.0.0.0/0", true],
  ["::1", "0.0.0.0/0", false],
  ["::ffff:10.1.2.3", "10.0.0.0/8", true],
  ["10.1.2.3", "::ffff:10.0.0.0/104", true],
  ["2001:DB8::5", "2001:db8::/32", true],
  ["2001:db9::5", "2001:db8::/32", false],
  ["fe80::1%eth0", "fe80::/10", true],
  ["::1", "::1", true],
  ["localhost", "::/0", false],
];

for (const [address, network, inside] of WITHIN) {
  Deno.test(`isWithin() says ${inside} to ${address} in ${network}`, () => {
    assertEquals(isWithin(address, networks(network)), inside);
  });
}

const TRUSTED = networks("127.0.0.1", "10.0.0.0/8", "::1");
const ORIGINS: readonly [address: string, forwarded: string | null, origin: string][] = [
  ["127.0.0.1", null, "127.0.0.1"],
  ["127.0.0.1", "192.0.2.1", "192.0.2.1"],
  ["::ffff:127.0.0.1", "2001:db8::1", "2001:db8::1"],
  ["127.0.0.1", "203.0.113.9, 192.0.2.1, 10.0.0.7", "192.0.2.1"],
  ["127.0.0.1", "10.0.0.7, 10.0.0.8", "10.0.0.7"],
  ["192.0.2.1", "203.0.113.9", "192.0.2.1"],
  ["127.0.0.1", "203.0.113.9, unknown", "127.0.0.1"],
  ["127.0.0.1", "unknown, 10.0.0.7", "10.0.0.7"],
  ["127.0.0.1", " ", "127.0.0.1"],
  ["127.0.0.1", "192.0.2.1:4711", "127.0.0.1"],
];

for (const [address, forwarded, origin] of ORIGINS) {
  Deno.test(`originOf() is ${origin} for ${address} with "${forwarded}"`, () => {
    assertEquals(originOf({ address, forwarded }, TRUSTED), origin);
  });
}

Deno.test("originOf() trusts nobody if nobody is to be trusted", () => {
  assertEquals(originOf({ address: "127.0.0.1", forwarded: "192.0.2.1" }, []), "127.0.0.1");
});

Deno.test("comerOf() believes a trusted proxy that it was https, and nobody else", () => {
  const headers = new Headers({ "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "HTTPS" });
  const plain = (address: string) => ({ address, encrypted: false });
  const through = comerOf(headers, plain("127.0.0.1"), TRUSTED);
  assertEquals(through, { address: "192.0.2.1", encrypted: true });
  assertEquals(comerOf(headers, plain("192.0.2.9"), TRUSTED), plain("192.0.2.9"));
  assertEquals(comerOf(new Headers(), plain("::1"), TRUSTED), plain("::1"));
});
