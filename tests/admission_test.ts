// Who gets in: the limits in all and per address, and which addresses count as one.

import { assertEquals, assertMatch } from "@std/assert";
import { addressKey, Admission } from "../src/admission.ts";
import { FakeClock } from "./support/fake_clock.ts";

const [ANN, BOB] = ["192.0.2.1", "192.0.2.2"];

/** How many of `addresses` get in, in a row. */
function admitted(admission: Admission, addresses: readonly string[]): number {
  return addresses.filter((address) => admission.admit(address) === null).length;
}

function times(count: number, address: string): string[] {
  return Array(count).fill(address);
}

Deno.test("Admission.admit() stops at the limit in all, and says so", () => {
  const admission = new Admission({ maxConnections: 3, maxPerAddress: 0 });
  assertEquals(admitted(admission, times(5, ANN)), 3);
  assertMatch(admission.admit(BOB) ?? "", /^The server is full \(3 connections\): /);
});

Deno.test("Admission.admit() stops at the limit of one address, not of the others", () => {
  const admission = new Admission({ maxConnections: 100, maxPerAddress: 2 });
  assertEquals(admitted(admission, times(4, ANN)), 2);
  assertEquals(admitted(admission, times(4, BOB)), 2);
  assertMatch(admission.admit(ANN) ?? "", /^Your address is at its limit of connections \(2\): /);
});

Deno.test("Admission.admit() exempts this machine from the limit of one address only", () => {
  const admission = new Admission({ maxConnections: 9, maxPerAddress: 1 });
  assertEquals(admitted(admission, [...times(3, "127.0.0.1"), ...times(3, "::1")]), 6);
  assertEquals(admitted(admission, times(9, "::ffff:127.0.0.2")), 3);
});

Deno.test("Admission.admit() counts nobody it refuses", () => {
  const admission = new Admission({ maxConnections: 2, maxPerAddress: 1 });
  assertEquals(admitted(admission, times(10, ANN)), 1);
  assertEquals(admitted(admission, [BOB]), 1);
  admission.leave(ANN);
  assertEquals(admitted(admission, times(10, ANN)), 1);
});

Deno.test("Admission.leave() makes room, in all and for the address", () => {
  const admission = new Admission({ maxConnections: 3, maxPerAddress: 2 });
  for (let round = 0; round < 50; round++) {
    assertEquals(admitted(admission, [...times(3, ANN), ...times(2, BOB)]), 3);
    admission.leave(ANN);
    assertEquals(admitted(admission, [ANN]), 1);
    for (const address of [ANN, BOB, ANN]) admission.leave(address);
  }
});

Deno.test("Admission.leave() gives back one place of an address, not all", () => {
  const admission = new Admission({ maxConnections: 9, maxPerAddress: 3 });
  assertEquals(admitted(admission, times(3, ANN)), 3);
  admission.leave(ANN);
  assertEquals(admitted(admission, times(3, ANN)), 1);
});

Deno.test("Admission.admit() has no limit per address when it is 0", () => {
  const admission = new Admission({ maxConnections: 5000, maxPerAddress: 0 });
  assertEquals(admitted(admission, times(5000, ANN)), 5000);
});

/** Lets 3 of an address in within a minute. */
function strict(clock: FakeClock): Admission {
  return new Admission({ maxConnections: 99, maxPerAddress: 0, maxAttempts: 3 }, clock);
}

Deno.test("Admission.admit() stops an address that comes too often, and says how long", () => {
  const clock = new FakeClock();
  const admission = strict(clock);
  for (const wait of [1000, 20_000, 0]) {
    assertEquals(admission.admit(ANN), null);
    admission.leave(ANN);
    clock.advance(wait);
  }
  assertEquals(
    admission.admit(ANN),
    "Your address came 3 times within a minute: try again in 39 seconds",
  );
  assertEquals(admission.admit(BOB), null);
  clock.advance(38_999);
  assertMatch(admission.admit(ANN) ?? "", / try again in /);
  clock.advance(1);
  assertEquals(admission.admit(ANN), null);
});

Deno.test("Admission.admit() does not count attempts that it refuses: else none would succeed again", () => {
  const clock = new FakeClock();
  const admission = strict(clock);
  assertEquals(admitted(admission, times(3, ANN)), 3);
  for (let second = 0; second < 59; second++) {
    clock.advance(1000);
    assertEquals(admitted(admission, times(5, ANN)), 0);
  }
  clock.advance(1000);
  assertEquals(admitted(admission, times(5, ANN)), 3);
});

Deno.test("Admission.admit() counts attempts of IPv6 by network, and none of this machine", () => {
  const admission = strict(new FakeClock());
  const network = ["2001:db8::1", "2001:db8::2", "2001:db8:0:0:9::", "2001:db8::4"];
  assertEquals(admitted(admission, network), 3);
  assertEquals(admitted(admission, ["2001:db8:0:1::1"]), 1);
  assertEquals(admitted(admission, [...times(9, "127.0.0.1"), ...times(9, "::1")]), 18);
});

Deno.test("addressKey() takes IPv4 as it is, IPv6 by its first 64 bits, this machine for none", () => {
  const cases: readonly [address: string, key: string | null][] = [
    ["192.0.2.1", "192.0.2.1"],
    ["192.0.2.10", "192.0.2.10"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:192.0.2.1", "192.0.2.1"],
    ["127.0.0.1", null],
    ["127.255.0.9", null],
    ["::ffff:127.0.0.1", null],
    ["::1", null],
    ["12.7.0.0", "12.7.0.0"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2"],
    ["2001:DB8:1:2::", "2001:db8:1:2"],
    ["2001:0db8:0001:0002::9", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["2001:db8:0:0:1::", "2001:db8:0:0"],
    ["2001:db8::5:6:7:8", "2001:db8:0:0"],
    ["2001:db8::4:5:6:7:8", "2001:db8:0:4"],
    ["1::", "1:0:0:0"],
    ["::", "0:0:0:0"],
    ["::2", "0:0:0:0"],
    ["::5:6:7:8:9", "0:0:0:5"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["fe80::2%eth1", "fe80:0:0:0"],
  ];
  for (const [address, key] of cases) assertEquals(addressKey(address), key, address);
});

Deno.test("Admission.admit() counts an IPv6 network of 64 bits as one address", () => {
  const admission = new Admission({ maxConnections: 100, maxPerAddress: 2 });
  const network = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::", "2001:db8:1:2:3:4:5:6"];
  assertEquals(admitted(admission, network), 2);
  assertEquals(admitted(admission, ["2001:db8:1:3::1"]), 1);
  admission.leave("2001:db8:1:2:9:9:9:9");
  assertEquals(admitted(admission, network), 1);
});
