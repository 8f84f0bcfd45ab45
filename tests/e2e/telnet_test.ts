// A person with telnet, on the port that edits lines for them: what they type stays whole while others talk,
// keys do what they do in a shell, and a password never comes on the screen. On a real terminal, by tmux.

import { assert, assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import type { Build, ServerProcess } from "../support/server_process.ts";
import { TmuxTerminal } from "../support/tmux_terminal.ts";
import { type Scenario, scenario, shared } from "./scenario.ts";

const HOST = "127.0.0.1";
const PASSWORD = "correct horse 漢";

const server = shared(["--telnet-port", "0", "--burst", "0", "--replay", "0"]);
const workers = shared(["--telnet-port", "0", "--workers", "2"]);

/** Declares a test with a listener on the plain port and somebody with telnet, both in the chat. */
function withTelnet(name: string, run: (pair: Pair) => Promise<void>): void {
  telnetScenario({ name }, server, run);
}

interface Pair {
  readonly telnet: TmuxTerminal;
  /** The name of whoever has telnet. */
  readonly me: string;
  readonly listener: Client;
  readonly server: ServerProcess;
}

function telnetScenario(
  what: Scenario,
  start: (build: Build) => Promise<ServerProcess>,
  run: (pair: Pair) => Promise<void>,
): void {
  scenario({ ...what, needs: ["telnet", "tmux"] }, async (build) => {
    const server = await start(build);
    await using listener = await server.enter();
    await listener.name();
    await using telnet = await TmuxTerminal.start(`telnet ${HOST} ${telnetPort(server)}`);
    await telnet.row(">");
    const joined = await listener.line(/^\* \S+ joined$/);
    await run({ telnet, me: joined.split(" ")[1] ?? "", listener, server });
  });
}

function telnetPort({ log }: ServerProcess): number {
  const listening = log.find(({ event }) => event === "listening");
  return (listening?.telnet as { port: number }).port;
}

withTelnet(
  "A line that is typed with telnet stays whole while others talk, and is said as typed",
  async ({
    telnet,
    me,
    listener,
  }) => {
    const other = `${"漢字 and ".repeat(9)}more than a row`;
    await telnet.type("half of a l");
    await telnet.row("> half of a l");
    await listener.say("one");
    await listener.say(other);
    await telnet.type("ine, schön 漢字");
    const screen = await telnet.shows((lines) => {
      return lines.at(-1) === "> half of a line, schön 漢字" &&
        lines.join("").includes("more than a row");
    });
    assert(screen.join("").includes(": one"));
    assert(!screen.slice(0, -1).some((line) => line.includes("half")), "it is shown once");
    await telnet.press("Enter");
    await listener.line(`${me}: half of a line, schön 漢字`);
    await telnet.shows((lines) =>
      lines.at(-2) === "> half of a line, schön 漢字" && lines.at(-1) === ">"
    );
    await telnet.type("/set color on");
    await telnet.press("Enter");
    await telnet.shows((lines) => lines.at(-2)?.startsWith("* color is on") ?? false);
    await telnet.type("mine");
    await listener.say("in colour");
    await telnet.shows((lines) =>
      /: in colour$/.test(lines.at(-2) ?? "") && lines.at(-1) === "> mine"
    );
  },
);

withTelnet("The keys of telnet edit a line, go back to others and complete words", async (pair) => {
  const { telnet, me, listener, server } = pair;
  await using anna = await server.enter();
  await anna.say("/nick Annabel");
  await anna.line("* You are now Annabel");
  await telnet.type("hello wrld");
  await telnet.press("Left", "Left", "Left", "o", "Home", "O", "C-k");
  await telnet.row("> O");
  await telnet.press("BSpace");
  await telnet.type("one two");
  await telnet.press("C-w", "t", "C-h", "3", "Enter");
  await listener.line(`${me}: one 3`);
  await telnet.type("draft");
  await telnet.press("Up");
  await telnet.row("> one 3");
  await telnet.press("Down");
  await telnet.row("> draft");
  await telnet.press("C-u");
  await telnet.type("/top\tt");
  await telnet.row("> /topic t");
  await telnet.press("C-c");
  await telnet.shows((lines) => lines.at(-2) === "> /topic t^C");
  await telnet.type("ann\tindeed");
  await telnet.press("Enter");
  await listener.line(`${me}: Annabel: indeed`);
  await telnet.type("/re\t");
  await telnet.shows((lines) => lines.at(-2)?.startsWith("/reply  /report") ?? false);
  await telnet.press("C-u", "C-d");
  await listener.line(`* ${me} left`);
  await telnet.ended();
});

withTelnet(
  "A password that is typed with telnet never comes on the screen, nor back with the arrows",
  async (pair) => {
    const { telnet, me, listener } = pair;
    await telnet.type("/register");
    await telnet.press("Enter");
    await telnet.row("(hidden)");
    await telnet.type(PASSWORD);
    await listener.say("look here");
    await telnet.shows((lines) =>
      /look here$/.test(lines.at(-2) ?? "") && lines.at(-1) === "(hidden)"
    );
    await telnet.press("Enter");
    await telnet.shows((lines) => lines.some((line) => line.startsWith(`* ${me} is yours now`)));
    await telnet.press("Up");
    await telnet.row("> /register");
    await telnet.press("C-u");
    await telnet.type(`/passwd ${PASSWORD}`);
    await telnet.row(`> /passwd ${"*".repeat(PASSWORD.length)}`);
    await telnet.press("Enter", "Up");
    await telnet.row("> /register");
    assert(!/horse|correct/.test(telnet.written), "it was written to the terminal");
  },
);

withTelnet(
  "A line is moved sideways in a narrow window, and the window may change its size",
  async (pair) => {
    const { telnet, me, listener } = pair;
    const line = Array.from({ length: 20 }, (_, i) => `word${i}`).join(" ");
    await telnet.type(line);
    await telnet.shows((lines) => /^< .*word19$/.test(lines.at(-1) ?? ""));
    await telnet.resize(30);
    await telnet.shows((lines) => /^< .{1,21}word19$/.test(lines.at(-1) ?? ""));
    await telnet.resize(150);
    await telnet.row(`> ${line}`);
    await telnet.press("Home", "x", "Enter");
    await listener.line(`${me}: x${line}`);
  },
);

withTelnet(
  "Telnet edits its own lines while it speaks JSON, and has them edited again after it",
  async (pair) => {
    const { telnet, me, listener } = pair;
    await telnet.type("/mode json");
    await telnet.press("Enter");
    await telnet.shows((lines) => lines.join("").includes('{"type":"hello"'));
    await telnet.type('{"do":"say","text":"hi"}');
    await telnet.press("Enter");
    await listener.line(`${me}: hi`);
    await listener.say("hello");
    await telnet.shows((lines) => /"text":"hello"\}$/.test(lines.join("")));
    await telnet.type('{"do":"mode","args":["text"]}');
    await telnet.press("Enter");
    await telnet.row(">");
    await telnet.type("an");
    await listener.say("in between");
    await telnet.shows((lines) =>
      /in between$/.test(lines.at(-2) ?? "") && lines.at(-1) === "> an"
    );
  },
);

scenario("A client that lets us edit nothing is a client as on the plain port", async (build) => {
  await using listener = await (await server(build)).enter();
  await listener.name();
  await using plain = await Client.connect(telnetPort(await server(build)));
  const name = await plain.line(/Welcome \S+$/);
  await plain.line(/^\* You are in #lobby /);
  await plain.send("one\r\ntw");
  await listener.say("hi there");
  await plain.line(/: hi there$/);
  await plain.send("o\r\n");
  await listener.line(/: one$/);
  await listener.line(/: two$/);
  assertEquals(plain.received.includes("\x1b"), false);
  assert(name.includes("Welcome"));
});

telnetScenario(
  { name: "Telnet's port is shared by all workers", builds: ["binary"] },
  workers,
  async (pair) => {
    const { telnet, me, listener, server } = pair;
    await using stack = new AsyncDisposableStack();
    for (let i = 0; i < 4; i++) {
      const other = stack.use(await Client.connect(telnetPort(server)));
      await other.line(/Welcome/);
      await other.say(`I am ${i}`);
      await telnet.shows((lines) => lines.some((line) => line.endsWith(`: I am ${i}`)));
    }
    await telnet.type("hello");
    await telnet.press("Enter");
    await listener.line(`${me}: hello`);
  },
);
