// Standard input is read to its end, and no further than it may be long.

import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../src/errors.ts";
import { MAX_PIPED_BYTES } from "../../src/limits.ts";
import { readText } from "../../src/ops/standard_input.ts";

function stream(
  ...pieces: readonly (string | Uint8Array<ArrayBuffer>)[]
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return ReadableStream.from(
    pieces.map((piece) => typeof piece === "string" ? encoder.encode(piece) : piece),
  );
}

Deno.test("readText() puts pieces together, also within a character", async () => {
  assertEquals(await readText(stream()), "");
  assertEquals(
    await readText(stream("a", "b\n", Uint8Array.of(0xc3), Uint8Array.of(0xa9))),
    "ab\né",
  );
});

Deno.test("readText() refuses what is no UTF-8", async () => {
  for (const bytes of [Uint8Array.of(0xff), Uint8Array.of(0xc3)]) {
    await assertRejects(() => readText(stream(bytes)), ChatError, "no text in UTF-8");
  }
});

Deno.test("readText() stops reading what is too long", async () => {
  const most = "x".repeat(MAX_PIPED_BYTES);
  assertEquals((await readText(stream(most))).length, MAX_PIPED_BYTES);
  await assertRejects(() => readText(stream(most, "x")), ChatError, "Standard input is too long");
  const piece = new Uint8Array(64 * 1024).fill(120);
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(piece) });
  await assertRejects(() => readText(endless), ChatError, "Standard input is too long");
});
