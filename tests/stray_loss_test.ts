// Which errors that nobody heard are no bugs.

import { assertEquals } from "@std/assert";
import { isStrayLoss } from "../src/stray_loss.ts";

Deno.test("isStrayLoss() is true of Node's sockets that broke, and of nothing else", () => {
  const reset = Object.assign(new Error("read ECONNRESET"), {
    code: "ECONNRESET",
    syscall: "read",
  });
  const missing = Object.assign(new Error("no file"), { code: "ENOENT", syscall: "open" });
  const denoReset = Object.assign(new Deno.errors.ConnectionReset("reset"), { code: "ECONNRESET" });
  const others = [
    missing,
    denoReset,
    new Error("ECONNRESET"),
    new TypeError(),
    undefined,
    null,
    "x",
  ];
  assertEquals(isStrayLoss(reset), true);
  for (const other of others) assertEquals(isStrayLoss(other), false, String(other));
});
