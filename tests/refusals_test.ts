// Refused connections in the log: one at once, many as a number a second.

import { assertEquals } from "@std/assert";
import { REFUSALS_MS } from "../src/limits.ts";
import { Refusals } from "../src/refusals.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { FakeLog } from "./support/fake_log.ts";

function setUp() {
  const [clock, log] = [new FakeClock(), new FakeLog()];
  return { clock, log, refusals: new Refusals({ clock, log }) };
}

Deno.test("Refusals.add() logs the first at once, and sums up those within a second of it", () => {
  const { clock, log, refusals } = setUp();
  for (let i = 0; i < 1000; i++) refusals.add("full", `192.0.2.${i % 250}`);
  assertEquals(log.of("connection refused"), [{ address: "192.0.2.0", reason: "full" }]);
  assertEquals(log.of("connections refused"), []);
  clock.advance(REFUSALS_MS);
  assertEquals(log.of("connections refused"), [{ count: 999, reason: "full" }]);
  assertEquals(refusals.count, 1000);
});

Deno.test("Refusals.add() goes on summing up while they keep coming, and then begins anew", () => {
  const { clock, log, refusals } = setUp();
  for (let second = 0; second < 3; second++) {
    refusals.add("full", "192.0.2.1");
    refusals.add("full", "192.0.2.1");
    clock.advance(REFUSALS_MS);
  }
  assertEquals(log.of("connections refused").map(({ count }) => count), [1, 2, 2]);
  clock.advance(REFUSALS_MS);
  assertEquals(clock.waiting, 0);
  refusals.add("full", "192.0.2.9");
  assertEquals(log.of("connection refused").length, 2);
});

Deno.test("Refusals.add() counts each reason by itself", () => {
  const { clock, log, refusals } = setUp();
  for (const reason of ["full", "going down", "full"]) refusals.add(reason, "192.0.2.1");
  clock.advance(REFUSALS_MS);
  assertEquals(log.of("connection refused").map(({ reason }) => reason), ["full", "going down"]);
  assertEquals(log.of("connections refused"), [{ count: 1, reason: "full" }]);
});
