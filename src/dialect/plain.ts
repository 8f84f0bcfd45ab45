// Plain text for nc, ncat and telnet: one line an event, and a prefix nobody can forge, since names
// hold no space, colon, bracket or asterisk. Escape codes only for those who asked for colour.

import type { Dialect, Preferences, Viewer } from "../dialect.ts";
import { duration } from "../duration.ts";
import type { ChatEvent, Crowd, Summary } from "../event.ts";
import type { Line } from "../line.ts";
import { describeChange, inBrackets } from "../room_change.ts";
import type { GameNews, TableCard, TableShown } from "../table_event.ts";

const BELL = "\x07";
const RESET = "\x1b[0m";
/** Foreground colours that can be read on black and on white (ECMA-48 SGR). */
const COLORS = [31, 32, 33, 34, 35, 36, 91, 92, 94, 95, 96];

const PLAIN: Preferences = { time: false, color: false, bell: false };

class Plain implements Dialect {
  readonly format = "text";
  readonly preferences: Preferences;

  constructor(preferences: Preferences) {
    this.preferences = preferences;
  }

  get personal(): boolean {
    return this.preferences.bell;
  }

  with(preferences: Preferences): Dialect {
    return dialectFor(preferences);
  }

  render(event: ChatEvent, viewer?: Viewer): string {
    const ring = this.preferences.bell && viewer && rings(event, viewer) ? BELL : "";
    switch (event.kind) {
      case "said":
      case "acted":
        return `${this.#time(event)}${this.#line(event)}${ring}\n`;
      case "joined":
        return `${this.#time(event)}* ${this.#name(event.by.name)} joined\n`;
      case "left":
        return `${this.#time(event)}* ${this.#name(event.by.name)} left${inBrackets(event.text)}\n`;
      case "renamed":
        if (event.name === event.by.name) return ""; // logged in or out, and the same to people
        return `${this.#time(event)}* ${event.by.name} is now ${this.#name(event.name)}\n`;
      case "kicked":
        if (event.quiet) return "";
        return `${this.#time(event)}* ${this.#name(event.by.name)} kicked ${
          this.#name(event.who.name)
        }${inBrackets(event.text)}\n`;
      case "settled":
        return `${this.#time(event)}* ${this.#name(event.by.name)} ${
          describeChange(event.change, event.at)
        }\n`;
      case "announced":
        return `*** ${event.by.name} to all: ${event.text}\n`;
      case "crowd":
        return `${this.#time(event)}* ${crowd(event)}\n`;
      case "told":
        return `${this.#time(event)}[from ${this.#name(event.by.name)}] ${event.text}${ring}\n`;
      case "sent":
        return `${this.#time(event)}[to ${this.#name(event.to.name)}] ${event.text}\n`;
      case "table":
        return tableLines(event, this.#time(event));
      case "game":
        return `${this.#time(event)}* ${gameNews(event)}\n`;
      case "challenge":
        return `${this.#time(event)}* ${challenge(event)}${ring}\n`;
      case "games":
        return gamesList(event);
      case "notice":
      case "failed":
        return `* ${event.text}\n`;
      case "bye":
        return event.text === "" ? "" : `* ${event.text}\n`;
      case "rooms":
        return rooms(event);
      case "members":
        return `* In ${event.room} (${event.people}): ${members(event)}\n`;
      case "token": {
        const how = `good for ${duration(event.ms)} after you are cut off`;
        return `* Type /resume ${event.token} to come back as you are: ${how}\n`;
      }
      case "code": {
        const how = `good for ${duration(event.ms)}, and once`;
        return `* Type /login ${event.code} where you want to be logged in: ${how}\n`;
      }
      case "done":
      case "hello":
      case "you":
      case "exited":
      case "away":
      case "commands":
        return ""; // for programs
      case "welcome":
        return `Welcome ${event.name}\n${event.motd === "" ? "" : `* ${event.motd}\n`}`;
      case "entered":
        return this.#entered(event);
      case "past":
        return this.#past(event.lines);
    }
  }

  #entered({ room, company, topic, recent, first }: ChatEvent & { kind: "entered" }): string {
    const hint = first ? ". Type to chat, /help for commands." : "";
    const here = `* You are in ${room} ${summary(company, "alone", "with ")}${hint}\n`;
    return here + (topic === "" ? "" : `* Topic: ${topic}\n`) + this.#past(recent);
  }

  /** Lines of the past always carry their time. */
  #past(lines: readonly Line[]): string {
    let text = "";
    for (const line of lines) text += `[${clockTime(line.at)}] ${this.#line(line)}\n`;
    return text;
  }

  #line(line: Line): string {
    const name = this.#name(line.by.name);
    return line.kind === "said" ? `${name}: ${line.text}` : `** ${name} ${line.text}`;
  }

  #time(event: { at: number }): string {
    return this.preferences.time ? `[${clockTime(event.at)}] ` : "";
  }

  #name(name: string): string {
    return this.preferences.color ? `\x1b[${colorOf(name)}m${name}${RESET}` : name;
  }
}

/** A table's lines carry its number, as several may be played at a time: "*2 | . X O . |". */
function tableLines({ card, text, board }: TableShown, time: string): string {
  const prefix = `*${card.table} `;
  let lines = "";
  for (const line of text) lines += `${time}${prefix}${line}\n`;
  for (const line of board) lines += `${prefix}${line}\n`;
  return lines;
}

function gameNews(event: GameNews): string {
  const { card: { game, mode, players, table, joinable } } = event;
  const title = `${game} (${table})`;
  if (event.what === "over") return `${title} is over: ${event.text}`;
  const how = mode === "" ? "" : `, ${mode}`;
  const join = joinable ? `/join-game ${table} to play too` : `/watch ${table} to see it`;
  const names = summary({ names: players.map(({ name }) => name), others: 0 });
  return `${names} ${players.length === 1 ? "plays" : "play"} ${title}${how}: ${join}`;
}

function challenge({ at, card, by, due }: ChatEvent & { kind: "challenge" }): string {
  const { game, table } = card;
  const wait = duration(due - at);
  return `${by.name} asks you to play ${game} (${table}): /join-game ${table} accepts, within ${wait}`;
}

function gamesList({ room, games, tables }: ChatEvent & { kind: "games" }): string {
  const kinds = games.map(({ name, summary }) => `* /play ${name}: ${summary}\n`);
  if (tables.length === 0) return [...kinds, `* Nothing is played in ${room} now\n`].join("");
  return [...kinds, ...tables.map((card) => `* In ${room}: ${tableLine(card)}\n`)].join("");
}

/** "hangman (1), together easy: anna and bob (away)". */
function tableLine({ game, table, mode, phase, players }: TableCard): string {
  const who = players.filter(({ state }) => state !== "left")
    .map(({ name, state }) => state === "away" ? `${name} (away)` : name);
  const how = mode === "" ? "" : `, ${mode}`;
  const wait = phase === "open" ? ", waiting for players" : "";
  return `${game} (${table})${how}: ${who.join(", ")}${wait}`;
}

const dialects = new Map<string, Dialect>();

function dialectFor({ time, color, bell }: Preferences): Dialect {
  const key = `${time} ${color} ${bell}`;
  let dialect = dialects.get(key);
  if (!dialect) dialects.set(key, dialect = new Plain({ time, color, bell }));
  return dialect;
}

/** Plain text as everyone starts with it. */
export const plain: Dialect = dialectFor(PLAIN);

/** Hours and minutes in the server's time zone. */
function clockTime(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function rooms({ rooms, others }: ChatEvent & { kind: "rooms" }): string {
  const lines = rooms.map(({ name, people, settings: { topic } }) =>
    `* ${name} (${people})${topic === "" ? "" : `: ${topic}`}\n`
  );
  if (others > 0) lines.push(`* and ${others} more\n`);
  return lines.join("");
}

function members({ members, people }: ChatEvent & { kind: "members" }): string {
  const names = members.map(({ person: { name }, away }) => away ? `${name} (away)` : name);
  names.sort((a, b) => a.localeCompare(b));
  if (people > members.length) names.push(`and ${people - members.length} others`);
  return names.length === 0 ? "nobody" : names.join(", ");
}

function crowd({ joined, left }: Crowd): string {
  const parts: string[] = [];
  if (joined.names.length > 0) parts.push(`${summary(joined)} joined`);
  if (left.names.length > 0) parts.push(`${summary(left)} left`);
  return parts.join(", ");
}

/** "anna", "anna and bob", "anna, bob and 41 others". */
function summary({ names, others }: Summary, none = "", prefix = ""): string {
  const last = others > 0 ? `${others} other${others === 1 ? "" : "s"}` : names.at(-1);
  if (last === undefined) return none;
  const before = others > 0 ? names : names.slice(0, -1);
  return prefix + (before.length === 0 ? last : `${before.join(", ")} and ${last}`);
}

/** The same name has the same colour for everyone, always. */
function colorOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) >>> 0;
  return COLORS[hash % COLORS.length] ?? 36;
}

function rings(event: ChatEvent, viewer: Viewer): boolean {
  switch (event.kind) {
    case "told":
    case "challenge":
      return true;
    case "said":
    case "acted":
      return mentions(event.text, viewer.name);
    default:
      return false;
  }
}

const WORD = /[\p{L}\p{N}_]/u;

/** Whether `text` has `name` as a word of its own, in any case. */
function mentions(text: string, name: string): boolean {
  const lower = text.toLowerCase();
  const wanted = name.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const before = lower.slice(Math.max(0, at - 1), at);
    const after = lower.slice(at + wanted.length, at + wanted.length + 1);
    if (!WORD.test(before) && !WORD.test(after)) return true;
  }
  return false;
}
