// What the box where one writes proposes, and what it says about a command: all of it from the server's own
// table of commands, and from who and what is there. Pure.

import type { WireArgument, WireCommand } from "../../../protocol.ts";
import { EMOJI } from "./emoji.ts";

export interface Surroundings {
  readonly commands: readonly WireCommand[];
  /** Names of people, those who spoke last first. */
  readonly names: readonly string[];
  readonly rooms: readonly string[];
}

export interface Proposal {
  /** What takes the place of what was typed. */
  readonly text: string;
  /** What it looks like in the list. */
  readonly label: string;
  readonly more: string;
  readonly kind: "command" | "name" | "room" | "word" | "emoji";
}

export interface Proposals {
  /** The part of the text that they stand for ends at the cursor and begins here. */
  readonly from: number;
  readonly list: readonly Proposal[];
}

const NOTHING: Proposals = { from: 0, list: [] };
const MOST = 50;

export function propose(text: string, caret: number, around: Surroundings): Proposals {
  const before = text.slice(0, caret);
  const found = proposeCommand(before, around) ?? proposeArgument(before, around) ??
    proposeInText(before, around) ?? NOTHING;
  return { ...found, list: found.list.slice(0, MOST) };
}

/** "/kick NAME [WHY]", and which of the arguments is being typed. */
export interface Help {
  readonly command: WireCommand;
  readonly argument: number;
}

export function helpFor(text: string, commands: readonly WireCommand[]): Help | null {
  const [, name, rest = ""] = /^\/(\S+)\s([^\n]*)$/.exec(text) ?? /^\/(\S+)$/.exec(text) ?? [];
  const command = commands.find((command) => command.name === name?.toLowerCase());
  return command ? { command, argument: indexOfArgument(command, rest) } : null;
}

/** "[WHY]". */
export function shownArgument({ name, optional }: WireArgument): string {
  return optional ? `[${name}]` : name;
}

/** How a command is typed, without its slash. */
export function shownArguments({ args }: WireCommand): string {
  return args.map(shownArgument).join(" ");
}

function proposeCommand(before: string, { commands }: Surroundings): Proposals | null {
  const [, typed] = /^\/([a-z-]*)$/i.exec(before) ?? [];
  if (typed === undefined) return null;
  const fitting = commands.filter(({ name }) => name.startsWith(typed.toLowerCase()));
  return {
    from: 0,
    list: fitting.map((command) => ({
      text: `/${command.name}${command.args.length > 0 ? " " : ""}`,
      label: `/${command.name} ${shownArguments(command)}`.trimEnd(),
      more: command.summary,
      kind: "command",
    })),
  };
}

function proposeArgument(before: string, around: Surroundings): Proposals | null {
  const [, name = "", rest] = /^\/(\S+)\s+([^\n]*)$/.exec(before) ?? [];
  if (rest === undefined) return null;
  const command = around.commands.find((command) => command.name === name.toLowerCase());
  const argument = command?.args[indexOfArgument(command, rest)];
  if (!argument || argument.rest) return null;
  const typed = /\S*$/.exec(rest)?.[0] ?? "";
  const list = choices(argument, around).filter(({ text }) => begins(text.trim(), typed));
  return list.length === 0 ? null : { from: before.length - typed.length, list };
}

function proposeInText(before: string, around: Surroundings): Proposals | null {
  const [whole = "", sign, typed = ""] =
    /(?:^|(?<=[\s(]))([@#:])([\p{L}\p{M}\p{N}_+-]*)$/u.exec(before) ?? [];
  const from = before.length - whole.length;
  if (sign === "@") {
    return {
      from,
      list: named(around.names.filter((name) => begins(name, typed)), "@"),
    };
  }
  if (sign === "#") {
    return {
      from,
      list: rooms(around.rooms.filter((room) => begins(room, `#${typed}`))),
    };
  }
  if (sign === ":" && typed.length >= 2) return { from, list: emoji(typed) };
  return null;
}

function choices({ name }: WireArgument, around: Surroundings): Proposal[] {
  const kinds = name.split("|");
  if (kinds.includes("NAME")) return named(around.names, "");
  if (kinds.includes("ROOM")) return rooms(around.rooms);
  if (kinds.includes("COMMAND")) {
    return around.commands.map(({ name, summary }) => ({
      text: name,
      label: name,
      more: summary,
      kind: "word",
    }));
  }
  const words = kinds.filter((kind) => /^[a-z]/.test(kind));
  return words.map((word) => ({ text: `${word} `, label: word, more: "", kind: "word" }));
}

function named(names: readonly string[], sign: string): Proposal[] {
  return names.map((name) => ({ text: `${sign}${name} `, label: name, more: "", kind: "name" }));
}

function rooms(rooms: readonly string[]): Proposal[] {
  return rooms.map((room) => ({ text: `${room} `, label: room, more: "", kind: "room" }));
}

function emoji(typed: string): Proposal[] {
  const fitting = EMOJI.filter(([name]) => name.startsWith(typed.toLowerCase()));
  return fitting.map(([name, sign]) => ({
    text: `${sign} `,
    label: `${sign}  :${name}:`,
    more: "",
    kind: "emoji",
  }));
}

/** The argument that what stands at the end of `rest` belongs to. */
function indexOfArgument({ args }: WireCommand, rest: string): number {
  const words = rest.trimStart().split(/\s+/).length - 1;
  return Math.min(words, Math.max(0, args.length - 1));
}

function begins(text: string, typed: string): boolean {
  return text.toLowerCase().startsWith(typed.toLowerCase());
}
