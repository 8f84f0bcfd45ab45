// How long the page waits before it tries to come back.

import { assertEquals } from "@std/assert";
import { waitBefore } from "../../../src/web/page/retry.ts";

Deno.test("waitBefore() grows with each try up to half a minute, and differs between clients", () => {
  assertEquals([0, 1, 2, 3].map((tries) => waitBefore(tries, 1)), [500, 1000, 2000, 4000]);
  assertEquals(waitBefore(100, 1), 30_000);
  assertEquals(waitBefore(100, 0), 15_000);
});
