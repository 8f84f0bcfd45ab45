// Bytes to lines through all stages at once: newlines, telnet, the limit, characters, the openings of
// programs, the ends. And two promises that only the whole can keep: connections that share a splitter
// never see each other's text, and nothing is read while a line waits.

import { assert, assertEquals, assertLessOrEqual, assertRejects } from "@std/assert";
import { type Ending, LineReader, type Source } from "../src/line_reader.ts";
import { BUSY_READ_BYTES, MAX_UNFINISHED_BYTES, READ_BYTES } from "../src/limits.ts";
import { bytes, everyCut, joined, randomCut } from "./support/bytes.ts";
import { Random } from "./support/random.ts";
import { taking } from "./support/taking.ts";

const IAC = 255;
const MAX_LINE = 64;

/** Hands over one piece a read, as a socket does, and then ends, breaks or says nothing more. */
class Pieces implements Source {
  readonly #pieces: Uint8Array[];
  readonly #then: "end" | "break" | "silence";
  /** Sizes of the buffers that were to be filled. */
  readonly asked: number[] = [];
  /** Bytes handed over. */
  taken = 0;
  /** Bytes of the largest memory that they were part of. */
  most = 0;

  constructor(pieces: Iterable<Uint8Array>, then: "end" | "break" | "silence" = "end") {
    this.#pieces = [...pieces];
    this.#then = then;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    this.asked.push(buffer.length);
    this.most = Math.max(this.most, buffer.buffer.byteLength);
    const piece = this.#pieces.shift();
    if (!piece) return this.#last();
    const count = Math.min(piece.length, buffer.length);
    buffer.set(piece.subarray(0, count));
    if (count < piece.length) this.#pieces.unshift(piece.subarray(count));
    this.taken += count;
    return Promise.resolve(count);
  }

  #last(): Promise<null> {
    if (this.#then === "end") return Promise.resolve(null);
    if (this.#then === "break") return Promise.reject(new Error("Connection reset"));
    return new Promise(() => {});
  }
}

interface Talk {
  readonly lines: string[];
  readonly ending: Ending;
}

async function listen(source: Source, { maxLine = MAX_LINE, greeted = false } = {}): Promise<Talk> {
  const reader = new LineReader(source, maxLine);
  reader.greeted = greeted;
  const lines: string[] = [];
  const ending = await reader.each(taking((line) => void lines.push(line)));
  return { lines, ending };
}

interface Case {
  readonly name: string;
  readonly input: Uint8Array;
  readonly lines: readonly string[];
  readonly ending?: Ending;
}

/** Every case whole, cut in two at every place, and a byte at a time. */
async function check(cases: readonly Case[], greeted = true): Promise<void> {
  for (const { name, input, lines, ending = "end of input" } of cases) {
    for (const pieces of everyCut(input)) {
      const cut = `${name}, read as ${pieces.map((piece) => piece.length).join("+")} bytes`;
      const talk = await listen(new Pieces(pieces), { greeted });
      assertEquals(talk, { lines: [...lines], ending }, cut);
    }
  }
}

Deno.test("LineReader.each() gives the same lines however they end and reads cut them", async () => {
  const lines = ["hi", "", "you"];
  await check([
    { name: "LF", input: bytes("hi\n\nyou\n"), lines },
    { name: "CR LF", input: bytes("hi\r\n\r\nyou\r\n"), lines },
    { name: "CR NUL", input: bytes("hi\r\0\r\0you\r\0"), lines },
    { name: "CR", input: bytes("hi\r\ryou\r"), lines },
    { name: "all of them", input: bytes("hi\r\0\nyou\r"), lines },
    { name: "without the last newline", input: bytes("hi\n\nyou"), lines },
    { name: "with NULs", input: bytes("\0h\0i\0\n\0\ny\0ou\0\0\n"), lines },
    { name: "only a newline", input: bytes("\n"), lines: [""] },
    { name: "nothing", input: bytes(), lines: [] },
    { name: "only NULs", input: bytes("\0\0\0"), lines: [] },
  ]);
});

Deno.test("LineReader.each() gives a line that ends with a bare CR without waiting for more", async () => {
  const reader = new LineReader(new Pieces([bytes("hi\r")], "silence"), MAX_LINE);
  const line = await new Promise<string>((resolve) => void reader.each(taking(resolve)));
  assertEquals(line, "hi");
});

Deno.test("LineReader.each() keeps characters whole that are split between reads", async () => {
  await check([
    { name: "of every length", input: bytes("aé€🌍b\n🌍\né"), lines: ["aé€🌍b", "🌍", "é"] },
    { name: "unfinished at the end", input: bytes("caf", 0xc3), lines: ["caf\ufffd"] },
    { name: "nothing but unfinished", input: bytes(0xf0, 0x9f), lines: ["\ufffd"] },
    { name: "cut by a newline", input: bytes("a", 0xe2, 0x82, "\nb\n"), lines: ["a\ufffd", "b"] },
    { name: "Latin-1", input: bytes("gr", 0xfc, 0xdf, "e\n"), lines: ["gr\ufffd\ufffde"] },
    {
      name: "separators that are no newline",
      input: bytes("a\u2028b\x85c\n"),
      lines: ["a\u2028b\x85c"],
    },
  ]);
});

Deno.test("LineReader.each() swallows telnet negotiation, and no newline with it", async () => {
  const start = [IAC, 253, 3, IAC, 251, 24, IAC, 250, 31, 0, 80, 0, 24, IAC, 240];
  await check([
    { name: "before the first line", input: bytes(...start, "hi\r\n"), lines: ["hi"] },
    { name: "inside a line", input: bytes("h", ...start, "i\r\nyou\n"), lines: ["hi", "you"] },
    { name: "at the end", input: bytes("hi\r\n", ...start), lines: ["hi"] },
    { name: "a stray 255 before LF", input: bytes("hi", IAC, "\nyou\n"), lines: ["hi", "you"] },
    {
      name: "a stray 255 before CR LF",
      input: bytes("hi", IAC, "\r\nyou\n"),
      lines: ["hi", "you"],
    },
    { name: "a doubled 255", input: bytes("h", IAC, IAC, "i\n"), lines: ["h\ufffdi"] },
    { name: "nothing else", input: bytes(...start), lines: [] },
  ]);
});

Deno.test("LineReader.each() gives lines up to the limit whole and marks those above", async () => {
  const full = "x".repeat(MAX_LINE);
  const marked = full + "\0";
  await check([
    { name: "at the limit", input: bytes(full + "\nok\n"), lines: [full, "ok"] },
    { name: "at the limit, CR LF", input: bytes(full + "\r\nok\n"), lines: [full, "ok"] },
    { name: "at the limit, unfinished", input: bytes(full), lines: [full] },
    { name: "one above", input: bytes(full + "x\nok\n"), lines: [marked, "ok"] },
    { name: "one above, CR LF", input: bytes(full + "x\r\nok\n"), lines: [marked, "ok"] },
    { name: "one above, unfinished", input: bytes(full + "x"), lines: [marked] },
    { name: "a command as tail", input: bytes(full + "/quit\nok\n"), lines: [marked, "ok"] },
    { name: "far above", input: bytes(full.repeat(5), "\nok\n"), lines: [marked, "ok"] },
    {
      name: "two, the first too long",
      input: bytes("ok\n", full, "x\nyes\n"),
      lines: ["ok", marked, "yes"],
    },
    { name: "NULs that do not count", input: bytes("\0", full, "\0\n"), lines: [full] },
  ]);
});

Deno.test("LineReader.each() counts bytes, and marks a line cut inside a character", async () => {
  const fits = "€".repeat(MAX_LINE / 3 - 1) + "€x"; // 64 bytes
  await check([
    { name: "at the limit", input: bytes(fits + "\n"), lines: [fits] },
    {
      name: "cut after the first byte of a character",
      input: bytes("x".repeat(MAX_LINE - 1), "€\nok\n"),
      lines: ["x".repeat(MAX_LINE - 1) + "\ufffd\0", "ok"],
    },
  ]);
});

Deno.test("LineReader.each() lets nobody forge the mark of a line that was too long", async () => {
  await check([
    { name: "NUL LF", input: bytes("hi\0\n"), lines: ["hi"] },
    { name: "NUL CR LF", input: bytes("hi\0\r\n"), lines: ["hi"] },
    { name: "NUL CR NUL", input: bytes("hi\0\r\0"), lines: ["hi"] },
    { name: "CR NUL NUL LF", input: bytes("hi\r\0\0\n"), lines: ["hi", ""] },
    { name: "NUL at the end of input", input: bytes("hi\0"), lines: ["hi"] },
    { name: "IAC NUL", input: bytes("hi", IAC, 0, "\n"), lines: ["hi"] },
    { name: "IAC IAC NUL", input: bytes("hi", IAC, IAC, 0, "\n"), lines: ["hi\ufffd"] },
    { name: "an overlong NUL", input: bytes("hi", 0xc0, 0x80, "\n"), lines: ["hi\ufffd\ufffd"] },
  ]);
});

Deno.test("LineReader.each() takes lines of the longest length there is a flag for", async () => {
  const long = "é".repeat(16_384);
  for (const size of [50, 511, 512, 513, 4096, 40_000]) {
    const input = bytes(long, "\n", long, "x\nshort\n");
    const pieces = randomCut(input, size, new Random(size));
    const { lines } = await listen(new Pieces(pieces), { maxLine: 32_768 });
    assertEquals(lines.map((line) => line.length), [16_384, 16_385, 5], `reads of up to ${size}`);
    assert(lines[0] === long && lines[1] === long + "\0" && lines[2] === "short");
  }
});

const ENDLESS: readonly [string, Uint8Array, Uint8Array][] = [
  ["text", bytes("hi\n"), bytes("x".repeat(1000))],
  ["characters of four bytes", bytes("hi\n"), bytes("🌍".repeat(250))],
  ["a subnegotiation", bytes("hi\n", IAC, 250, 24), bytes("x\n".repeat(500))],
  ["NULs", bytes("hi\n"), new Uint8Array(1000)],
  [
    "telnet commands",
    bytes("hi\n"),
    bytes(...Array.from({ length: 500 }, () => [IAC, 241]).flat()),
  ],
];

for (const [what, before, piece] of ENDLESS) {
  Deno.test(`LineReader.each() ends after 64 KiB without a newline: ${what}`, async () => {
    for (const maxLine of [MAX_LINE, 32_768]) {
      const source = new Pieces([before, ...Array.from({ length: 200 }, () => piece)], "silence");
      const { lines, ending } = await listen(source, { maxLine });
      assertEquals({ lines, ending }, { lines: ["hi"], ending: "line without end" });
      const taken = source.taken - before.length;
      assert(taken > MAX_UNFINISHED_BYTES, `gave up after ${taken} bytes`);
      assertLessOrEqual(taken, MAX_UNFINISHED_BYTES + BUSY_READ_BYTES);
    }
  });
}

Deno.test("LineReader.each() goes on for ever with a client that only now and then sends a line", async () => {
  const piece = joined([new Uint8Array(60_000), bytes(IAC, 241, "hi\n")]);
  const pieces = new Pieces(Array.from({ length: 5 }, () => piece));
  const { lines, ending } = await listen(pieces, { greeted: true });
  assertEquals({ lines, ending }, { lines: Array(5).fill("hi"), ending: "end of input" });
});

Deno.test("LineReader.each() says that the connection broke, and drops the unfinished line", async () => {
  const broken = await listen(new Pieces([bytes("hi\nyo")], "break"));
  assertEquals(broken, { lines: ["hi"], ending: "connection broken" });
  const never = await listen(new Pieces([], "break"));
  assertEquals(never, { lines: [], ending: "connection broken" });
});

const INTRUDERS: readonly Case[] = [
  { name: "GET", input: bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), lines: [], ending: "http" },
  { name: "POST", input: bytes("POST /quit HTTP/1.1\r\n\r\n/quit\r\n"), lines: [], ending: "http" },
  { name: "HTTP/2", input: bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), lines: [], ending: "http" },
  {
    name: "TLS",
    input: bytes(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, 0xff, 0xff, 0xfa, 0x0a, "\n"),
    lines: [],
    ending: "tls",
  },
  { name: "SSH", input: bytes("SSH-2.0-Go\r\n"), lines: [], ending: "scanner" },
  { name: "RTSP", input: bytes("OPTIONS / RTSP/1.0\r\n\r\n"), lines: [], ending: "scanner" },
  { name: "RDP", input: bytes(3, 0, 0, 19, 14, 224, 0, 0, "\n"), lines: [], ending: "scanner" },
];

Deno.test("LineReader.each() ends at a program's opening split over reads, and gives no line of it", async () => {
  await check(INTRUDERS, false);
});

Deno.test("LineReader.each() knows a request whose path is longer than what is looked at", async () => {
  const input = bytes(`GET /${"a".repeat(3000)} HTTP/1.1\r\nHost: a\r\n\r\n`);
  for (const size of [1, 10, 100, 1000, 5000]) {
    const source = new Pieces(randomCut(input, size, new Random(size)));
    assertEquals(await listen(source, { maxLine: 4096 }), { lines: [], ending: "http" });
  }
});

Deno.test("LineReader.each() takes people's first lines for chat, split over reads", async () => {
  await check([
    { name: "GET", input: bytes("GET me a beer\nplease\n"), lines: ["GET me a beer", "please"] },
    { name: "later", input: bytes("hi\nGET / HTTP/1.1\n"), lines: ["hi", "GET / HTTP/1.1"] },
    { name: "later SSH", input: bytes("\r\nSSH-2.0-x\r\n"), lines: ["", "SSH-2.0-x"] },
    { name: "later binary", input: bytes("hi\n\x01\x02\x03\n"), lines: ["hi", "\x01\x02\x03"] },
  ]);
  const long = "x".repeat(3 * READ_BYTES) + " GET / HTTP/1.1";
  const { lines } = await listen(new Pieces([bytes(long, "\n")]), { maxLine: 4096 });
  assertEquals(lines, [long]);
});

Deno.test("LineReader.greeted gives odd characters the benefit of the doubt", async () => {
  const input = bytes("\x01\x02\x03\n");
  const before = await listen(new Pieces([input]));
  assertEquals(before, { lines: [], ending: "scanner" });
  const after = await listen(new Pieces([input]), { greeted: true });
  assertEquals(after, { lines: ["\x01\x02\x03"], ending: "end of input" });
});

Deno.test("LineReader.each() reads nothing while a line waits", async () => {
  const source = new Pieces([bytes("one\ntwo\nthree\nfo"), bytes("ur\n")], "silence");
  const reader = new LineReader(source, MAX_LINE);
  const taken: string[] = [];
  let finish: () => void = () => {};
  void reader.each(taking((line) => {
    taken.push(line);
    return new Promise((resolve) => finish = resolve);
  }));
  const seen: [string[], number][] = [];
  for (let step = 0; step < 4; step++) {
    await settled();
    seen.push([[...taken], source.asked.length]);
    finish();
  }
  assertEquals(seen, [
    [["one"], 1],
    [["one", "two"], 1],
    [["one", "two", "three"], 1],
    [["one", "two", "three", "four"], 2],
  ]);
});

Deno.test("LineReader.each() hands on what take() throws, and takes no line after", async () => {
  for (const fails of [() => Promise.reject(new Error("A bug")), throwBug]) {
    const lines: string[] = [];
    const reader = new LineReader(new Pieces([bytes("one\ntwo\nthree\n")]), MAX_LINE);
    const each = reader.each(taking((line) => {
      lines.push(line);
      return line === "two" ? fails() : undefined;
    }));
    await assertRejects(() => each, Error, "A bug");
    assertEquals(lines, ["one", "two"]);
  }
});

Deno.test("LineReader reads more at a time from those who fill it, and less once they are quiet", async () => {
  const busy = bytes("x".repeat(63) + "\n".repeat(2 * BUSY_READ_BYTES - 63));
  const source = new Pieces([bytes("hi\n"), busy, bytes("hi\n"), bytes("hi\n")]);
  await listen(source);
  assertEquals(source.asked.slice(0, 3), [READ_BYTES, READ_BYTES, BUSY_READ_BYTES]);
  assertEquals(source.asked.slice(-2), [READ_BYTES, READ_BYTES]);
});

Deno.test("LineReader holds at most 16 KiB of what a client sends, whatever that is", async () => {
  const longest = 4096; // the default of --max-line
  const inputs = {
    "a line of the longest, unfinished": "x".repeat(longest),
    "a line without end": "x".repeat(MAX_UNFINISHED_BYTES + 1),
    "lines that are too long": `${"x".repeat(3 * longest)}\n`.repeat(20),
    "lines of the longest": `${"x".repeat(longest)}\n`.repeat(50),
    "empty lines": "\n".repeat(200_000),
  };
  for (const [what, input] of Object.entries(inputs)) {
    const source = new Pieces([bytes(input)]);
    const reader = new LineReader(source, longest);
    await reader.each(taking(() => {}));
    assert(source.most > 0 && source.most <= 16 * 1024, `${what}: ${source.most}`);
  }
});

// Sharing the splitter.

/** How a client of the property test goes. */
type Fate = "ends" | "ends inside a line" | "breaks" | "never ends a line" | "is a program" | "bug";

const FATES: readonly Fate[] = [
  "ends",
  "ends",
  "ends",
  "ends inside a line",
  "breaks",
  "never ends a line",
  "is a program",
  "bug",
];
const WORDS = ["", "x", "hello", "é", "🌍🌍", "/who", "a\tb", "long".repeat(15)];
const NEWLINES = ["\n", "\r\n", "\r", "\r\0"];

interface Script {
  readonly fate: Fate;
  readonly input: Uint8Array;
  readonly lines: readonly string[];
}

function scriptOf(id: number, random: Random): Script {
  const fate = random.pick(FATES);
  const lines = Array.from({ length: 1 + random.below(20) }, (_, at) => {
    return `${id}.${at} ${random.pick(WORDS)}`;
  });
  const rest = `${id}.rest é`;
  const text = lines.map((line) => line + random.pick(NEWLINES)).join("");
  switch (fate) {
    case "ends":
    case "bug":
      return { fate, lines, input: bytes(text) };
    case "ends inside a line":
      return { fate, lines: [...lines, rest], input: bytes(text, rest) };
    case "breaks":
      return { fate, lines, input: bytes(text, rest) };
    case "never ends a line":
      return { fate, lines, input: bytes(text, rest, "x".repeat(70_000)) };
    case "is a program":
      return { fate, lines: [], input: bytes("GET / HTTP/1.1\r\n", text) };
  }
}

/** Runs one client, which pauses before reads and inside take(), and returns the lines it got. */
async function play({ fate, input }: Script, random: Random): Promise<string[]> {
  const cut = fate === "never ends a line" ? 9000 : 1 + random.below(90);
  const pieces = new Pieces(randomCut(input, cut, random), fate === "breaks" ? "break" : "end");
  const pause = async () => {
    for (let ticks = random.below(12); ticks > 0; ticks--) await null;
  };
  const source = { read: (buffer: Uint8Array) => pause().then(() => pieces.read(buffer)) };
  const got: string[] = [];
  const bugAt = fate === "bug" ? random.below(5) : Infinity;
  const reader = new LineReader(source, 80);
  const take = (line: string) => {
    got.push(line);
    if (got.length > bugAt) throwBug();
    return random.once(2) ? undefined : pause();
  };
  await reader.each(taking(take)).catch(() => {});
  return got;
}

Deno.test("LineReader mixes no text of two connections, however they interleave and end", async () => {
  for (let seed = 0; seed < 6; seed++) {
    const random = new Random(seed);
    const scripts = Array.from({ length: 120 }, (_, id) => scriptOf(id, random));
    const talks = scripts.map((script) => play(script, random));
    for (const [at, talk] of talks.entries()) {
      const got = await talk;
      const { fate, lines = [] } = scripts[at] ?? {};
      const expected = fate === "bug" ? lines.slice(0, got.length) : lines;
      assertEquals(got, [...expected], `seed ${seed}, client ${at}, which ${fate}`);
    }
  }
});

Deno.test("LineReader keeps half a line to itself while others come and go", async () => {
  const open = Array.from({ length: 5 }, (_, id) => half(id));
  for (let id = 0; id < 200; id++) {
    const { lines } = await listen(new Pieces([bytes(`guest ${id}\nun`), bytes("finished")]));
    assertEquals(lines, [`guest ${id}`, "unfinished"]);
  }
  for (const { finish } of open) finish();
  const lines = await Promise.all(open.map(({ lines }) => lines));
  assertEquals(lines, open.map((_, id) => [`host ${id}, first half and second`]));
});

/** A client that has sent half a line and goes on when told to. */
function half(id: number): { lines: Promise<string[]>; finish: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const pieces = new Pieces([bytes(`host ${id}, first half`), bytes(" and second\n")]);
  let reads = 0;
  const source: Source = {
    async read(buffer) {
      if (++reads === 2) await promise;
      return await pieces.read(buffer);
    },
  };
  return { lines: listen(source).then(({ lines }) => lines), finish: resolve };
}

function throwBug(): never {
  throw new Error("A bug");
}

/** Lets everything run that waits for nothing but its turn. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await null;
}
