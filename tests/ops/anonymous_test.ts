// What a log shows of addresses with --log-anonymous.

import { assertEquals } from "@std/assert";
import { withoutHosts } from "../../src/ops/anonymous.ts";

const CUT: readonly [whole: string, cut: string][] = [
  ["192.0.2.77", "192.0.2.0/24"],
  ["127.0.0.1", "127.0.0.0/24"],
  ["::ffff:192.0.2.77", "192.0.2.0/24"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
  ["2001:DB8:1::3", "2001:db8:1::/48"],
  ["2001:db8::1", "2001:db8:0::/48"],
  ["2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["::1", "::/48"],
  ["fe80::1%eth0", "fe80:0:0::/48"],
];

Deno.test("withoutHosts() cuts IPv4 to /24 and IPv6 to /48, in whatever field", () => {
  for (const [whole, cut] of CUT) {
    assertEquals(withoutHosts({ address: whole, of: whole }), { address: cut, of: cut });
  }
});

Deno.test("withoutHosts() leaves all else as it is", () => {
  const fields = { name: "anna", room: "#cafe", id: "w1-c7", version: "0.1.0", n: 5, none: null };
  assertEquals(withoutHosts(fields), fields);
  for (const text of ["", "dead", "12:30", "1.5", "ab:cd", "Disk full: 10.0.0.1"]) {
    assertEquals(withoutHosts({ text }), { text });
  }
  assertEquals(withoutHosts(), {});
});
