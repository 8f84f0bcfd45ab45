// The PROXY protocol's headers, right and wrong, whole and in pieces. Written byte by byte as the protocol has
// them, and not by what reads them.

import { assertEquals, assertThrows } from "@std/assert";
import { MAX_PROXY_HEADER, parseProxyHeader } from "../src/proxy_header.ts";

const encoder = new TextEncoder();
const SIGNATURE = [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10];
const V4 = [192, 0, 2, 1, 198, 51, 100, 7, 0xd4, 0x31, 0x13, 0x88];
const V6 = [
  ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9],
  ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  ...[0xd4, 0x31, 0x13, 0x88],
];
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1, ...V6.slice(16)];
/** PP2_TYPE_UNIQUE_ID with three bytes. */
const TLV = [5, 0, 3, 1, 2, 3];

function v2(
  { command = 0x21, family = 0x11, body = V4, length = body.length }: {
    command?: number;
    family?: number;
    body?: number[];
    length?: number;
  } = {},
): Uint8Array {
  return Uint8Array.of(...SIGNATURE, command, family, length >> 8, length & 255, ...body);
}

const ACCEPTED: readonly [what: string, bytes: Uint8Array, source: string | null][] = [
  ["TCP4", encoder.encode("PROXY TCP4 192.0.2.1 198.51.100.7 54321 5000\r\n"), "192.0.2.1"],
  [
    "TCP4 with port 0",
    encoder.encode("PROXY TCP4 192.0.2.1 198.51.100.7 0 65535\r\n"),
    "192.0.2.1",
  ],
  ["TCP6", encoder.encode("PROXY TCP6 2001:db8::9 2001:db8::1 54321 5000\r\n"), "2001:db8::9"],
  [
    "TCP6 spelt long",
    encoder.encode("PROXY TCP6 2001:0DB8:0:0:0:0:0:9 ::1 1 2\r\n"),
    "2001:db8::9",
  ],
  ["IPv4 within IPv6", encoder.encode("PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2\r\n"), "192.0.2.1"],
  ["UNKNOWN", encoder.encode("PROXY UNKNOWN\r\n"), null],
  ["UNKNOWN with more", encoder.encode("PROXY UNKNOWN ffff::1 ffff::1 65535 65535\r\n"), null],
  ["version 2 of IPv4", v2(), "192.0.2.1"],
  ["version 2 of IPv6", v2({ family: 0x21, body: V6 }), "2001:db8::9"],
  ["version 2 of IPv4 within IPv6", v2({ family: 0x21, body: MAPPED }), "192.0.2.1"],
  ["version 2 with TLVs", v2({ body: [...V4, ...TLV] }), "192.0.2.1"],
  ["version 2 with much else", v2({ body: [...V4, ...Array(2000).fill(4)] }), "192.0.2.1"],
  ["LOCAL", v2({ command: 0x20, family: 0, body: [] }), null],
  ["LOCAL with an address, which is nobody's", v2({ command: 0x20 }), null],
  ["a family that is unspecified", v2({ family: 0, body: TLV }), null],
];

for (const [what, bytes, source] of ACCEPTED) {
  Deno.test(`parseProxyHeader() takes ${what}, and no byte of what follows`, () => {
    const followed = Uint8Array.of(...bytes, ...encoder.encode("hello\r\n"));
    assertEquals(parseProxyHeader(followed), { source, length: bytes.length });
    assertEquals(parseProxyHeader(bytes), { source, length: bytes.length });
  });

  Deno.test(`parseProxyHeader() waits for the rest of ${what}`, () => {
    for (let length = 0; length < bytes.length; length++) {
      assertEquals(parseProxyHeader(bytes.subarray(0, length)), null, `${length} bytes`);
    }
  });
}

const REFUSED: readonly [what: string, bytes: Uint8Array | string][] = [
  ["a line of chat", "hello\n"],
  ["HTTP", "GET / HTTP/1.1\r\n\r\n"],
  ["TLS", Uint8Array.of(22, 3, 1, 2, 0)],
  ["a word that begins alike", "PROXIED\r\n"],
  ["small letters", "proxy TCP4 192.0.2.1 192.0.2.2 1 2\r\n"],
  ["no end of line in 107 bytes", "PROXY UNKNOWN " + "x".repeat(100)],
  ["a line feed alone", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n"],
  ["a carriage return before it", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\r\n"],
  ["nothing", "PROXY \r\n"],
  ["UDP", "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n"],
  ["too few words", "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n"],
  ["too many words", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n"],
  ["two spaces", "PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n"],
  ["a space at the end", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 \r\n"],
  ["a byte that is too large", "PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n"],
  ["leading zeros", "PROXY TCP4 192.0.2.01 192.0.2.2 1 2\r\n"],
  ["three bytes", "PROXY TCP4 192.0.2 192.0.2.2 1 2\r\n"],
  ["a name", "PROXY TCP4 localhost 192.0.2.2 1 2\r\n"],
  ["a bad target", "PROXY TCP4 192.0.2.1 x 1 2\r\n"],
  ["IPv6 as TCP4", "PROXY TCP4 ::1 ::1 1 2\r\n"],
  ["IPv4 as TCP6", "PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n"],
  ["too many colons", "PROXY TCP6 ::1::2 ::1 1 2\r\n"],
  ["a zone", "PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n"],
  ["brackets", "PROXY TCP6 [::1] ::1 1 2\r\n"],
  ["a port that is too large", "PROXY TCP4 192.0.2.1 192.0.2.2 65536 2\r\n"],
  ["a port below zero", "PROXY TCP4 192.0.2.1 192.0.2.2 -1 2\r\n"],
  ["a port with leading zeros", "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n"],
  ["an escape sequence", "PROXY UNKNOWN \x1b[31m\r\n"],
  ["a NUL", "PROXY TCP4 192.0.2.1\0 192.0.2.2 1 2\r\n"],
  ["half a signature and something else", Uint8Array.of(13, 10, 13, 10, 0, 13, 11)],
  ["version 1 in binary", v2({ command: 0x11 })],
  ["version 3", v2({ command: 0x31 })],
  ["an unknown command", v2({ command: 0x22 })],
  ["UDP over IPv4", v2({ family: 0x12 })],
  ["a UNIX socket", v2({ family: 0x31, body: Array(216).fill(0) })],
  ["an unknown family", v2({ family: 0x41 })],
  ["an address that is cut off", v2({ body: V4.slice(0, 11) })],
  ["IPv6 with the length of IPv4", v2({ family: 0x21, body: V4 })],
  ["a header of 64 KiB", v2({ length: 65_535 })],
  ["a header one byte too long", v2({ length: MAX_PROXY_HEADER - 15 })],
];

for (const [what, given] of REFUSED) {
  Deno.test(`parseProxyHeader() refuses ${what}`, () => {
    const bytes = typeof given === "string" ? encoder.encode(given) : given;
    assertThrows(() => parseProxyHeader(bytes), TypeError);
  });
}
