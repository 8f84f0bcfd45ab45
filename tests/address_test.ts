// Addresses as people type them: each spelling of one address is the same key, and all else is none.

import { assertEquals } from "@std/assert";
import { parseAddress, shownAddress } from "../src/address.ts";
import { targetOf } from "../src/room_rules.ts";

Deno.test("parseAddress() gives the key that guests from there have", () => {
  const cases: readonly [typed: string, address: string][] = [
    ["192.0.2.7", "192.0.2.7"],
    ["192.0.2.7", "::ffff:192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["::FFFF:c000:207", "192.0.2.7"],
    ["2001:db8:1:2::9", "2001:db8:1:2:3:4:5:6"],
    ["2001:DB8:0001:2::", "2001:db8:1:2::9"],
    ["2001:db8:1:2::/64", "2001:db8:1:2::9"],
    ["2001:db8::", "2001:db8::1"],
    ["127.0.0.1", "127.0.0.1"],
    ["::1", "::1"],
    ["0:0:0:0:0:0:0:1", "::1"],
  ];
  for (const [typed, address] of cases) {
    const person = { id: "1", name: "gus" };
    assertEquals(parseAddress(typed), targetOf({ person, address }).address, typed);
  }
});

Deno.test("parseAddress() is null for what is no address", () => {
  const cases = [
    ...["", "bob", "cafe", "256.0.0.1", "1.2.3", "1.2.3.4.5", "1.2.3.4/24", "1.2.3.4:80", "0x7f.1"],
    ...[
      ":",
      "1:2:3",
      "2001:db8::1::2",
      "2001:db8::/32",
      "[::1]",
      "::1%eth0",
      "g::1",
      "::1@x",
      "::/64/64",
    ],
    ...["1.2.3.4\x1b", "x".repeat(5000), ":".repeat(5000), "\u0661.2.3.4"],
  ];
  for (const typed of cases) assertEquals(parseAddress(typed), null, typed.slice(0, 40));
});

Deno.test("shownAddress() shows a network as one, and can be typed back", () => {
  const cases = [
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2", "2001:db8:1:2::/64"],
    ["2001:db8:0:0", "2001:db8:0:0::/64"],
    ["::1", "::1"],
  ] as const;
  for (const [key, shown] of cases) {
    assertEquals(shownAddress(key), shown);
    assertEquals(parseAddress(shown), key);
  }
});
