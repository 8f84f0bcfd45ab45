// The log must not hold up or bring down the chat, whatever becomes of whoever reads it.

import { assertEquals } from "@std/assert";
import { MAX_LOG_BACKLOG_BYTES } from "../../src/limits.ts";
import { LogPipe } from "../../src/ops/log_pipe.ts";

const decoder = new TextDecoder();

/** A stream that takes so many bytes at a time, holds writes back while it is told to, and may break. */
class FakeStream {
  text = "";
  broken = false;
  readonly #most: number;
  #held: (() => void) | undefined;
  #holding = false;

  constructor(most = Infinity) {
    this.#most = most;
  }

  hold(): void {
    this.#holding = true;
  }

  release(): void {
    this.#holding = false;
    this.#held?.();
  }

  async write(bytes: Uint8Array): Promise<number> {
    if (this.#holding) await new Promise<void>((resolve) => this.#held = resolve);
    if (this.broken) throw new Error("Broken pipe");
    const taken = bytes.subarray(0, this.#most);
    this.text += decoder.decode(taken);
    return taken.length;
  }
}

Deno.test("LogPipe writes lines whole and in order, also in small pieces", async () => {
  const stream = new FakeStream(3);
  const pipe = new LogPipe(stream);
  for (const line of ["one\n", "two\n", "and three\n"]) pipe.push(line);
  await pipe.flush();
  assertEquals(stream.text, "one\ntwo\nand three\n");
  pipe.push("later\n");
  await pipe.flush();
  assertEquals(stream.text, "one\ntwo\nand three\nlater\n");
});

Deno.test("LogPipe keeps a bounded number of bytes for a reader who has stopped, and counts the rest", async () => {
  const stream = new FakeStream();
  const pipe = new LogPipe(stream);
  stream.hold();
  const line = "x".repeat(1023) + "\n";
  for (let i = 0; i < 2000; i++) pipe.push(line);
  assertEquals(pipe.dropped, 2000 - MAX_LOG_BACKLOG_BYTES / line.length);
  stream.release();
  await pipe.flush();
  assertEquals(stream.text.length, MAX_LOG_BACKLOG_BYTES);
  pipe.push("goes on\n");
  await pipe.flush();
  assertEquals(stream.text.endsWith("goes on\n"), true);
});

Deno.test("LogPipe falls silent when nobody reads any more, without an error", async () => {
  const stream = new FakeStream();
  const pipe = new LogPipe(stream);
  pipe.push("heard\n");
  await pipe.flush();
  stream.broken = true;
  for (let i = 0; i < 3; i++) {
    pipe.push("unheard\n");
    await pipe.flush();
  }
  assertEquals(stream.text, "heard\n");
});
