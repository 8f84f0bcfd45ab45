// Text as a terminal shows it: one cell for each character that people see, however many code points it is
// made of, with its width in columns. Pure; widths are a library's knowledge.

import stringWidth from "string-width";

export interface Cell {
  readonly text: string;
  /** Columns: 0, 1, 2, or more for what a terminal shows in pieces. */
  readonly width: number;
}

/** Every printable ASCII character, made once. */
const ASCII: readonly Cell[] = Array.from({ length: 127 }, (_, code) => {
  return { text: String.fromCharCode(code), width: code < 32 ? 0 : 1 };
});
const IS_ASCII = /^[\x20-\x7e]*$/;

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export const STAR: Cell = cellsOf("*")[0] as Cell;

export function cellsOf(text: string): Cell[] {
  if (IS_ASCII.test(text)) return Array.from(text, (one) => ASCII[one.charCodeAt(0)] as Cell);
  return Array.from(characters.segment(text), ({ segment }) => {
    return { text: segment, width: stringWidth(segment) };
  });
}

export function textOf(cells: readonly Cell[]): string {
  let text = "";
  for (const cell of cells) text += cell.text;
  return text;
}

export function widthOf(cells: readonly Cell[]): number {
  let width = 0;
  for (const cell of cells) width += cell.width;
  return width;
}
