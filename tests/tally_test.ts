// A server in numbers: those who are there count as well as those who went.

import { assertEquals } from "@std/assert";
import { Tally } from "../src/tally.ts";
import { NO_TRAFFIC, type Traffic } from "../src/traffic.ts";

function session(traffic: Partial<Traffic> = {}) {
  return { transport: "tcp", traffic: { ...NO_TRAFFIC, ...traffic } } as const;
}

Deno.test("Tally.figures adds what went through those who are there to what went through the rest", () => {
  const here = session({ lines: 10, bytesIn: 5, delayed: 2 });
  const tally = new Tally(new Map([["here", here]]));
  tally.came(session({ lines: 1 }));
  tally.came(here);
  tally.went({ reason: "quit", lines: 3, delayed: 1, bytesIn: 7, bytesOut: 9 });
  const { traffic, accepted, connected, ended } = tally.figures;
  assertEquals(traffic, { lines: 13, delayed: 3, bytesIn: 12, bytesOut: 9 });
  assertEquals([...accepted], [["tcp", 2]]);
  assertEquals([...connected], [["tcp", 1]]);
  assertEquals([...ended], [["quit", 1]]);
});

Deno.test("Tally.figures says 0 of a transport when all have gone", () => {
  const tally = new Tally(new Map());
  tally.came(session());
  tally.went({ reason: "slow reader", ...NO_TRAFFIC });
  assertEquals([...tally.figures.connected], [["tcp", 0]]);
});
