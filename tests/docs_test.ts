// The README is part of the product: its tables equal the program's own, and its transcript happens.

import { assert, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import project from "../deno.json" with { type: "json" };
import { signature } from "../src/command.ts";
import { commands } from "../src/command/mod.ts";
import { parseCommandLine } from "../src/command_line.ts";
import { parseConfigJson } from "../src/config_json.ts";
import { usage } from "../src/usage.ts";
import {
  ACCEPTS_PER_TURN,
  AUDIT_KEPT,
  CROWD,
  DRAIN_MS,
  HISTORY_BATCH_MS,
  HISTORY_FLUSH_MS,
  KNOCK_MS,
  LISTING_COST,
  MAX_MEMOS,
  MAX_TOTAL_BACKLOG_BYTES,
  MAX_UNFINISHED_BYTES,
  MIN_COLUMNS,
  REGISTRATIONS_PER_ADDRESS,
  REPORTS_KEPT,
  ROOMS_SEEN,
  TYPED_CHARACTERS_KEPT,
  TYPED_LINES_KEPT,
  WRITES_PER_TURN,
} from "../src/limits.ts";
import {
  MAX_PASSWORD,
  MAX_WAITING_HASHES,
  MIN_PASSWORD,
  SCRYPT_PARAMETERS,
} from "../src/password.ts";
import { KEYS } from "../src/telnet/keys.ts";
import { parseRequest } from "../src/request.ts";
import { ChatRoom } from "./support/chat_room.ts";
import { fencedBlock, fencedBlocks, printableRows, readDoc, tableAfter } from "./support/docs.ts";
import { isTranscript, play } from "./support/transcript.ts";

Deno.test("README lists every command as /help does", async () => {
  const rows = tableAfter(await readDoc("README.md"), "<!-- commands:");
  const table = rows.map(([name = "", summary = ""]) => `${name}: ${summary}`);
  assertEquals(table, commands.all.map((command) => `${signature(command)}: ${command.summary}`));
});

Deno.test("README lists every flag with its default as --help does", async () => {
  const rows = tableAfter(await readDoc("README.md"), "<!-- flags:");
  const help = printableRows(usage()).filter(([flag = ""]) => !/--(help|version)/.test(flag));
  const table = rows.map((
    [flag, value, text],
  ) => [flag, value === "" ? text : `${text} (${value})`]);
  assertEquals(table, help);
});

Deno.test("docs/telnet.md lists every key as the table of keys does", async () => {
  const rows = tableAfter(await readDoc("docs/telnet.md"), "<!-- keys:");
  assertEquals(rows, KEYS.map(({ keys, help }) => [keys.join(", "), help]));
});

Deno.test("docs/telnet.md tells the bounds that are in force", async () => {
  const text = (await readDoc("docs/telnet.md")).replaceAll("\n", " ");
  const kept = `the last ${TYPED_LINES_KEPT} lines, or ${TYPED_CHARACTERS_KEPT} characters`;
  assertStringIncludes(text, kept);
  assertStringIncludes(text, `Fewer than ${MIN_COLUMNS} columns are taken for ${MIN_COLUMNS}.`);
});

Deno.test("README shows the start line of this version", async () => {
  const chat = `netchat ${project.version} · chat on 0.0.0.0:5000 · web on http://localhost:8080`;
  const line = `${chat} · accounts and history: Deno KV · sandbox: network only\n`;
  assertStringIncludes(await readDoc("README.md"), line);
});

Deno.test("The documents tell the limits that are in force", async () => {
  const promises: Readonly<Record<string, readonly string[]>> = {
    "README.md": [
      `${MAX_UNFINISHED_BYTES / 1024} KiB without a newline`,
      `All backlogs together above ${MAX_TOTAL_BACKLOG_BYTES / 1024 ** 2} MiB`,
      `listing commands count ${LISTING_COST}`,
      `(${DRAIN_MS / 1000} s at most) and kept (${HISTORY_FLUSH_MS / 1000} s)`,
      `In a room of more than ${CROWD}, arrivals`,
      `said in the last ${HISTORY_BATCH_MS} ms`,
    ],
    "docs/order.md": [
      `the last ${AUDIT_KEPT} acts, and \`/reports\` the last ${REPORTS_KEPT} reports`,
    ],
    "ARCHITECTURE.md": [
      `The server waits ${KNOCK_MS} ms before it speaks first`,
      `started ${WRITES_PER_TURN} a turn, and ${ACCEPTS_PER_TURN} clients accepted`,
      `Lines are gathered for ${HISTORY_BATCH_MS} ms`,
    ],
    "docs/accounts.md": [
      `at a time; ${MAX_WAITING_HASHES} more may wait`,
      `A password has ${MIN_PASSWORD} to ${MAX_PASSWORD} characters`,
      `From one address ${REGISTRATIONS_PER_ADDRESS} names may be registered in an hour`,
      `at most ${MAX_MEMOS} `,
      `the last line seen in each of ${ROOMS_SEEN} rooms`,
      `(${
        128 * SCRYPT_PARAMETERS.r * 2 ** SCRYPT_PARAMETERS.ln / 1024 ** 2
      } MiB and three passes each)`,
    ],
  };
  for (const [page, said] of Object.entries(promises)) {
    const text = (await readDoc(page)).replace(/\s+/g, " ");
    for (const promise of said) assertStringIncludes(text, promise);
  }
});

Deno.test("README names the port that is the default", async () => {
  const commandLine = parseCommandLine([]);
  const port = commandLine.action === "run" ? commandLine.config.port : 0;
  assertStringIncludes(await readDoc("README.md"), `nc localhost ${port}`);
});

Deno.test("README's transcript is what a newcomer sees", async () => {
  const room = new ChatRoom();
  const [anna, richard] = await room.gather("anna", "richard");
  await anna?.types("morning");
  const marie = await room.connect("marie");
  const greeting = marie.connection.output.split("\n").slice(0, -1);
  const seen = [
    ...greeting,
    "hello everyone",
    ...await marie.types("hello everyone"),
  ];
  await anna?.types("hi marie");
  await room.connect("marcus");
  await anna?.types("/nick ann", "/me waves");
  await richard?.types("/msg marie psst");
  const reply = "/reply what is it?";
  seen.push(...marie.news(), reply, ...await marie.types(reply));
  const transcript = fencedBlock(await readDoc("README.md"), "$ nc localhost 5000");
  assertEquals(seen, transcript);
});

Deno.test("docs/protocol.md has requests that are some, of commands that there are", async () => {
  const text = await readDoc("docs/protocol.md");
  const requests = [...text.matchAll(/\{ ?"do":.*?\}(?=[`'\\\n])/g)].map(([request]) => request);
  assertGreater(requests.length, 15);
  for (const request of requests) {
    const { name, args } = parseRequest(request);
    if (["say", "act", "type", "enter"].includes(name)) continue;
    assert(args.length <= commands.find(name).args.length, request);
  }
});

Deno.test("docs/tls.md shows settings that --config-stdin takes", async () => {
  const lines = fencedBlock(await readDoc("docs/tls.md"), "```json");
  assertEquals(parseConfigJson(lines.join("\n")), {
    port: 5000,
    motd: "Be kind",
    requireLogin: true,
    opsPort: 9090,
  });
});

Deno.test("docs/cluster.md starts nodes with flags that there are", async () => {
  const text = await readDoc("docs/cluster.md");
  const starts = [...text.matchAll(/^(?:cat .* \| )?\.\/netchat (--.*)$/gm)];
  assertGreater(starts.length, 2);
  for (const [start, args = ""] of starts) {
    const commandLine = parseCommandLine(args.split(" "));
    assert(commandLine.action === "run" && commandLine.config.nats !== "", start);
  }
});

Deno.test("ARCHITECTURE.md's map names every file of the core", async () => {
  const map = await readDoc("ARCHITECTURE.md");
  const files = [...Deno.readDirSync(new URL("../src/", import.meta.url))].map(({ name }) => name);
  const missing = files.filter((name) => name.endsWith(".ts") && !map.includes(`\`${name}\``));
  assertEquals(missing, []);
});

for (const page of ["docs/accounts.md", "docs/games.md"]) {
  Deno.test(`${page} has transcripts that come out as they stand there`, async () => {
    const lines = fencedBlocks(await readDoc(page)).filter(isTranscript).flat();
    assertEquals(await play(new ChatRoom(), lines), lines);
  });
}
