// Editing a line: each deed where it matters, the bounds, and any keys at all beside a simple model.

import { assert, assertEquals, assertLess } from "@std/assert";
import { NO_GUIDE } from "../../src/editing.ts";
import { TYPED_CHARACTERS_KEPT, TYPED_LINES_KEPT } from "../../src/limits.ts";
import { cellsOf, textOf } from "../../src/telnet/cells.ts";
import type { Deed } from "../../src/telnet/keys.ts";
import { LineEditor } from "../../src/telnet/line_editor.ts";
import { anyKey, LineModel } from "../support/line_model.ts";
import { Random } from "../support/random.ts";

/** An editor with a line, written with "|" where the cursor is. */
function editing(line: string, maxBytes = 4096): LineEditor {
  const editor = new LineEditor(maxBytes);
  const [before = "", after = ""] = line.split("|");
  type(editor, before + after);
  for (const _ of cellsOf(after)) press(editor, "left");
  return editor;
}

function type(editor: LineEditor, text: string): string {
  return editor.press({ kind: "text", text }).kind;
}

function press(editor: LineEditor, deed: Deed): string {
  return editor.press({ kind: "deed", deed }).kind;
}

function shown(editor: LineEditor): string {
  const { cells, cursor } = editor.typed;
  return `${textOf(cells.slice(0, cursor))}|${textOf(cells.slice(cursor))}`;
}

function textIn(editor: LineEditor): string {
  return textOf(editor.typed.cells);
}

const DEEDS: readonly [line: string, deed: Deed, becomes: string | null][] = [
  ["ab|", "left", "a|b"],
  ["漢e\u0301|👨‍👩‍👧", "left", "漢|e\u0301👨‍👩‍👧"],
  ["|ab", "left", null],
  ["|👨‍👩‍👧b", "right", "👨‍👩‍👧|b"],
  ["ab|", "right", null],
  ["one  two  |", "word left", "one  |two  "],
  ["one tw|o", "word left", "one |two"],
  ["|one", "word left", "|one"],
  ["one|  two x", "word right", "one  two| x"],
  ["one|", "word right", "one|"],
  ["a|b", "home", "|ab"],
  ["a|b", "end", "ab|"],
  ["ae\u0301|b", "backspace", "a|b"],
  ["|ab", "backspace", null],
  ["a|漢b", "delete", "a|b"],
  ["ab|", "delete", null],
  ["a|b", "delete or leave", "a|"],
  ["ab|", "delete or leave", null],
  ["one two|x", "kill word", "one |x"],
  ["one  |x", "kill word", "|x"],
  ["|x", "kill word", null],
  ["a| two x", "kill next word", "a| x"],
  ["a|", "kill next word", null],
  ["ab|cd", "kill to start", "|cd"],
  ["|cd", "kill to start", null],
  ["ab|cd", "kill to end", "ab|"],
  ["ab|", "kill to end", null],
  ["ab|", "transpose", "ba|"],
  ["a|bc", "transpose", "ba|c"],
  ["a漢|", "transpose", "漢a|"],
  ["|ab", "transpose", null],
  ["a|", "transpose", null],
  ["ab|", "older", null],
  ["ab|", "newer", null],
];

for (const [line, deed, becomes] of DEEDS) {
  Deno.test(`LineEditor: "${deed}" turns ${line} into ${becomes ?? "nothing else"}`, () => {
    const editor = editing(line);
    const refused = press(editor, deed) === "refused";
    assertEquals([shown(editor), refused], [becomes ?? line, becomes === null]);
  });
}

Deno.test("LineEditor joins a mark with the character before it, and what a deletion brings together", () => {
  const editor = editing("e|x");
  type(editor, "\u0301");
  assertEquals([shown(editor), editor.typed.cells.length], ["e\u0301|x", 2]);
  const syllable = editing("\u1112x|\u1161");
  press(syllable, "backspace");
  assertEquals([shown(syllable), syllable.typed.cells.length], ["\u1112\u1161|", 1]);
});

Deno.test("LineEditor never holds what no terminal should be shown", () => {
  const editor = editing("|");
  assertEquals(type(editor, "a\u009b31m\u202eb\u0085\ufeffc"), "edited");
  assertEquals(textIn(editor), "abc");
});

Deno.test("LineEditor goes back and forth among lines, and keeps what was being typed", () => {
  const editor = new LineEditor(100);
  for (const line of ["one", "two", "two", ""]) {
    type(editor, line);
    press(editor, "enter");
  }
  type(editor, "draft");
  const seen = (["older", "older", "older", "newer", "newer", "newer"] as const).map((deed) => {
    return [press(editor, deed), textIn(editor)];
  });
  assertEquals(seen, [
    ["edited", "two"],
    ["edited", "one"],
    ["refused", "one"],
    ["edited", "two"],
    ["edited", "draft"],
    ["refused", "draft"],
  ]);
});

Deno.test("LineEditor keeps no line that holds a secret, nor any it is told not to keep", () => {
  const editor = new LineEditor(100);
  editor.guide = { ...NO_GUIDE, isSecret: (line) => line.startsWith("/login") };
  type(editor, "/login anna s3cret");
  press(editor, "enter");
  editor.keeps = false;
  type(editor, "s3cret");
  press(editor, "enter");
  assertEquals([press(editor, "older"), textIn(editor)], ["refused", ""]);
});

Deno.test("LineEditor keeps a bounded number of lines, and of characters", () => {
  const many = new LineEditor(100);
  for (let line = 0; line < TYPED_LINES_KEPT + 50; line++) {
    type(many, `line ${line}`);
    press(many, "enter");
  }
  let kept = 0;
  while (press(many, "older") === "edited") kept++;
  assertEquals([kept, textIn(many)], [TYPED_LINES_KEPT, "line 50"]);
  const long = new LineEditor(4096);
  for (const letter of ["a", "b", "c", "d"]) {
    type(long, letter.repeat(3000));
    press(long, "enter");
  }
  kept = 0;
  while (press(long, "older") === "edited") kept += textIn(long).length;
  assertEquals(kept, 6000);
  assertLess(kept, TYPED_CHARACTERS_KEPT);
});

Deno.test("LineEditor takes a little more than a line may have, so that it is refused whole, and no more", () => {
  for (const letter of ["x", "é", "漢", "👋"]) {
    const size = new TextEncoder().encode(letter).length;
    const editor = new LineEditor(100);
    let outcome = "";
    for (let i = 0; i < 200; i++) outcome = type(editor, letter);
    assertEquals(outcome, "refused");
    const { length } = new TextEncoder().encode(textIn(editor));
    assert(length > 100 && length <= 100 + size, `${length} bytes of ${letter}`);
    const pasted = new LineEditor(100);
    assertEquals(type(pasted, letter.repeat(50_000)), "refused");
    assertEquals(textIn(pasted), textIn(editor));
  }
});

Deno.test("LineEditor asks for words once for a question, and not where a secret stands", () => {
  const editor = new LineEditor(100);
  let asked = 0;
  editor.guide = {
    isSecret: () => false,
    secretFrom: (line) => line.startsWith("/") ? 1 : line.length,
    complete: () => ++asked > 0 ? ["anna ", "Annabel "] : [],
  };
  type(editor, "an");
  assertEquals([press(editor, "complete"), textIn(editor)], ["edited", "anna"]);
  for (let i = 0; i < 5; i++) assertEquals(press(editor, "complete"), "choices");
  assertEquals(asked, 2);
  press(editor, "kill to start");
  type(editor, "/an");
  assertEquals([press(editor, "complete"), asked], ["refused", 2]);
});

Deno.test("LineEditor puts a word in the place of the one before the cursor, with one space after it", () => {
  const editor = editing("to AN| now");
  editor.guide = { ...NO_GUIDE, complete: () => ["anna "] };
  press(editor, "complete");
  assertEquals(shown(editor), "to anna |now");
});

Deno.test("LineEditor does as a simple model does, whatever is typed", () => {
  for (let seed = 0; seed < 10; seed++) {
    const random = new Random(seed);
    const editor = new LineEditor(1e6);
    const model = new LineModel(NO_GUIDE);
    for (let step = 0; step < 500; step++) {
      const key = anyKey(random);
      const before = shown(editor);
      editor.press(key);
      model.apply(key);
      const how = `${JSON.stringify(key)} on ${before}`;
      assertEquals([textIn(editor), editor.typed.cursor], [model.text, model.cursor], how);
      assertEquals(editor.typed.cells.length, cellsOf(model.text).length, how);
    }
  }
});
