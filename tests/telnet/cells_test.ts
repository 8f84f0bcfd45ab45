// Characters as people see them, and the columns that terminals give them.

import { assertEquals } from "@std/assert";
import { cellsOf, textOf, widthOf } from "../../src/telnet/cells.ts";

const WIDTHS: readonly [text: string, ...widths: number[]][] = [
  ["", ...[]],
  ["ab c~", 1, 1, 1, 1, 1],
  ["schön", 1, 1, 1, 1, 1],
  ["漢字", 2, 2],
  ["한글かナ", 2, 2, 2, 2],
  ["ﾅ①", 1, 1],
  ["！", 2],
  ["e\u0301x", 1, 1],
  ["\u0301x", 0, 1],
  ["\u1112\u1161\u11ab", 2],
  ["ที่", 1],
  ["שלום", 1, 1, 1, 1],
  ["👋🏽", 2],
  ["👨‍👩‍👧x", 2, 1],
  ["🇩🇪🇫🇷", 2, 2],
  ["❤️❤", 2, 1],
  ["a\u200bb", 1, 0, 1],
];

for (const [text, ...widths] of WIDTHS) {
  Deno.test(`cellsOf() counts ${JSON.stringify(text)} as ${widths.join(" and ") || "nothing"}`, () => {
    const cells = cellsOf(text);
    assertEquals(cells.map(({ width }) => width), widths);
    assertEquals(textOf(cells), text);
    assertEquals(widthOf(cells), widths.reduce((sum, width) => sum + width, 0));
  });
}
