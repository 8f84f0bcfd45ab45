// One place where people talk, as the page knows it: a room, or a private talk with one person. Pure: each
// function makes the place that comes after. Which places there are is model.ts.

import type { WireLine, WireMember, WirePerson, WireRules } from "../../../protocol.ts";
import { NO_TABLES, type Tables } from "./games.ts";
import { mentions } from "../text/tokens.ts";
import {
  append,
  type Block,
  EMPTY_LOG,
  type Entry,
  idsOf,
  type Log,
  type NewsItem,
  type Notice,
  oldestId,
  prepend,
  shorten,
} from "./log.ts";

/** Something the reader wrote that has not come back in the room's order yet. */
export interface Pending {
  readonly ref: number;
  readonly text: string;
  /** "waiting" for a connection; "sent" on this one; "doubtful": sent on one that was lost. */
  readonly stage: "waiting" | "sent" | "doubtful";
}

export interface Place {
  /** "#tea", or "@anna". */
  readonly key: string;
  readonly topic: string;
  /** By name. */
  readonly members: ReadonlyMap<string, WireMember>;
  readonly people: number;
  /**
   * When more came and went than was told, so that the members are to be asked for, in milliseconds since 1970; null
   * while they are right. A time and no flag: one that is right and wrong again before it is looked at has changed.
   */
  readonly staleSince: number | null;
  readonly rules: WireRules | null;
  /** Whether one is in the room on this connection. */
  readonly inside: boolean;
  readonly log: Log;
  /** Whether there are older lines than the log has. */
  readonly older: "more" | "loading" | "none";
  readonly unread: number;
  /** Of the unread, those that speak of the reader. */
  readonly calls: number;
  /** The block that was the first unread one, when the reader came to look; or null. */
  readonly freshKey: string | null;
  /** Of the last line that was read. */
  readonly readId: string;
  readonly pending: readonly Pending[];
  readonly tables: Tables;
}

/** Lines that a place keeps while its end is being read; those before can be loaded again. */
const MAX_LINES = 3000;

export function newPlace(key: string): Place {
  return {
    key,
    topic: "",
    members: new Map(),
    people: 0,
    staleSince: null,
    rules: null,
    inside: !isRoom(key),
    log: EMPTY_LOG,
    older: isRoom(key) ? "more" : "none",
    unread: 0,
    calls: 0,
    freshKey: null,
    readId: "",
    pending: [],
    tables: NO_TABLES,
  };
}

export function isRoom(key: string): boolean {
  return key.startsWith("#");
}

/** A line that begins with a slash is a command; with two, it says one. */
export function isCommand(text: string): boolean {
  return text.startsWith("/") && !text.startsWith("//");
}

/** What a line is to the one who reads it. */
export interface Reading {
  readonly me: string;
  /** Whether the reader sees it come. */
  readonly attentive: boolean;
}

/** A line of the live stream, or of those that were missed. */
export function withLine(place: Place, line: WireLine, reading: Reading): Place {
  const block = blockOf(line, reading.me);
  const seen = reading.attentive || block.mine || line.id <= place.readId;
  const isFirstUnread = !seen && place.unread === 0;
  const log = append(place.log, block, { apart: isFirstUnread });
  const calls = entryOf(block).calls || !isRoom(place.key);
  return {
    ...place,
    log: reading.attentive ? shorten(log, MAX_LINES) : log,
    older: log.lines > MAX_LINES && reading.attentive && isRoom(place.key) ? "more" : place.older,
    unread: seen ? place.unread : place.unread + 1,
    calls: seen || !calls ? place.calls : place.calls + 1,
    freshKey: isFirstUnread ? block.key : place.freshKey,
    readId: seen && line.id > place.readId ? line.id : place.readId,
    pending: block.mine ? withoutText(place.pending, line.text) : place.pending,
  };
}

/** Lines of the past, in whatever relation to those that are there: each once, older ones before. */
export function withPast(place: Place, lines: readonly WireLine[], reading: Reading): Place {
  const known = new Set(idsOf(place.log));
  const missing = lines.filter(({ id }) => !known.has(id));
  const oldest = oldestId(place.log);
  const before = missing.filter(({ id }) => oldest !== null && id < oldest);
  const after = missing.filter(({ id }) => oldest === null || id > oldest);
  const blocks = before.map((line) => blockOf(line, reading.me));
  return after.reduce(
    (place, line) => withLine(place, line, reading),
    { ...place, log: prepend(place.log, blocks) },
  );
}

export function withNews(place: Place, at: number, item: NewsItem): Place {
  const block: Block = { kind: "news", key: nextKey(), at, items: [item] };
  return { ...place, log: append(place.log, block) };
}

export function withNotice(
  place: Place,
  { at, tone, lines }: Pick<Notice, "at" | "tone" | "lines">,
): Place {
  const block: Block = { kind: "notice", key: nextKey(), at, tone, lines };
  return { ...place, log: append(place.log, block) };
}

/** The reader has seen all there is. The mark of what was unread stays where it is. */
export function asRead(place: Place): Place {
  const newest = idsOf(place.log).next().value ?? "";
  if (place.unread === 0 && newest <= place.readId) return place;
  const readId = newest > place.readId ? newest : place.readId;
  return { ...place, unread: 0, calls: 0, readId };
}

/** The reader turns away: what was marked as unread has been seen by then. */
export function asLeft(place: Place): Place {
  return place.freshKey === null || place.unread > 0 ? place : { ...place, freshKey: null };
}

export function withPending(place: Place, pending: Pending): Place {
  return { ...place, pending: [...place.pending, pending] };
}

export function withoutPending(place: Place, ref: number): Place {
  const pending = place.pending.filter((one) => one.ref !== ref);
  return pending.length === place.pending.length ? place : { ...place, pending };
}

/** The first pending line with that text is what came back. */
function withoutText(pending: readonly Pending[], text: string): readonly Pending[] {
  const at = pending.findIndex((one) => spoken(one.text) === text);
  return at < 0 ? pending : pending.toSpliced(at, 1);
}

/** What of a typed line the others read. */
export function spoken(text: string): string {
  return text.startsWith("//") ? text.slice(1) : text.replace(/^\/me\s+/i, "");
}

function blockOf(line: WireLine, me: string): Extract<Block, { kind: "talk" | "act" }> {
  const { id, at, by, text } = line;
  const mine = by.name === me;
  const entry: Entry = { id, at, text, calls: !mine && mentions(text, me) };
  const common = { key: id, at, by, mine };
  return line.type === "said"
    ? { kind: "talk", ...common, entries: [entry] }
    : { kind: "act", ...common, entry };
}

function entryOf(block: Extract<Block, { kind: "talk" | "act" }>): Entry {
  return block.kind === "act" ? block.entry : block.entries[0] ?? NO_ENTRY;
}

const NO_ENTRY: Entry = { id: "", at: 0, text: "", calls: false };

let keys = 0;

/** For blocks without a line: unique on this page, and all it is for is to tell them apart. */
function nextKey(): string {
  return `-${++keys}`;
}

export function personOf({ name, registered }: WirePerson): WireMember {
  return { name, registered, away: false };
}
