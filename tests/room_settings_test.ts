// When a sanction is in force, and whom it hits.

import { assertEquals } from "@std/assert";
import { inForce, type Sanction, sanctionOn } from "../src/room_settings.ts";

const HERE = "192.0.2.1";

function sanction(changes: Partial<Sanction>): Sanction {
  return { name: "bob", by: "anna", at: 0, until: null, why: "", ...changes };
}

Deno.test("inForce() is true up to the end, or for good", () => {
  const timed = sanction({ until: 100 });
  assertEquals([0, 99, 100, 101].map((now) => inForce(timed, now)), [true, true, false, false]);
  assertEquals(inForce(sanction({}), Number.MAX_SAFE_INTEGER), true);
});

Deno.test("sanctionOn() hits an account wherever it is, and of an address its guests alone", () => {
  const account = sanction({ account: "b" });
  const address = sanction({ address: HERE });
  const cases = [
    [account, { account: "b", address: "elsewhere" }, true],
    [account, { account: "c", address: HERE }, false],
    [account, { address: HERE }, false],
    [address, { address: HERE }, true],
    [address, { address: "192.0.2.2" }, false],
    [address, { account: "b", address: HERE }, false],
    [sanction({}), { address: HERE }, false],
  ] as const;
  for (const [one, target, hit] of cases) {
    assertEquals(sanctionOn(target, { list: [one], now: 0 }) !== undefined, hit);
  }
});

Deno.test("sanctionOn() finds the one in force among others", () => {
  const list = [
    sanction({ account: "c" }),
    sanction({ account: "b", until: 50, why: "old" }),
    sanction({ account: "b", until: 150, why: "new" }),
  ];
  const on = (now: number) => sanctionOn({ account: "b", address: HERE }, { list, now })?.why;
  assertEquals([on(0), on(50), on(150)], ["old", "new", undefined]);
});
