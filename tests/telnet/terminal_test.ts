// What a telnet client sees, on a terminal of our own making: after every key and every line of others the
// screen shows exactly the prompt and the line, the cursor where it belongs, and above them all that was said.

import { assert, assertEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import type { LineGuide } from "../../src/editing.ts";
import { MAX_COLUMNS, MAX_UNPAINTED, MIN_COLUMNS, WORDS_SHOWN } from "../../src/limits.ts";
import { type Cell, cellsOf, STAR, textOf, widthOf } from "../../src/telnet/cells.ts";
import type { Deed } from "../../src/telnet/keys.ts";
import { Terminal, type Typing } from "../../src/telnet/terminal.ts";
import { anyKey, LineModel } from "../support/line_model.ts";
import { Random } from "../support/random.ts";
import { VirtualTerminal } from "../support/virtual_terminal.ts";

const encoder = new TextEncoder();

/** Everything after "/login " is a secret; words in "a" become names. */
const GUIDE: LineGuide = {
  secretFrom: (line) => line.startsWith("/login ") ? "/login ".length : line.length,
  isSecret: (line) => line.startsWith("/login "),
  complete: (before) => {
    const word = before.slice(before.lastIndexOf(" ") + 1);
    return word === "" ? [] : ["anna ", "annabel ", "#art "].filter((one) => one.startsWith(word));
  },
};

/** A terminal, and the screen that shows what it paints. */
class Seat {
  readonly terminal: Terminal;
  readonly screen: VirtualTerminal;
  readonly columns: number;

  constructor(columns = 40, { maxLine = 4096 } = {}) {
    this.terminal = new Terminal(maxLine);
    this.terminal.guide = GUIDE;
    this.terminal.columns = columns;
    this.terminal.open();
    this.columns = columns;
    this.screen = new VirtualTerminal(columns);
    this.paint();
  }

  paint(said?: string): string {
    const bytes = this.terminal.paint(said === undefined ? undefined : encoder.encode(said));
    this.screen.write(bytes);
    return new TextDecoder().decode(bytes);
  }

  /** Types text, and resolves to what is written for it. */
  type(text: string): string {
    this.terminal.press({ kind: "text", text });
    return this.paint();
  }

  press(...deeds: Deed[]): Typing {
    let typing: Typing = null;
    for (const deed of deeds) typing = this.terminal.press({ kind: "deed", deed });
    this.paint();
    return typing;
  }

  /** The row, with "|" where the cursor is. */
  get shown(): string {
    const { row, cursor } = this.screen;
    let at = 0;
    for (let column = 0; column < cursor && at < row.length;) {
      const [cell] = cellsOf(row.slice(at));
      column += cell?.width ?? 0;
      at += cell?.text.length ?? 1;
    }
    const gap = " ".repeat(Math.max(0, cursor - widthOf(cellsOf(row))));
    return `${row.slice(0, at)}${gap}|${row.slice(at)}`;
  }
}

Deno.test("Terminal shows a prompt, and behind it what is typed", () => {
  const seat = new Seat();
  assertEquals(seat.shown, "> |");
  seat.type("hello");
  assertEquals(seat.shown, "> hello|");
  assertEquals(seat.press("enter"), { line: "hello" });
  assertEquals(seat.shown, "> |");
  assertEquals(seat.screen.lines, ["> hello"]);
});

Deno.test("Terminal shows what others say above a line that is being typed", () => {
  const seat = new Seat();
  seat.type("half a");
  seat.press("left", "left");
  seat.paint("anna: one\nbob: two\n");
  assertEquals(seat.screen.lines, ["anna: one", "bob: two"]);
  assertEquals(seat.shown, "> half| a");
  seat.paint("\x1b[36manna\x1b[0m: in colour\n");
  assertEquals(seat.screen.lines.at(-1), "anna: in colour");
  assertEquals(seat.shown, "> half| a");
});

Deno.test("Terminal shows no row while what others say ends within a line", () => {
  const seat = new Seat();
  seat.type("mine");
  seat.paint("anna: begin");
  assertEquals(seat.shown, "anna: begin|");
  seat.paint("ning\n");
  assertEquals([seat.screen.lines, seat.shown], [["anna: beginning"], "> mine|"]);
});

Deno.test("Terminal writes no more than what differs", () => {
  const seat = new Seat();
  assertEquals(seat.type("a"), "a");
  assertEquals(seat.type("漢"), "漢");
  assertEquals(seat.type("bcdefgh"), "bcdefgh");
  const written: [Deed, string][] = [
    ["left", "\b"],
    ["home", "\r\x1b[2C"],
    ["right", "\x1b[1C"],
    ["right", "\x1b[2C"],
    ["end", "\x1b[7C"],
    ["backspace", "\b\x1b[K"],
    ["kill word", "\r\x1b[2C\x1b[K"],
    ["kill word", "\x07"],
  ];
  for (const [deed, bytes] of written) {
    seat.terminal.press({ kind: "deed", deed });
    assertEquals(seat.paint(), bytes, deed);
  }
  assertEquals(seat.paint(), "");
});

Deno.test("Terminal moves a long line sideways, and its prompt says so", () => {
  const seat = new Seat(MIN_COLUMNS);
  seat.type("0123456789abc");
  assertEquals(seat.shown, "> 0123456789abc|");
  seat.type("d");
  assertEquals(seat.shown, "< 89abcd|");
  seat.press("left", "left", "left", "left", "left");
  assertEquals(seat.shown, "< 8|9abcd");
  seat.press("left");
  assertEquals(seat.shown, "> 234567|89abcd".replace(">", "<"));
  seat.press("home");
  assertEquals(seat.shown, "> |0123456789abc");
  assertEquals(seat.press("enter"), { line: "0123456789abcd" });
  assertEquals(seat.screen.lines, ["> 0123456789abcd"], "the whole line stays");
});

Deno.test("Terminal never splits a wide character at the edge", () => {
  const seat = new Seat(MIN_COLUMNS);
  seat.type("漢".repeat(9));
  for (let cells = 9; cells > 0; cells--) {
    assert(!seat.screen.isWrapped && seat.screen.row.length <= 2 + 6, seat.screen.row);
    seat.press("left");
  }
  assertEquals(seat.shown, `> |${"漢".repeat(6)}`);
});

Deno.test("Terminal shows stars from where a secret begins, and keeps none on the screen", () => {
  const seat = new Seat();
  let written = seat.type("/login anna");
  assertEquals(seat.shown, "> /login ****|");
  written += seat.type(" 漢s3cret");
  assertEquals(seat.shown, "> /login ************|");
  assertEquals(seat.press("enter"), { line: "/login anna 漢s3cret" });
  assertEquals(seat.screen.lines, ["> /login ************"]);
  seat.press("older");
  assertEquals(seat.shown, "> |", "it is not gone back to");
  assertNotMatch(written, /anna|3/);
});

Deno.test("Terminal shows nothing of a line that is a secret, but lets it be mended", () => {
  const seat = new Seat();
  seat.terminal.expect("secret");
  seat.paint("* Your password:\n");
  let written = seat.type("wrong");
  seat.press("kill to start");
  written += seat.type("s3crot");
  seat.press("left", "home", "older", "complete", "transpose", "backspace", "backspace");
  written += seat.type("et") + seat.paint("anna: hi\n");
  assertEquals(seat.shown, "(hidden) |");
  assertEquals(seat.press("enter"), { line: "s3cret" });
  seat.terminal.expect("text");
  seat.paint();
  assertEquals(seat.shown, "> |");
  seat.press("older");
  assertEquals(seat.shown, "> |", "it is not gone back to");
  assertEquals(seat.screen.lines, ["* Your password:", "anna: hi"]);
  assertNotMatch(written, /s3/);
});

Deno.test("Terminal ends a question when its answer is abandoned, and only then gives a line for it", () => {
  const seat = new Seat();
  seat.type("half");
  assertEquals(seat.press("abandon"), null);
  assertEquals([seat.screen.lines, seat.shown], [["> half^C"], "> |"]);
  seat.terminal.expect("secret");
  seat.type("half");
  assertEquals(seat.press("abandon"), { line: "" });
  assertEquals(seat.screen.lines, ["> half^C"]);
});

Deno.test("Terminal does not go back to a line that may be a password by mistake", () => {
  const seat = new Seat();
  seat.terminal.expect("doubtful");
  seat.type("s3cret");
  assertEquals(seat.press("enter"), { line: "s3cret" });
  seat.terminal.expect("text");
  seat.press("older");
  assertEquals(seat.shown, "> |");
});

Deno.test("Terminal completes a word, or lists what it may be above the line", () => {
  const seat = new Seat();
  seat.type("#a");
  seat.press("complete");
  assertEquals(seat.shown, "> #art |");
  seat.type("an");
  seat.press("complete");
  assertEquals(seat.shown, "> #art anna|");
  assertEquals(seat.screen.lines, []);
  seat.press("complete");
  assertEquals(seat.screen.lines, ["anna  annabel"]);
  assertEquals(seat.shown, "> #art anna|");
  seat.type("x");
  seat.press("complete");
  assertEquals([seat.screen.bells, seat.screen.lines.length], [1, 1]);
});

Deno.test("Terminal lists no more words than can be looked through", () => {
  const seat = new Seat(80);
  const words = Array.from({ length: WORDS_SHOWN + 5 }, (_, i) => `a${100 + i} `);
  seat.terminal.guide = { ...GUIDE, complete: () => words };
  seat.press("complete", "complete");
  assertStringIncludes(seat.screen.lines.at(-1) ?? "", `a${99 + WORDS_SHOWN}  and 5 more`);
});

Deno.test("Terminal says that the client has left only on an empty line", () => {
  const seat = new Seat();
  seat.type("ab");
  seat.press("home");
  assertEquals(seat.press("delete or leave"), null);
  assertEquals(seat.shown, "> |b");
  assertEquals(seat.press("delete or leave"), null);
  assertEquals(seat.press("delete or leave"), "end");
});

Deno.test("Terminal clears the screen but for the row", () => {
  const seat = new Seat();
  seat.paint("anna: hi\n");
  seat.type("mine");
  seat.press("clear screen");
  assertEquals([seat.screen.lines, seat.shown], [[], "> mine|"]);
});

Deno.test("Terminal draws the row anew when the window's width has changed, as wide as can be true", () => {
  const seat = new Seat(80);
  seat.type("x".repeat(100));
  for (const [told, believed] of [[40, 40], [0, 80], [1, MIN_COLUMNS], [65_535, MAX_COLUMNS]]) {
    seat.terminal.columns = told ?? 0;
    const screen = new VirtualTerminal(believed ?? 0);
    const bytes = new TextDecoder().decode(seat.terminal.paint());
    assert(bytes.startsWith("\r\x1b[K"), `${told}: ${bytes}`);
    screen.write(encoder.encode(bytes));
    assert(!screen.isWrapped && screen.cursor < (believed ?? 0), `${told}`);
  }
});

Deno.test("Terminal takes its row off the screen when it closes, and tells what was typed", () => {
  const seat = new Seat();
  seat.type("half");
  assertEquals(seat.terminal.close(), "half");
  seat.paint("anna: hi\n");
  assertEquals([seat.screen.lines, seat.shown], [["anna: hi"], "|"]);
});

Deno.test("Terminal is full when much waits to be painted, and takes no more notes then", () => {
  const seat = new Seat(80, { maxLine: 32_768 });
  seat.terminal.press({ kind: "text", text: "x".repeat(MAX_UNPAINTED) });
  assert(!seat.terminal.full);
  seat.terminal.press({ kind: "deed", deed: "enter" });
  assert(seat.terminal.full);
  for (let notes = 0; notes < 1000; notes++) seat.terminal.note(`${notes}`);
  assert(seat.terminal.paint().length < MAX_UNPAINTED + 100);
  assert(!seat.terminal.full);
});

/** What the screen should show, found by trying: any part of the line that begins where the row does. */
function checkScreen({ screen, columns }: Seat, { text, cursor }: LineModel): void {
  const line = masked(text);
  const width = widthOf(line);
  const prompt = screen.row.slice(0, 2).padEnd(2);
  assert(!screen.isWrapped && screen.cursor < columns);
  const seen = screen.row.slice(2);
  if (prompt === "> ") {
    assert(textOf(line).trimEnd().startsWith(seen), `"${seen}" of "${textOf(line)}"`);
    if (width <= columns - 3) assertEquals(seen, textOf(line).trimEnd());
    return assertEquals(screen.cursor, 2 + widthOf(line.slice(0, cursor)));
  }
  assertEquals(prompt, "< ");
  assert(width > columns - 3, "moved sideways without need");
  const starts = line.map((_, from) => from).filter((from) =>
    textOf(line.slice(from)).startsWith(seen) &&
    screen.cursor === 2 + widthOf(line.slice(from, Math.max(from, cursor)))
  );
  assert(starts.length > 0, `"${seen}" with the cursor at ${screen.cursor} of "${textOf(line)}"`);
}

/** The characters of a line as they are to be seen. */
function masked(text: string): Cell[] {
  const from = GUIDE.secretFrom(text);
  let length = 0;
  return cellsOf(text).map((cell) => (length += cell.text.length) > from ? STAR : cell);
}

for (const columns of [MIN_COLUMNS, MIN_COLUMNS + 1, 40, 200]) {
  Deno.test(`Terminal shows what a simple model has, whatever is typed on ${columns} columns`, () => {
    const random = new Random(columns);
    const seat = new Seat(columns);
    const model = new LineModel(GUIDE);
    const lines: string[] = [];
    for (let step = 0; step < 1500; step++) {
      if (random.once(8)) {
        lines.push(`bob: ${step} ${"漢x".repeat(random.below(30))}`.trimEnd());
        seat.paint(`${lines.at(-1)}\n`);
      }
      const key = anyKey(random);
      const typing = seat.terminal.press(key);
      const line = model.apply(key);
      const mark = key.kind === "deed" && key.deed === "abandon" ? "^C" : "";
      if (line !== null && line + mark !== "") {
        lines.push(`> ${textOf(masked(line))}${mark}`.trimEnd());
      }
      if (mark === "") assertEquals(typing, line === null ? null : { line });
      if (random.once(4)) continue; // several keys come at once
      seat.paint();
      checkScreen(seat, model);
    }
    seat.paint();
    assertEquals(seat.screen.lines, lines);
  });
}
