// How long a line may be: exactly --max-line bytes pass whole, one more is refused whole with one answer, no
// part of it is ever taken for a command, and 64 KiB without a newline end the connection.

import { assertEquals } from "@std/assert";
import type { Client } from "../support/client.ts";
import { ServerProcess } from "../support/server_process.ts";
import { scenario, shared } from "./scenario.ts";

const MAX = 4096;
const REFUSED = `* That line was too long: use at most ${MAX} bytes`;

const server = shared(["--replay", "0", "--burst", "0"]);

/** Two in the lobby. */
async function enterTwo(server: ServerProcess, stack: AsyncDisposableStack) {
  const sender: Client = stack.use(await server.enter());
  const listener: Client = stack.use(await server.enter());
  const [name] = await Promise.all([sender.name(), listener.name()]);
  return { sender, name, listener };
}

/** Everything heard from `name` before it left. */
async function heardFrom(name: string, listener: Client): Promise<string[]> {
  await listener.line(`* ${name} left`);
  const prefix = `${name}: `;
  return listener.lines.filter((line) => line.startsWith(prefix))
    .map((line) => line.slice(prefix.length));
}

const WHOLE: Readonly<Record<string, { line: string; end: string }>> = {
  "A line of exactly 4096 bytes is heard whole": { line: "x".repeat(MAX), end: "\n" },
  "CR LF does not count: 4096 bytes before it are heard whole": {
    line: "x".repeat(MAX),
    end: "\r\n",
  },
  "Bytes count, not characters: 1365 of three bytes and one of one are heard whole": {
    line: "漢".repeat(1365) + "x",
    end: "\n",
  },
};

for (const [name, { line, end }] of Object.entries(WHOLE)) {
  scenario(name, async (build) => {
    await using stack = new AsyncDisposableStack();
    const { sender, name, listener } = await enterTwo(await server(build), stack);
    await sender.send(line + end);
    await sender.endInput();
    assertEquals(await heardFrom(name, listener), [line]);
    assertEquals((await sender.ended()).includes(REFUSED), false);
  });
}

/** Lines that are too long, each of which hides a command where a careless server would start anew. */
const TOO_LONG: Readonly<Record<string, string>> = {
  "of 4097 bytes": "x".repeat(MAX + 1),
  "of 4097 bytes in fewer characters": "漢".repeat(1365) + "xy",
  "with a command after the limit": "x".repeat(MAX) + "/me leaks",
  "with a command after every 512 bytes": ("x".repeat(512) + "/me leaks").repeat(20),
  "of commands only": "/me leaks ".repeat(2000),
};

for (const [what, line] of Object.entries(TOO_LONG)) {
  scenario(
    `A line ${what} is refused whole with one answer, whatever its packets`,
    async (build) => {
      await using stack = new AsyncDisposableStack();
      const { sender, name, listener } = await enterTwo(await server(build), stack);
      const bytes = new TextEncoder().encode(line);
      await sender.send(line + "\n");
      for (const size of [512, 1000, MAX]) {
        for (let at = 0; at < bytes.length; at += size) {
          await sender.send(bytes.subarray(at, at + size));
        }
        await sender.send(`\nafter ${size}\n`);
        await listener.line(`${name}: after ${size}`);
      }
      await sender.endInput();
      assertEquals(await heardFrom(name, listener), ["after 512", "after 1000", "after 4096"]);
      assertEquals(listener.received.includes("leaks"), false);
      await sender.ended();
      assertEquals(sender.lines.filter((line) => line === REFUSED).length, 4);
    },
  );
}

scenario("A line of 60,000 bytes is refused, and the connection goes on", async (build) => {
  await using stack = new AsyncDisposableStack();
  const { sender, name, listener } = await enterTwo(await server(build), stack);
  await sender.send("x".repeat(60_000) + "\nstill here\n");
  await sender.line(REFUSED);
  await listener.line(`${name}: still here`);
});

scenario(
  "64 KiB without a newline are told and closed, and the room sees no word of them",
  async (build) => {
    await using stack = new AsyncDisposableStack();
    const { sender, name, listener } = await enterTwo(await server(build), stack);
    await sender.send("x".repeat(64 * 1024 + 1));
    await sender.line("* No end of line in 65536 bytes: goodbye");
    await sender.ended();
    assertEquals(await heardFrom(name, listener), []);
  },
);

scenario("64 KiB of telnet negotiation without a line are told and closed", async (build) => {
  await using stack = new AsyncDisposableStack();
  const { sender, listener, name } = await enterTwo(await server(build), stack);
  await sender.send(
    new Uint8Array(96 * 1024).map((_, index) => [0xff, 0xfb, 0x01][index % 3] ?? 0),
  );
  await sender.line("* No end of line in 65536 bytes: goodbye");
  await sender.ended();
  assertEquals(await heardFrom(name, listener), []);
});

scenario("--max-line sets how long a line may be", async (build) => {
  await using server = await ServerProcess.start(build, ["--max-line", "64"]);
  await using stack = new AsyncDisposableStack();
  const { sender, name, listener } = await enterTwo(server, stack);
  await sender.send("x".repeat(65) + "\n" + "y".repeat(64) + "\n");
  await sender.endInput();
  assertEquals(await heardFrom(name, listener), ["y".repeat(64)]);
  assertEquals(
    (await sender.ended()).includes("* That line was too long: use at most 64 bytes\n"),
    true,
  );
});
