// What lasts: from source, what was said is there again after a restart, and after a crash all but the last
// batch. Each test has a Deno KV of its own, and the server the network permission and nothing else.

import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { HISTORY_BATCH_MS } from "../../src/limits.ts";
import { Client } from "../support/client.ts";
import { KvPlace } from "../support/kv_place.ts";
import { ServerProcess } from "../support/server_process.ts";
import { checkNumbered, numbered } from "./numbered.ts";
import { withPrograms } from "./scenario.ts";

const NO_REPLAY = ["--replay", "0"];
const MANY = [...NO_REPLAY, "--burst", "0", "--history", "10000", "--max-backlog", "33554432"];

/** How long a busy machine may take to write a batch, in milliseconds. */
const WRITING_MS = 1000;

/** How long lines are said before the kill, in milliseconds, and how many at most: fewer than are kept. */
const TALK_MS = 2500;
const TALK_LINES = 9000;

/** The times that a line said between two moments may carry. */
function timesBetween(...moments: readonly number[]): string[] {
  const pad = (n: number) => String(n).padStart(2, "0");
  return moments.map((ms) => {
    const at = new Date(ms);
    return `[${pad(at.getHours())}:${pad(at.getMinutes())}]`;
  });
}

/** The lines with a time: of the past. */
function past(lines: readonly string[]): string[] {
  return lines.filter((line) => /^\[\d\d:\d\d\] /.test(line));
}

/** All that /history shows a newcomer, on a server that replays nothing. */
async function historyOf(server: ServerProcess): Promise<string[]> {
  await using reader = await server.enter();
  await reader.line(/^\* You are in #lobby/);
  await reader.say("/history\n/quit");
  await reader.ended();
  return past(reader.lines);
}

withPrograms({
  name: "What nc said in the lobby and in a room is there after a restart, with its time",
  needs: ["nc"],
}, async () => {
  await using place = new KvPlace();
  const before = Date.now();
  let name = "";
  {
    await using server = await ServerProcess.start("source", [], { place });
    const { history, sandbox } = await server.logged("listening");
    assertEquals([history, sandbox], ["Deno KV", "network only"]);
    await using speaker = Client.run("nc", ["127.0.0.1", `${server.port}`]);
    name = await speaker.name();
    for (const line of ["good night", "/me yawns", "/join #tea", "née 🐙"]) await speaker.say(line);
    await speaker.line(/^\* You are in #tea/);
    await speaker.say("/quit");
    await server.logged("connection ended");
    server.signal("SIGTERM");
    assertEquals((await server.exited()).code, 0);
  }
  const times = timesBetween(before, Date.now());
  await using server = await ServerProcess.start("source", [], { place });
  await using newcomer = Client.run("nc", ["127.0.0.1", `${server.port}`]);
  await newcomer.say("/join #tea");
  await newcomer.line(/^\* You are in #tea/);
  await newcomer.line(/née/);
  const seen = past(newcomer.lines);
  assertEquals(seen.map((line) => line.slice("[hh:mm] ".length)), [
    `${name}: good night`,
    `** ${name} yawns`,
    `${name}: née 🐙`,
  ]);
  for (const line of seen) assert(times.includes(line.slice(0, "[hh:mm]".length)), line);
});

/** Says numbered lines one after the other; resolves to when each had reached the listener. */
async function talk(speaker: Client, listener: Client): Promise<number[]> {
  const [name, start] = [await speaker.name(), Date.now()];
  const heardAt: number[] = [];
  while (Date.now() - start < TALK_MS && heardAt.length < TALK_LINES) {
    const line = numbered(name, heardAt.length);
    await speaker.say(line);
    await listener.line(`${name}: ${line}`);
    heardAt.push(Date.now());
  }
  return heardAt;
}

Deno.test("After a kill all that was heard is there, in order and once, but for the last batch", async () => {
  await using place = new KvPlace();
  let heardAt: number[];
  let killedAt: number;
  {
    await using server = await ServerProcess.start("source", MANY, { place });
    await using listener = await server.enter();
    await listener.name();
    await using speaker = await server.enter();
    heardAt = await talk(speaker, listener);
    killedAt = Date.now();
    server.signal("SIGKILL");
    assertEquals((await server.exited()).signal, "SIGKILL");
  }
  await using server = await ServerProcess.start("source", MANY, { place });
  const lines = (await historyOf(server)).map((line) => line.slice("[hh:mm] ".length));
  const kept = checkNumbered(lines).length;
  assertEquals(kept, lines.length);
  assertGreater(kept, 0);
  const firstLost = heardAt[kept] ?? killedAt;
  assertLess(killedAt - firstLost, HISTORY_BATCH_MS + WRITING_MS);
});

Deno.test("--history 0 keeps nothing, and finds nothing that was kept before", async () => {
  await using place = new KvPlace();
  const runs = [["100", 0], ["0", 0], ["100", 1]] as const;
  for (const [keep, expected] of runs) {
    const flags = [...NO_REPLAY, "--history", keep];
    await using server = await ServerProcess.start("source", flags, { place });
    assertEquals((await historyOf(server)).length, expected);
    await using speaker = await server.enter();
    await speaker.say("hello\n/quit");
    await speaker.ended();
    server.signal("SIGTERM");
    await server.exited();
  }
});
