// The README is part of the product: its tables equal the program's own, and its transcript happens.

import { assertEquals, assertStringIncludes } from "@std/assert";
import project from "../deno.json" with { type: "json" };
import { signature } from "../src/command.ts";
import { commands } from "../src/command/mod.ts";
import { parseCommandLine, usage } from "../src/config.ts";
import { MIN_COLUMNS, TYPED_CHARACTERS_KEPT, TYPED_LINES_KEPT } from "../src/limits.ts";
import { KEYS } from "../src/telnet/keys.ts";
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
  const chat = `netchat ${project.version} · chat on 0.0.0.0:5000 · web on http://0.0.0.0:8080`;
  const line = `${chat} · accounts and history: Deno KV · sandbox: network only\n`;
  assertStringIncludes(await readDoc("README.md"), line);
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

for (const page of ["docs/accounts.md", "docs/games.md"]) {
  Deno.test(`${page} has transcripts that come out as they stand there`, async () => {
    const lines = fencedBlocks(await readDoc(page)).filter(isTranscript).flat();
    assertEquals(await play(new ChatRoom(), lines), lines);
  });
}
