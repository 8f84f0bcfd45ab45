// Hints: what to type, for whom there is something better than what they came by.

import { assertEquals } from "@std/assert";
import { type WayIn, waysIn } from "../src/ways_in.ts";

const TCP: WayIn = { transport: "tcp", port: 5000 };
const TLS: WayIn = { transport: "tls", port: 5001 };

Deno.test("waysIn() names the port that a client came to, and how to speak to it", () => {
  assertEquals(waysIn([TCP, TLS], TCP).here, "nc HOST 5000");
  assertEquals(waysIn([TCP, TLS], TLS).here, "ncat --ssl HOST 5001");
});

Deno.test("waysIn() names an encrypted way, if there is one", () => {
  assertEquals(waysIn([TCP, TLS], TCP).encrypted, "ncat --ssl HOST 5001");
  assertEquals(waysIn([TCP], TCP), { here: "nc HOST 5000", encrypted: null, port: 5000 });
});
