// The clients people have: OpenBSD nc, traditional nc, ncat and telnet, each talking to another of them.
// Telnet runs on a terminal of its own (script), because only there does it send what a person's would.
// What they show is compared with the line formats that docs promise, to the letter in one transcript.

import { assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { ServerProcess } from "../support/server_process.ts";
import { numberedLines } from "./numbered.ts";
import { scenario, shared } from "./scenario.ts";

const HOST = "127.0.0.1";

/** How each program is called on a port. */
const CALLS: Readonly<Record<string, (port: number) => string[]>> = {
  "nc.openbsd": (port) => ["nc.openbsd", HOST, `${port}`],
  "nc.traditional": (port) => ["nc.traditional", HOST, `${port}`],
  ncat: (port) => ["ncat", HOST, `${port}`],
  telnet: (port) => onTerminal(`telnet ${HOST} ${port}`),
};
const PROGRAMS = Object.keys(CALLS);

/** "Trying", "Connected to" and "Escape character is". */
const TELNET_OWN_LINES = 3;

const server = shared(["--replay", "0", "--burst", "0"]);

function onTerminal(command: string): string[] {
  return ["script", "-qec", command, "/dev/null"];
}

function open([program = "", ...args]: readonly string[]): Client {
  return Client.run(program, args);
}

function call(program: string, port: number): Client {
  return open(CALLS[program]?.(port) ?? []);
}

/** Programs to be installed for these clients. */
function neededBy(...programs: readonly string[]): string[] {
  return programs.flatMap((program) => program === "telnet" ? ["script", program] : [program]);
}

PROGRAMS.forEach((program, index) => {
  const other = PROGRAMS[(index + 1) % PROGRAMS.length] ?? "";
  scenario({
    name: `${program} is welcomed first, and talks with ${other}: lines, /nick, /me, /msg, /quit`,
    needs: neededBy(program, other),
  }, async (build) => {
    const { port } = await server(build);
    await using ann = call(program, port);
    const annName = await ann.name();
    assertEquals(ann.lines[program === "telnet" ? TELNET_OWN_LINES : 0], `Welcome ${annName}`);
    await using ben = call(other, port);
    const benName = await ben.name();
    await ben.line(`* You are in #lobby with ${annName}. Type to chat, /help for commands.`);
    await ann.line(`* ${benName} joined`);
    await ann.say("hello there");
    await ben.line(`${annName}: hello there`);
    await ben.say("hello yourself");
    await ann.line(`${benName}: hello yourself`);
    await ann.say("/nick Kim");
    await ann.line("* You are now Kim");
    await ben.line(`* ${annName} is now Kim`);
    await ann.say("/me waves");
    await ben.line("** Kim waves");
    await ann.say(`/msg ${benName} psst`);
    await ann.line(`[to ${benName}] psst`);
    await ben.line("[from Kim] psst");
    await ann.say("/quit see you");
    await ben.line("* Kim left (see you)");
    // OpenBSD's nc goes on reading its own input after the server has hung up.
    if (program === "nc.openbsd") await ann.endInput();
    await ann.ended();
  });
});

scenario({
  name: "nc.openbsd, nc.traditional, ncat and telnet in one room all hear each other",
  needs: neededBy(...PROGRAMS),
}, async (build) => {
  const { port } = await server(build);
  await using stack = new AsyncDisposableStack();
  const clients = PROGRAMS.map((program) => stack.use(call(program, port)));
  const names = await Promise.all(clients.map((client) => client.name()));
  await Promise.all(
    clients.map((client) =>
      client.until((lines) => lines.some((line) => line.startsWith("* You are in #lobby")))
    ),
  );
  for (const [speaker, client] of clients.entries()) {
    await client.say(`I am number ${speaker}`);
    const listeners = clients.filter((listener) => listener !== client);
    const heard = `${names[speaker]}: I am number ${speaker}`;
    await Promise.all(listeners.map((listener) => listener.line(heard)));
  }
});

const PIPES: Readonly<Record<string, string>> = {
  "nc.openbsd": `nc.openbsd -N ${HOST}`,
  ncat: `ncat ${HOST}`,
};

for (const [program, command] of Object.entries(PIPES)) {
  /** Pipes `format` as printf writes it into the program, and returns what the program showed. */
  const pipe = async (format: string, port: number) => {
    const script = `printf '${format}' | ${command} ${port}`;
    const { code, stdout } = await new Deno.Command("bash", {
      args: ["-o", "pipefail", "-c", script],
      stderr: "null",
    }).output();
    assertEquals(code, 0);
    return new TextDecoder().decode(stdout);
  };

  scenario({
    name: `printf 'hi' | ${command} is heard, and then the connection closes`,
    needs: [program, "bash"],
  }, async (build) => {
    const { port } = await server(build);
    await using listener = await Client.enter(port);
    await listener.name();
    const shown = await pipe("hi\\n", port);
    const [, name = ""] = /^Welcome (\S+)\n/.exec(shown) ?? [];
    await listener.line(`* ${name} joined`);
    await listener.line(`${name}: hi`);
    await listener.line(`* ${name} left`);
  });

  scenario({
    name: `A last line without a newline piped into ${command} is heard`,
    needs: [program, "bash"],
  }, async (build) => {
    const { port } = await server(build);
    await using listener = await Client.enter(port);
    await listener.name();
    await pipe("first\\nlast", port);
    await listener.line(/: first$/);
    await listener.line(/: last$/);
  });

  scenario({
    name: `A thousand lines piped into ${command} are all heard, in order`,
    needs: [program],
  }, async (build) => {
    const { port } = await server(build);
    await using listener = await Client.enter(port);
    await listener.name();
    await using sender = open([...command.split(" "), `${port}`]);
    await sender.send("/nick Piper\n" + numberedLines("Piper", { to: 1000 }));
    await sender.endInput();
    await sender.ended();
    await listener.line("* Piper left");
    const heard = listener.lines.filter((line) => line.startsWith("Piper: "));
    assertEquals(heard.join("\n") + "\n", prefixed("Piper", numberedLines("Piper", { to: 1000 })));
  });
}

function prefixed(name: string, lines: string): string {
  return lines.replaceAll(/^(?=.)/gm, `${name}: `);
}

const CRLF: Readonly<Record<string, (port: number) => string[]>> = {
  "nc.openbsd -C": (port) => ["nc.openbsd", "-C", HOST, `${port}`],
  "ncat -C": (port) => ["ncat", "-C", HOST, `${port}`],
  "telnet": (port) => onTerminal(`telnet ${HOST} ${port}`),
  "telnet that negotiates first": (port) => onTerminal(`telnet -- ${HOST} -${port}`),
};

for (const [name, command] of Object.entries(CRLF)) {
  const [program = ""] = name.split(" ");
  scenario({
    name: `What ${name} sends with CR LF is heard without a CR, one line for each`,
    needs: neededBy(program),
  }, async (build) => {
    const { port } = await server(build);
    await using listener = await Client.enter(port);
    await using sender = open(command(port));
    const [speaker] = await Promise.all([sender.name(), listener.name()]);
    await sender.say("one");
    await sender.say("two");
    await sender.say("/quit");
    await listener.line(`* ${speaker} left`);
    const heard = listener.received.split("\n").filter((line) => line.startsWith(speaker));
    assertEquals(heard, [`${speaker}: one`, `${speaker}: two`]);
  });
}

scenario({
  name: "Ctrl-C in telnet does not blind it: what others say is still shown",
  needs: neededBy("telnet"),
}, async (build) => {
  const { port } = await server(build);
  await using telnet = call("telnet", port);
  await using other = await Client.enter(port);
  const [name, otherName] = await Promise.all([telnet.name(), other.name()]);
  await telnet.send("\x03");
  await telnet.say("still here");
  await other.line(`${name}: still here`);
  await other.say("and heard");
  await telnet.line(`${otherName}: and heard`);
});

/** Raw bytes in the packets they come in, and what is heard after each. */
const RAW: Readonly<Record<string, [packet: string | number[], ...heard: string[]][]>> = {
  "Several lines in one packet are one line each, with the speaker before each": [
    ["one\ntwo\nmallory: three\n", "one", "two", "mallory: three"],
  ],
  "A character split between two packets arrives whole": [
    [[...bytesOf("one\nна"), 0xd1], "one"],
    [[0x88, ...bytesOf("\ntwo\n"), 0xf0, 0x9f], "наш", "two"],
    [[0x91, 0x8b, 0x0a], "👋"],
  ],
  "A CR LF split between two packets ends one line": [
    ["one\ntwo\r", "one", "two"],
    ["\nthree\r\n", "three"],
  ],
  "Lines that end with CR alone or CR NUL, as old telnets send, are lines": [
    ["one\r", "one"],
    ["two\r\0three\r\n", "two", "three"],
  ],
  "Telnet negotiation at the start, within a line and between packets leaves the text alone": [
    [
      [0xff, 0xfb, 0x1f, 0xff, 0xfa, 0x1f, 0, 80, 0, 24, 0xff, 0xf0, ...bytesOf("one\ntw"), 0xff],
      "one",
    ],
    [[0xfd, 3, ...bytesOf("o\nthr"), 0xff, 0xfa, 24, 0, ...bytesOf("xterm\n")], "two"],
    [[0xff, 0xf0, 0xff, 0xf1, ...bytesOf("ee\n")], "three"],
  ],
  "Bytes that are no UTF-8 become replacement characters, and the line goes on": [
    [[0x61, 0xc3, 0x28, 0x80, 0x62, 0x0a], "a\ufffd(\ufffdb"],
  ],
};

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

for (const [name, packets] of Object.entries(RAW)) {
  scenario(name, async (build) => {
    const { port } = await server(build);
    await using listener = await Client.enter(port);
    await listener.name();
    await using sender = await Client.connect(port);
    let speaker = "";
    for (const [packet, ...heard] of packets) {
      await sender.send(typeof packet === "string" ? packet : Uint8Array.from(packet));
      speaker ||= await sender.name();
      for (const text of heard) await listener.line(`${speaker}: ${text}`);
    }
    await sender.endInput();
    await listener.line(`* ${speaker} left`);
    const lines = packets.reduce((sum, [, ...heard]) => sum + heard.length, 0);
    assertEquals(listener.lines.filter((line) => line.startsWith(`${speaker}:`)).length, lines);
  });
}

scenario("A client that sends one byte at a time is heard by the line", async (build) => {
  const { port } = await server(build);
  await using listener = await Client.enter(port);
  await using sender = await Client.enter(port);
  const [speaker] = await Promise.all([sender.name(), listener.name()]);
  for (const byte of bytesOf("schön, 漢字 ok\r\n")) await sender.send(Uint8Array.of(byte));
  await listener.line(`${speaker}: schön, 漢字 ok`);
});

scenario("A chat of three reads as the line formats say, to the letter", async (build) => {
  await using server = await ServerProcess.start(build, ["--motd", "Be kind"]);
  const { port } = server;
  await using ann = await Client.connect(port);
  const annName = await ann.name();
  await ann.line(/alone/);
  await using ben = await Client.connect(port);
  const benName = await ben.name();
  await ben.say("hi there");
  await ann.line(`${benName}: hi there`);
  await ann.say("//shrug is no command");
  await ben.line(/shrug/);
  await ben.say("/nick Benny");
  await ann.line(/is now/);
  await ben.say("/me waves");
  await ben.say(`/msg ${annName} psst`);
  await ann.line(/psst/);
  await ann.say("/topic tea");
  await ben.line(/topic/);
  await using cleo = await Client.connect(port);
  const cleoName = await cleo.name();
  await cleo.line(/waves/);
  await ben.say("/join #tea");
  await ben.line(/#tea/);
  await ben.say("/quit bye all");
  await ben.ended();
  await cleo.say("/nosuch");
  await cleo.line(/no command/);
  await ann.say("/quit");
  await ann.ended();
  await cleo.line(`* ${annName} left`);
  assertEquals(
    ann.received,
    `Welcome ${annName}
* Be kind
* You are in #lobby alone. Type to chat, /help for commands.
* ${benName} joined
${benName}: hi there
* ${benName} is now Benny
** Benny waves
[from Benny] psst
* You set the topic: tea
* ${cleoName} joined
* Benny left
`,
  );
  assertEquals(
    ben.received,
    `Welcome ${benName}
* Be kind
* You are in #lobby with ${annName}. Type to chat, /help for commands.
${annName}: /shrug is no command
* You are now Benny
[to ${annName}] psst
* ${annName} set the topic: tea
* ${cleoName} joined
* You are in #tea alone
`,
  );
  assertEquals(
    cleo.received.replaceAll(/\[\d\d:\d\d\]/g, "[TIME]"),
    `Welcome ${cleoName}
* Be kind
* You are in #lobby with ${annName} and Benny. Type to chat, /help for commands.
* Topic: tea
[TIME] ${benName}: hi there
[TIME] ${annName}: /shrug is no command
[TIME] ** Benny waves
* Benny left
* There is no command "/nosuch": /help lists all
* ${annName} left
`,
  );
});
