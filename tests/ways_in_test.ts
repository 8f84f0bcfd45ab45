// Hints: what to type, for whom there is something better than what they came by.

import { assertEquals } from "@std/assert";
import { type WayIn, waysIn } from "../src/ways_in.ts";

const TCP: WayIn = { transport: "tcp", port: 5000, encrypted: false };
const TLS: WayIn = { transport: "tls", port: 5001, encrypted: true };
const PAGE: WayIn = { transport: "websocket", port: 8080, encrypted: false };

Deno.test("waysIn() names the port that a client came to, and how to speak to it", () => {
  assertEquals(waysIn([TCP, TLS], TCP).here, "nc HOST 5000");
  assertEquals(waysIn([TCP, TLS], TLS).here, "ncat --ssl HOST 5001");
  assertEquals(waysIn([TCP, PAGE], PAGE).here, "http://HOST:8080");
});

Deno.test("waysIn() names the encrypted ways, if there are any", () => {
  assertEquals(waysIn([TCP, TLS, PAGE], TCP).encrypted, "ncat --ssl HOST 5001");
  const ways = waysIn([TCP, TLS, { ...PAGE, encrypted: true }], TCP);
  assertEquals(ways.encrypted, "ncat --ssl HOST 5001 or https://HOST:8080");
  assertEquals(waysIn([TCP, PAGE], TCP), { here: "nc HOST 5000", encrypted: null, port: 5000 });
});
