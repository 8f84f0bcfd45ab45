// A bot in Deno: rolls dice for whoever says "!roll" or "!roll 3". It needs netchat's protocol and nothing
// else of it: deno run --allow-net examples/dice_bot.ts localhost 5000 "#lobby"

import type { ClientRequest, ServerMessage } from "../src/protocol.ts";

const [hostname = "localhost", port = "5000", room = "#lobby"] = Deno.args;
const conn = await Deno.connect({ hostname, port: Number(port) });
const encoder = new TextEncoder();

await send("/mode json");
for await (const line of lines(conn.readable)) {
  if (!line.startsWith("{")) continue; // text, from before the mode changed
  await hear(JSON.parse(line));
}

async function hear(message: ServerMessage): Promise<void> {
  switch (message.type) {
    case "hello":
      if (message.room !== room) await ask({ do: "join", args: [room] });
      console.log(`${message.name} rolls dice in ${room}`);
      return;
    case "said": {
      const [, count] = /^!roll(?: ([1-9]))?$/.exec(message.text) ?? [];
      if (!message.text.startsWith("!roll")) return;
      const text = `${message.by.name} rolls ${roll(Number(count ?? 1))}`;
      return await ask({ do: "say", text, room: message.room });
    }
  }
}

function roll(count: number): string {
  return Array.from({ length: count }, () => 1 + Math.floor(Math.random() * 6)).join(", ");
}

function ask(request: ClientRequest): Promise<void> {
  return send(JSON.stringify(request));
}

/** A write may take a part only. */
async function send(line: string): Promise<void> {
  let rest = encoder.encode(`${line}\n`);
  while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
}

async function* lines(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of bytes) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}
