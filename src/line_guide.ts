// What a line means while it is typed: where a secret begins in it, and what its last word may become. Looks
// at the table of commands and at who is here, as one client may see it; changes nothing.

import type { Chat } from "./chat.ts";
import { type Argument, type Command, type CommandTable, isFor } from "./command.ts";
import type { LineGuide } from "./editing.ts";
import { COMPLETION_SCAN } from "./limits.ts";
import type { Member } from "./member.ts";
import { nameKey } from "./name.ts";
import { secretLine } from "./secret_line.ts";
import { isCommand } from "./typed_line.ts";

export interface GuideParts {
  readonly chat: Chat;
  readonly commands: CommandTable;
}

/** Where in a line an argument begins; its word may not have come yet. */
interface Place {
  readonly argument: Argument;
  readonly start: number;
}

export class TypedLineGuide implements LineGuide {
  readonly #member: Member;
  readonly #parts: GuideParts;
  readonly #mayLook: () => boolean;

  /** `mayLook` is asked before each search, which costs the more the fuller the chat is. */
  constructor(member: Member, parts: GuideParts, mayLook: () => boolean) {
    this.#member = member;
    this.#parts = parts;
    this.#mayLook = mayLook;
  }

  secretFrom(line: string): number {
    for (const { argument, start } of this.#places(line)) if (argument.secret) return start;
    return line.length;
  }

  isSecret(line: string): boolean {
    if (this.secretFrom(line) < line.length) return true;
    const { roster } = this.#parts.chat;
    return secretLine(line, (name) => roster.isRegistered(nameKey(name))) !== null;
  }

  complete(before: string): readonly string[] {
    if (!this.#mayLook()) return [];
    const word = before.slice(before.lastIndexOf(" ") + 1);
    const words = isCommand(before) ? this.#argument(before, word) : this.#talk(before, word);
    return Array.from(words).filter((candidate) => canBecome(word, candidate));
  }

  *#argument(before: string, word: string): Iterable<string> {
    if (!before.includes(" ")) return yield* this.#commandNames("/");
    const place = this.#places(before).at(-1);
    if (!place) return;
    const { argument: { name, rest, secret }, start } = place;
    if (secret || !rest && before.includes(" ", start)) return;
    if (/^[a-z]+(?:\|[a-z]+)*$/.test(name)) yield* name.split("|").map((choice) => `${choice} `);
    else if (name === "COMMAND") yield* this.#commandNames("");
    else if (name === "ROOM") yield* this.#rooms();
    else if (name === "GAME") yield* this.#games();
    else if (rest) yield* this.#people(mention(word), " ");
    else if (name.split("|").includes("NAME")) yield* this.#people("", " ");
  }

  /** Somebody who is spoken to, or who or what is spoken of. */
  *#talk(before: string, word: string): Iterable<string> {
    if (word.startsWith("#")) yield* this.#rooms();
    else if (word !== "") yield* this.#people(mention(word), word === before ? ": " : " ");
  }

  *#commandNames(slash: string): Iterable<string> {
    const { chat, commands } = this.#parts;
    const isIn = chat.isIn(this.#member);
    for (const command of commands.all) {
      const may = isIn ? isFor(command, { chat, member: this.#member }) : command.outside;
      if (may) yield `${slash}${command.name} `;
    }
  }

  *#games(): Iterable<string> {
    for (const name of this.#parts.chat.tables.games.keys()) yield `${name} `;
  }

  *#rooms(): Iterable<string> {
    const { chat } = this.#parts;
    if (!chat.isIn(this.#member)) return;
    let looked = 0;
    for (const room of chat.roster.rooms.values()) {
      if (looked++ === COMPLETION_SCAN) return;
      if (chat.rights.sees(this.#member, room)) yield `${room.name} `;
    }
  }

  /** Those in the same room come first, and nobody twice. */
  *#people(prefix: string, mark: string): Iterable<string> {
    const { chat } = this.#parts;
    if (!chat.isIn(this.#member)) return;
    const { rooms, residents } = chat.roster;
    const met = new Set([this.#member.name]);
    let looked = 0;
    for (const some of [rooms.get(this.#member.room)?.people.values() ?? [], residents.values()]) {
      for (const { person: { name } } of some) {
        if (looked++ === COMPLETION_SCAN) return;
        if (!met.has(name)) yield `${prefix}${name}${mark}`;
        met.add(name);
      }
    }
  }

  #places(line: string): Place[] {
    const command = isCommand(line) ? this.#parts.commands.get(firstWord(line)) : undefined;
    return command ? [...placesIn(line, command)] : [];
  }
}

/** The arguments of `line` so far, and the one that would come next if a space has ended the last. */
function* placesIn(line: string, { args }: Command): Generator<Place> {
  let end = firstWord(line).length;
  for (const argument of args) {
    const start = end + lengthOf(/^\s*/, line.slice(end));
    if (start === end) return;
    yield { argument, start };
    if (argument.rest) return;
    end = start + lengthOf(/^\S*/, line.slice(start));
  }
}

/** "@" for a word that begins so. */
function mention(word: string): string {
  return word.startsWith("@") ? "@" : "";
}

function firstWord(line: string): string {
  return /^\S*/.exec(line)?.[0] ?? "";
}

function lengthOf(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}

/** In any case, and for a room also without its "#". */
function canBecome(word: string, candidate: string): boolean {
  const wanted = word.toLowerCase();
  const whole = candidate.toLowerCase();
  return whole.startsWith(wanted) || whole.startsWith(`#${wanted}`);
}
