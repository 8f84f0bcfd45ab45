// What reaches another terminal: no control character but tab and newline, no escape sequence, nothing that
// turns the writing direction, however it is sent and wherever it is put: lines, actions, private lines,
// topics, away texts, parting words, names, rooms, and what an error message quotes of them.

import { assertEquals } from "@std/assert";
import type { Client } from "../support/client.ts";
import { scenario, shared } from "./scenario.ts";

const server = shared(["--replay", "0", "--burst", "0"]);

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// deno-lint-ignore no-control-regex
const UNSAFE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Fails if what came would do anything to a terminal but show text. */
function checkSafe({ bytes }: Client): void {
  const text = strict.decode(bytes);
  const found = UNSAFE.exec(text);
  assertEquals(found && JSON.stringify(text.slice(found.index - 20, found.index + 20)), null);
}

/** What is typed, as text or as bytes, and what the others see of it. */
const SEEN: readonly [typed: string | number[], seen: string][] = [
  ["\x1b[31mred\x1b[0m", "red"],
  ["\x1b[2J\x1b[Hcleared", "cleared"],
  ["\x1b]0;title\x07words", "words"],
  ["\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "link"],
  ["\x1bP1$qm\x1b\\words", "words"],
  ["\x1b]no end, words stay", "no end, words stay"],
  ["\u009b31mred", "red"],
  ["\u009d0;title\u009cwords", "words"],
  ["a\x07b\x08c\x0bd\x0ce\x0ef\x7fg", "abcdefg"],
  ["tab\tstays", "tab\tstays"],
  ["nul\0goes", "nulgoes"],
  ["also at the end\0", "also at the end"],
  ["abc\u202egnp.exe", "abcgnp.exe"],
  ["a\u202ab\u202cc\u2066d\u2069e", "abcde"],
  ["one\u2028two\u2029three", "onetwothree"],
  ["\ufeffbom", "bom"],
  ["עברית \u200f and 漢字 👋🏽", "עברית \u200f and 漢字 👋🏽"],
  [[0x61, 0x9b, 0x33, 0x31, 0x6d], "a\ufffd31m"],
  [[0x61, 0xc2, 0x9b, 0x33, 0x31, 0x6d, 0x62], "ab"],
  [[0x61, 0xc0, 0x9b, 0x62], "a\ufffd\ufffdb"],
  [[0x61, 0xed, 0xa0, 0x80, 0x62], "a\ufffd\ufffd\ufffdb"],
  [[0x61, 0xf8, 0x88, 0x80, 0x80, 0x80, 0x62], "a\ufffd\ufffd\ufffd\ufffd\ufffdb"],
];

scenario(
  "Escape sequences, control and direction characters are gone from a line, and its words stay",
  async (build) => {
    await using sender = await (await server(build)).enter();
    await using listener = await (await server(build)).enter();
    const [name] = await Promise.all([sender.name(), listener.name()]);
    for (const [typed, seen] of SEEN) {
      await sender.send(typeof typed === "string" ? typed : Uint8Array.from(typed));
      await sender.send("\n");
      assertEquals(await listener.line(/: /), `${name}: ${seen}`);
    }
    checkSafe(listener);
  },
);

scenario(
  "No byte, alone or after the lead byte of a C1 character, reaches another terminal as a control",
  async (build) => {
    await using sender = await (await server(build)).enter();
    await using listener = await (await server(build)).enter();
    const [name] = await Promise.all([sender.name(), listener.name()]);
    for (let byte = 0; byte <= 0xff; byte++) {
      await sender.send(Uint8Array.of(0x61, byte, 0x62, 0x0a, 0x61, 0xc2, byte, 0x62, 0x0a));
    }
    await sender.send("\nthe end\n");
    await listener.line(`${name}: the end`);
    checkSafe(listener);
  },
);

/** All that is bad at once, within one word. */
const NASTY = "\x1b[31m\x1b]0;t\x07\u009b2J\x08\x7f\x07\u202e\u2066\u2028\ufeffX";

const PLACES: readonly string[] = [
  `${NASTY} in a line`,
  `/me ${NASTY}`,
  `/msg LISTENER ${NASTY}`,
  `/topic ${NASTY}`,
  `/topic`,
  `/away ${NASTY}`,
  `/nick ${NASTY}`,
  `/join #${NASTY}`,
  `/whois ${NASTY}`,
  `/who ${NASTY}`,
  `/history ${NASTY}`,
  `/msg ${NASTY} hello`,
  `/ignore ${NASTY}`,
  `/set ${NASTY} on`,
  `/set time ${NASTY}`,
  `/help ${NASTY}`,
  `/${NASTY}`,
  `/join tea\n/topic ${NASTY}\n/leave`,
  `/rooms`,
];

scenario(
  "Nothing unsafe gets out in actions, whispers, topics, notes, names, rooms or what errors quote",
  async (build) => {
    await using sender = await (await server(build)).enter();
    await using listener = await (await server(build)).enter();
    const [, listenerName] = await Promise.all([sender.name(), listener.name()]);
    for (const line of PLACES) await sender.say(line.replace("LISTENER", listenerName));
    await sender.say("/nick Sender");
    await sender.line("* You are now Sender");
    await listener.say("/msg Sender are you away?");
    await listener.line(/is away: /);
    await listener.say("/whois Sender");
    await listener.line(/, away: /);
    await sender.say(`/quit ${NASTY}`);
    assertEquals(await listener.line(/^\* Sender left/), "* Sender left (X)");
    await sender.ended();
    for (const client of [sender, listener]) checkSafe(client);
    assertEquals(encoder.encode(listener.received), listener.bytes);
  },
);

/** Names that are not given, and words of the reason. */
const NAMES: readonly [name: string, reason: RegExp][] = [
  ...["server", "System", "ADMIN", "root", "operator", "everyone", "here", "Adm1n", "_root_"]
    .map((name): [string, RegExp] => [name, /is reserved/]),
  ["a:b", /has ":"/],
  ["[ann]", /has "\["/],
  ["*", /has "\*"/],
  ["x".repeat(25), /is too long/],
  ["раypal", /mixes/],
  ["a\u200bb", /invisible/],
  ["a\u0301\u0301\u0301\u0301\u0301", /marks/],
];

scenario("A wrong or reserved name is refused with one line and changes nothing", async (build) => {
  await using sender = await (await server(build)).enter();
  await using listener = await (await server(build)).enter();
  const [name] = await Promise.all([sender.name(), listener.name()]);
  await sender.line(/You are in/);
  for (const [wanted, reason] of NAMES) {
    await sender.say(`/nick ${wanted}`);
    await sender.line(reason);
  }
  await sender.say("same name");
  await listener.line(`${name}: same name`);
});

scenario("Names that JavaScript gives a meaning are names like others", async (build) => {
  await using ann = await (await server(build)).enter();
  await using ben = await (await server(build)).enter();
  await Promise.all([ann.name(), ben.name()]);
  for (const name of ["__proto__", "constructor", "hasOwnProperty", "toString", "valueOf"]) {
    await ann.say(`/whois ${name}`);
    await ann.line(/^\* Nobody here is called /);
    await ann.say(`/who ${name}`);
    await ann.line(/^\* There is no room /);
    await ben.say(`/nick ${name}`);
    await ben.line(`* You are now ${name}`);
    await ann.say(`/msg ${name} hello`);
    await ben.line(/^\[from \S+\] hello$/);
    await ben.say(`/join ${name}`);
    await ben.line(`* You are in #${name.toLowerCase()} alone`);
    await ann.say(`/${name}`);
    await ann.line(/^\* There is no command /);
  }
});
