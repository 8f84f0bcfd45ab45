// What somebody looks for in a room's past, and whether a line is it. Pure: reads no store, and hides nobody.

import type { Line } from "./line.ts";
import { nameKey } from "./name.ts";

export interface LineSearch {
  /** The room as lines have it: its key. */
  readonly room: string;
  /** Part of the text, in any case; "" is in every line. */
  readonly word: string;
  /** Only lines said under this name, in any spelling that counts as the same. */
  readonly name?: string;
  /** The latest that many, at most; from 0. */
  readonly limit: number;
}

/** Whether a line of that room fits. */
export function matcherOf({ word, name }: LineSearch): (line: Line) => boolean {
  const part = folded(word);
  const key = name === undefined ? undefined : nameKey(name);
  return ({ text, by }) => {
    return (key === undefined || nameKey(by.name) === key) && folded(text).includes(part);
  };
}

/** Looser than names are: forms and case alone, as look-alikes belong to other words. */
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
