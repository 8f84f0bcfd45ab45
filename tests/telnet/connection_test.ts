// A telnet client on a connection of the test's: negotiation, lines up, text down, and hostile bytes. What the
// screen looks like is terminal_test.ts; here it is shown by a terminal of our own making.

import { assert, assertEquals, assertLess, assertRejects, assertStringIncludes } from "@std/assert";
import { NO_GUIDE } from "../../src/editing.ts";
import { LineReader } from "../../src/line_reader.ts";
import { MAX_ANSWER_BYTES, MAX_UNFINISHED_BYTES, MAX_UNPAINTED } from "../../src/limits.ts";
import { TelnetConnection } from "../../src/telnet/connection.ts";
import { TelnetListener } from "../../src/telnet/listener.ts";
import { bytes, everyCut, joined, randomCut } from "../support/bytes.ts";
import { FakeConnection, FakeListener } from "../support/fake_connection.ts";
import { Random } from "../support/random.ts";
import { promisesKept } from "../support/settle.ts";
import { VirtualTerminal } from "../support/virtual_terminal.ts";
import { taking } from "../support/taking.ts";

const [SE, SB, WILL, DO, DONT, IAC] = [240, 250, 251, 253, 254, 255];
const [ECHO, SUPPRESS_GO_AHEAD, TERMINAL_TYPE, WINDOW_SIZE] = [1, 3, 24, 31];

/** What a client says that lets us edit its lines. */
const AGREES = bytes(IAC, DO, ECHO, IAC, DO, SUPPRESS_GO_AHEAD);
const REFUSES = bytes(IAC, DONT, ECHO, IAC, DONT, SUPPRESS_GO_AHEAD);

/** A telnet client whose lines are read as the chat reads them. */
class Caller {
  readonly wire = new FakeConnection();
  readonly connection: TelnetConnection;
  readonly lines: string[] = [];
  readonly ending: Promise<string>;
  #seen = 0;

  /** `take` is given each line, and holds the next one up for as long as it takes. */
  constructor({ maxLine = 4096, take = () => {} }: CallerOptions = {}) {
    this.connection = new TelnetConnection(this.wire, { maxLine });
    const reader = new LineReader(this.connection, maxLine);
    this.ending = reader.each(taking((line) => {
      this.lines.push(line);
      return take(line, this.connection);
    }));
  }

  async sends(...pieces: readonly (string | Uint8Array)[]): Promise<void> {
    for (const piece of pieces) this.wire.type(piece);
    for (let i = 0; i < 5; i++) await promisesKept();
  }

  async hears(text: string): Promise<void> {
    const all = new TextEncoder().encode(text);
    for (let left = all; left.length > 0;) left = left.subarray(await this.connection.write(left));
  }

  /** What came since it was last asked, without telnet's own words; those as hexadecimal numbers. */
  news(): { text: string; commands: string } {
    const fresh = this.wire.written.slice(this.#seen);
    this.#seen = this.wire.written.length;
    return takenApart(fresh);
  }

  /** All that came, as a terminal shows it. */
  screen(columns = 80): VirtualTerminal {
    const screen = new VirtualTerminal(columns);
    screen.write(new TextEncoder().encode(takenApart(this.wire.written).text));
    return screen;
  }
}

interface CallerOptions {
  readonly maxLine?: number;
  readonly take?: (line: string, connection: TelnetConnection) => void | Promise<void>;
}

function takenApart(written: Uint8Array): { text: string; commands: string } {
  const text: number[] = [];
  const commands: number[] = [];
  for (let at = 0; at < written.length; at++) {
    if (written[at] !== IAC) text.push(written[at] ?? 0);
    else if (written[at + 1] === SB) {
      while (written[at] !== SE) commands.push(written[at++] ?? 0);
    } else commands.push(...written.subarray(at, at += 3)), at--;
  }
  return { text: new TextDecoder().decode(Uint8Array.from(text)), commands: commands.join(" ") };
}

async function agreed(options?: CallerOptions): Promise<Caller> {
  const caller = new Caller(options);
  await caller.sends(AGREES);
  caller.news();
  return caller;
}

Deno.test("TelnetConnection asks for what it needs at once, and shows a prompt when the client agrees", async () => {
  const caller = new Caller();
  await caller.sends();
  const wanted = [ECHO, SUPPRESS_GO_AHEAD, 0].map((option) => `255 251 ${option}`);
  const asked = [SUPPRESS_GO_AHEAD, 0, WINDOW_SIZE, TERMINAL_TYPE].map((one) => `255 253 ${one}`);
  assertEquals(caller.news(), { text: "", commands: [...wanted, ...asked].join(" ") });
  await caller.hears("Welcome anna\n");
  assertEquals(caller.news().text, "Welcome anna\r\n");
  await caller.sends(AGREES);
  assertEquals(caller.news(), { text: "> ", commands: "" });
});

Deno.test("TelnetConnection gives whole lines that were edited, however their bytes are cut", async () => {
  const input = bytes("hé漢x\x7f\x1b[D\x1b[Dl", IAC, WILL, 39, "\r\0o", 0x7f, "two\n");
  for (const pieces of everyCut(input)) {
    const caller = await agreed();
    await caller.sends(...pieces);
    assertEquals(caller.lines, ["hlé漢", "two"], pieces.map(({ length }) => length).join("+"));
  }
});

Deno.test("TelnetConnection keeps a typed line whole while others talk", async () => {
  const caller = await agreed();
  await caller.sends("half a li");
  await caller.hears("anna: one\nbob: two\n");
  await caller.sends("ne");
  assertEquals([caller.screen().lines, caller.screen().row], [
    ["anna: one", "bob: two"],
    "> half a line",
  ]);
  await caller.sends("\r\n");
  assertEquals(caller.lines, ["half a line"]);
});

Deno.test("TelnetConnection passes text through both ways for a client that edits its lines itself", async () => {
  const caller = new Caller();
  await caller.sends(REFUSES, "one\r\ntw", "o\r\0", "thr\x1b[31mee\n");
  assertEquals(caller.lines, ["one", "two", "thr\x1b[31mee"]);
  caller.news();
  await caller.hears("anna: hi\n");
  assertEquals(caller.news(), { text: "anna: hi\r\n", commands: "" });
});

Deno.test("TelnetConnection lets whoever speaks another protocol be recognized", async () => {
  const openings = {
    http: "GET / HTTP/1.1\r\n",
    tls: "\x16\x03\x01\x02\x00\x01",
    scanner: "SSH-2.0-x\r\n",
  };
  for (const [intruder, opening] of Object.entries(openings)) {
    const caller = new Caller();
    await caller.sends(opening, "x".repeat(200));
    assertEquals(await caller.ending, intruder);
  }
});

Deno.test("TelnetConnection goes over to editing, and back, within a line", async () => {
  const caller = new Caller();
  await caller.sends("on", AGREES, "e\r\ntw", joined([REFUSES, bytes("o\r\n")]));
  assertEquals(caller.lines, ["one", "two"]);
  await caller.sends(
    joined([AGREES, bytes("three\r")]),
    joined([bytes("\nfo"), REFUSES]),
    "ur\r\n",
  );
  assertEquals(caller.lines, ["one", "two", "three", "four"]);
  assertEquals(caller.screen().row, "");
});

Deno.test("TelnetConnection is not led astray by a subnegotiation that is cut where editing begins", async () => {
  const caller = new Caller();
  await caller.sends(
    bytes(IAC, SB, WINDOW_SIZE, 0),
    bytes(40, 0, 24, IAC, SE),
    AGREES,
    "hello\r\n",
  );
  assertEquals(caller.lines, ["hello"]);
});

Deno.test("TelnetConnection moves a long line sideways in a window as wide as the client says", async () => {
  const caller = await agreed();
  await caller.sends(bytes(IAC, SB, WINDOW_SIZE, 0, 20, 0, 24, IAC, SE), "x".repeat(30));
  const screen = caller.screen(20);
  assert(!screen.isWrapped && screen.row.startsWith("< x"), screen.row);
  await caller.sends(bytes(IAC, SB, WINDOW_SIZE, 0, 80, 0, 24, IAC, SE));
  assertStringIncludes(caller.screen().row, `> ${"x".repeat(30)}`);
});

Deno.test("TelnetConnection leaves editing to a client whose terminal is dumb", async () => {
  const caller = await agreed();
  await caller.sends(bytes(IAC, WILL, TERMINAL_TYPE));
  assertEquals(caller.news().commands, "255 250 24 1 255");
  await caller.sends(bytes(IAC, SB, TERMINAL_TYPE, 0, "DUMB", IAC, SE));
  assertEquals(caller.news(), { text: "\b\b\x1b[K", commands: "255 252 1 255 252 3" });
  await caller.sends(REFUSES, "hello\r\n");
  await caller.hears("anna: hi\n");
  assertEquals([caller.lines, caller.news().text], [["hello"], "anna: hi\r\n"]);
});

Deno.test("TelnetConnection asks for the terminal's type once, however often it is offered", async () => {
  const caller = await agreed();
  for (let i = 0; i < 100; i++) await caller.sends(bytes(IAC, WILL, TERMINAL_TYPE));
  assertEquals(caller.news().commands, "255 250 24 1 255");
});

Deno.test("TelnetConnection hides the answer to a secret question, though it was typed ahead", async () => {
  const caller = await agreed({
    take: (line, { editing }) => editing.expect(line === "/passwd" ? "secret" : "text"),
  });
  await caller.sends("/passwd\r\ns3cret\r\nhello");
  assertEquals(caller.lines, ["/passwd", "s3cret"]);
  assertEquals([caller.screen().lines, caller.screen().row], [["> /passwd"], "> hello"]);
  assert(!caller.wire.output.includes("s3cret"));
});

Deno.test("TelnetConnection shows no key before the line before has been dealt with", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const caller = await agreed({ take: () => promise });
  await caller.sends("first\r\nsecond");
  await caller.hears("anna: hi\n");
  assertEquals(caller.screen().row, ">");
  resolve();
  await caller.sends();
  assertEquals(caller.screen().row, "> second");
});

Deno.test("TelnetConnection edits nothing while a program speaks, and does again after it", async () => {
  const caller = await agreed({
    take: (line, { editing }) => editing.expect(line === "/mode json" ? "json" : "text"),
  });
  await caller.sends("/mode json\r\n");
  assertEquals(caller.news().commands, "255 252 1 255 252 3");
  await caller.hears('{"type":"hello"}\n');
  assert(caller.news().text.endsWith('{"type":"hello"}\r\n'));
  await caller.sends(REFUSES, '{"do":"mode"}\r\n');
  assertEquals(caller.news(), { text: "", commands: "255 251 1 255 251 3" });
  await caller.sends(AGREES, "hi");
  assertEquals(caller.news().text, "> hi");
  assertEquals(caller.lines, ["/mode json", '{"do":"mode"}']);
});

Deno.test("TelnetConnection completes words by its guide", async () => {
  const caller = await agreed();
  caller.connection.editing.begin({ ...NO_GUIDE, complete: () => ["anna: "] });
  await caller.sends("an\thi\r\n");
  assertEquals(caller.lines, ["anna: hi"]);
});

Deno.test("TelnetConnection takes Ctrl-D on an empty line for the end of input, and reads the rest away", async () => {
  const caller = await agreed();
  await caller.sends("bye\r\n\x04");
  assertEquals(await caller.ending, "end of input");
  const more = caller.connection.read(new Uint8Array(9));
  await caller.sends("no line\r\n");
  caller.wire.endInput();
  assertEquals([await more, caller.lines], [null, ["bye"]]);
});

Deno.test("TelnetConnection sends no half line when a client is gone", async () => {
  const caller = await agreed();
  await caller.sends("half");
  caller.wire.endInput();
  assertEquals([await caller.ending, caller.lines], ["end of input", []]);
});

Deno.test("TelnetConnection answers that it is there, and takes the keys that are commands", async () => {
  const caller = await agreed();
  await caller.sends(bytes("ab", IAC, 247, "c", IAC, 246, "\r\n"));
  assertEquals(caller.lines, ["ac"]);
  assertEquals(caller.screen().lines, ["* Yes", "> ac"]);
});

Deno.test("TelnetConnection takes its row off the screen when it ends, and writes nothing more", async () => {
  const caller = await agreed();
  await caller.sends("half");
  await caller.connection.closeWrite();
  assertEquals([caller.screen().row, caller.wire.finished], ["", true]);
  const { length } = caller.wire.written;
  await caller.sends("more\r\n", bytes(IAC, WILL, 99));
  assertEquals(caller.wire.written.length, length);
});

Deno.test("TelnetConnection rejects a write when its wire breaks, also one that waits", async () => {
  const caller = await agreed();
  caller.wire.stalled = true;
  const first = assertRejects(() => caller.hears("one\n"));
  caller.wire.reset();
  await first;
  await assertRejects(() => caller.hears("two\n"));
  assertEquals(await caller.ending, "connection broken");
});

/** Bytes that must cost little, again and again until the client is sent off. */
const ENDLESS: Readonly<Record<string, Uint8Array>> = {
  "a subnegotiation": bytes(IAC, SB, WINDOW_SIZE, "x".repeat(500)),
  "offers of options": bytes(...Array.from({ length: 170 }, (_, i) => [IAC, WILL, i]).flat()),
  "requests for options": bytes(...Array.from({ length: 170 }, (_, i) => [IAC, DO, i]).flat()),
  "a change of mind": bytes(...Array.from({ length: 80 }, () => [IAC, DONT, 3, IAC, DO, 3]).flat()),
  "are you there": bytes(...Array.from({ length: 250 }, () => [IAC, 246]).flat()),
  "window sizes": bytes(
    ...Array.from({ length: 50 }, () => [IAC, SB, 31, 0, 9, 0, 9, IAC, SE]).flat(),
  ),
  "an escape sequence": bytes(`\x1b[${"1;".repeat(240)}`),
  "a paste without an end of line": bytes("x漢".repeat(120)),
  "bytes that are no UTF-8": Uint8Array.from({ length: 500 }, () => 0xc3),
  "NULs": new Uint8Array(500),
  "arrows": bytes("\x1b[A\x1b[B".repeat(80)),
};

for (const [name, piece] of Object.entries(ENDLESS)) {
  Deno.test(`TelnetConnection ends ${name} without an end, and writes less than it reads`, async () => {
    const caller = await agreed();
    const before = caller.wire.written.length;
    let sent = 0;
    for (; sent < MAX_UNFINISHED_BYTES + 8192; sent += piece.length) {
      caller.wire.type(piece.slice());
    }
    assertEquals(await caller.ending, "line without end");
    assertLess(caller.wire.written.length - before, 1.5 * sent);
    assertEquals(caller.lines, []);
  });
}

Deno.test("TelnetConnection shows a terminal nothing but text and our own codes, whatever is sent", async () => {
  const random = new Random(2323);
  const likely = [
    ...["\x1b", "[", "A", "D", "3~", "\t", "\r", "\n", "\0", "\x7f", "\x15", "\x0c", "\x03"].map((
      one,
    ) => bytes(one)),
    ...["漢", "e\u0301", "\u009b31m", "\u202e", "/login a b", "hello "].map((one) => bytes(one)),
    ...[[IAC, DO, ECHO], [IAC, DONT, ECHO], [IAC, WILL, 24], [
      IAC,
      SB,
      WINDOW_SIZE,
      0,
      30,
      0,
      9,
      IAC,
      SE,
    ]]
      .map((one) => bytes(...one)),
  ];
  for (let run = 0; run < 40; run++) {
    const caller = await agreed();
    const pieces = Array.from({ length: 200 }, () => {
      return random.once(8) ? Uint8Array.of(random.below(255)) : random.pick(likely);
    });
    for (const piece of randomCut(joined(pieces), 30, random)) caller.wire.type(piece);
    await caller.hears("anna: hi\n");
    caller.wire.endInput();
    await caller.ending;
    caller.screen(500); // which throws at what no terminal should get
  }
});

Deno.test("TelnetConnection refuses a pasted line that is too long as a whole", async () => {
  const caller = await agreed({ maxLine: 100 });
  await caller.sends("x".repeat(400), "y".repeat(400), "\r\nshort\r\n");
  assertEquals(caller.lines.map((line) => line.endsWith("\0")), [true, false]);
  assertEquals(caller.lines[1], "short");
});

Deno.test("TelnetConnection reads no more from a client that does not read its answers", async () => {
  const floods = [ENDLESS["offers of options"], bytes("\x1b[A\r\n".repeat(80))];
  for (const flood of floods) {
    const caller = await agreed();
    await caller.sends(`${"long ".repeat(400)}\r\n`);
    caller.wire.stalled = true;
    for (let i = 0; i < 12; i++) await caller.sends(flood?.slice() ?? "");
    assert(caller.wire.unread > 5, "It was read from");
    caller.wire.resume();
    await caller.sends();
    const most = 2 * (MAX_UNPAINTED + 5000 + MAX_ANSWER_BYTES);
    assertLess(Math.max(...caller.wire.writes), most);
  }
});

Deno.test("TelnetConnection writes much that was said in portions of whole lines", async () => {
  const caller = await agreed();
  const said = Array.from({ length: 5000 }, (_, i) => `anna: line ${i}`);
  await caller.sends("mine");
  await caller.hears(`${said.join("\n")}\n`);
  assertEquals([caller.screen().lines, caller.screen().row], [said, "> mine"]);
  assertLess(Math.max(...caller.wire.writes), 20_000);
});

Deno.test("TelnetListener makes telnet clients of all who come, and closes with what it listens on", async () => {
  const inner = new FakeListener();
  const listener = new TelnetListener(inner, { maxLine: 100 });
  inner.arrive(new FakeConnection("192.0.2.7"));
  const connection = await listener.accept();
  assertEquals([connection?.transport, connection?.address], ["telnet", "192.0.2.7"]);
  assertEquals([listener.transport, listener.address], ["telnet", inner.address]);
  inner.fail(new Error("no descriptors"));
  await assertRejects(() => listener.accept(), Error, "no descriptors");
  listener.close();
  assertEquals(await listener.accept(), null);
});
