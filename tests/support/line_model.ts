// The line editor as a simple model: text, a cursor, and all characters found anew after each key. Slow and
// plain, to hold the real one to.

import { cellsOf } from "../../src/telnet/cells.ts";
import type { Key } from "../../src/telnet/key_reader.ts";
import type { Deed } from "../../src/telnet/keys.ts";
import type { Random } from "./random.ts";

/** What a model keeps lines by: whether they may be kept. */
export interface Kept {
  isSecret(line: string): boolean;
}

export class LineModel {
  text = "";
  /** Characters, as people see them, before it. */
  cursor = 0;
  readonly #kept: string[] = [];
  readonly #rule: Kept;
  #back = 0;
  #draft = "";

  constructor(rule: Kept) {
    this.#rule = rule;
  }

  /** Returns the line that a key finished, or null. */
  apply(key: Key): string | null {
    const all = charactersOf(this.text);
    const at = this.cursor;
    const before = all.slice(0, at);
    if (key.kind === "text") return this.#set([...before, key.text], all.slice(at));
    switch (key.deed) {
      case "left":
        return this.#set(all.slice(0, Math.max(0, at - 1)), all.slice(Math.max(0, at - 1)));
      case "right":
        return this.#set(all.slice(0, at + 1), all.slice(at + 1));
      case "home":
        return this.#set([], all);
      case "end":
        return this.#set(all, []);
      case "word left":
        return this.#set(all.slice(0, wordStart(all, at)), all.slice(wordStart(all, at)));
      case "word right":
        return this.#set(all.slice(0, wordEnd(all, at)), all.slice(wordEnd(all, at)));
      case "backspace":
        return this.#set(before.slice(0, -1), all.slice(at));
      case "delete":
      case "delete or leave":
        return this.#set(before, all.slice(at + 1));
      case "kill word":
        return this.#set(all.slice(0, wordStart(all, at)), all.slice(at));
      case "kill next word":
        return this.#set(before, all.slice(wordEnd(all, at)));
      case "kill to start":
        return this.#set([], all.slice(at));
      case "kill to end":
        return this.#set(before, []);
      case "transpose":
        return this.#transpose(all);
      case "older":
        return this.#show(this.#back - 1);
      case "newer":
        return this.#show(this.#back + 1);
      case "enter":
        return this.#finish(!this.#rule.isSecret(this.text));
      case "abandon":
        return this.#finish(false);
      case "complete":
      case "clear screen":
        return null;
    }
  }

  #set(before: readonly string[], after: readonly string[]): null {
    const length = before.join("").length;
    this.text = before.join("") + after.join("");
    let passed = 0;
    this.cursor = charactersOf(this.text)
      .findIndex((character) => (passed += character.length) > length);
    if (this.cursor < 0) this.cursor = charactersOf(this.text).length;
    else if (passed - length < (charactersOf(this.text)[this.cursor] ?? "").length) this.cursor++;
    return null;
  }

  #transpose(all: readonly string[]): null {
    const at = Math.min(this.cursor, all.length - 1);
    const [a, b] = all.slice(Math.max(0, at - 1), at + 1);
    if (at < 1 || this.cursor === 0 || !a || !b) return null;
    return this.#set([...all.slice(0, at - 1), b, a], all.slice(at + 1));
  }

  #show(at: number): null {
    if (at < 0 || at > this.#kept.length) return null;
    if (this.#back === this.#kept.length) this.#draft = this.text;
    this.#back = at;
    return this.#set([this.#kept[at] ?? this.#draft], []);
  }

  #finish(keep: boolean): string {
    const { text } = this;
    if (keep && text !== "" && text !== this.#kept.at(-1)) this.#kept.push(text);
    this.#back = this.#kept.length;
    this.#set([], []);
    return text;
  }
}

function charactersOf(text: string): string[] {
  return cellsOf(text).map((cell) => cell.text);
}

function wordStart(all: readonly string[], from: number): number {
  let at = from;
  while (at > 0 && all[at - 1] === " ") at--;
  while (at > 0 && all[at - 1] !== " ") at--;
  return at;
}

function wordEnd(all: readonly string[], from: number): number {
  let at = from;
  while (at < all.length && all[at] === " ") at++;
  while (at < all.length && all[at] !== " ") at++;
  return at;
}

const FRAGMENTS = [
  "a",
  "b ",
  " ",
  "hello",
  "漢",
  "한글",
  "e\u0301",
  "\u0301",
  "👋",
  "👨‍👩‍👧",
  "/login ",
];
const DEEDS: readonly Deed[] = [
  "left",
  "left",
  "right",
  "word left",
  "word right",
  "home",
  "end",
  "backspace",
  "backspace",
  "delete",
  "kill word",
  "kill next word",
  "kill to start",
  "kill to end",
  "transpose",
  "older",
  "newer",
  "enter",
  "abandon",
];

/** Any key but those that end the typing or ask the guide. */
export function anyKey(random: Random): Key {
  return random.once(2)
    ? { kind: "text", text: random.pick(FRAGMENTS) }
    : { kind: "deed", deed: random.pick(DEEDS) };
}
