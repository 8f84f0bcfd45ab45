// What a room has said, as the page shows it: lines of one person in a row are a block, and blocks stand in
// chunks. A new line changes the last chunk alone, so that all others need not be drawn again. Pure data.

import type { WirePerson } from "../../../protocol.ts";

/** A line, under the person who said it. */
export interface Entry {
  readonly id: string;
  readonly at: number;
  readonly text: string;
  /** Whether it speaks of the reader. */
  readonly calls: boolean;
}

export interface Talk {
  readonly kind: "talk";
  readonly key: string;
  readonly at: number;
  readonly by: WirePerson;
  readonly mine: boolean;
  readonly entries: readonly Entry[];
}

/** "/me waves". */
export interface Act {
  readonly kind: "act";
  readonly key: string;
  readonly at: number;
  readonly by: WirePerson;
  readonly mine: boolean;
  readonly entry: Entry;
}

/** Who came and went, and whatever else happens in a row without a word said. */
export interface News {
  readonly kind: "news";
  readonly key: string;
  readonly at: number;
  readonly items: readonly NewsItem[];
}

export interface NewsItem {
  readonly tone: "coming" | "change" | "removal" | "game";
  readonly text: string;
}

/** From the server to the reader alone; lines in a row are one. */
export interface Notice {
  readonly kind: "notice";
  readonly key: string;
  readonly at: number;
  readonly tone: "info" | "refusal" | "announcement" | "gap";
  readonly lines: readonly string[];
}

export type Block = Talk | Act | News | Notice;

export interface Chunk {
  readonly key: string;
  readonly blocks: readonly Block[];
}

export interface Log {
  readonly chunks: readonly Chunk[];
  /** Lines that were said. */
  readonly lines: number;
}

export const EMPTY_LOG: Log = { chunks: [], lines: 0 };

/** Blocks of a chunk: few enough to be drawn anew with each line, many enough for few chunks. */
const BLOCKS_PER_CHUNK = 20;
/** Lines under one name, so that no block grows for ever. */
const LINES_PER_BLOCK = 50;
/** How far apart two lines under one name may be, in milliseconds. */
const ONE_BREATH_MS = 5 * 60_000;
/** Things that happen in a row, told in one paragraph. */
const ITEMS_PER_NEWS = 30;
const NOTICE_LINES = 200;

/** The log with `block` at its end, as part of the last one where both are of one breath. */
export function append(log: Log, block: Block, { apart = false } = {}): Log {
  const last = log.chunks.at(-1);
  const lines = log.lines + linesOf(block);
  if (!last) return { chunks: [chunkOf([block])], lines };
  const joined = apart ? null : join(last.blocks.at(-1), block);
  if (joined) return { chunks: withLast(log, last.blocks.with(-1, joined)), lines };
  const isFull = last.blocks.length >= BLOCKS_PER_CHUNK;
  const chunks = isFull
    ? [...log.chunks, chunkOf([block])]
    : withLast(log, [...last.blocks, block]);
  return { chunks, lines };
}

/** The log with older blocks before it. What was there stays as it is. */
export function prepend(log: Log, blocks: readonly Block[]): Log {
  const older = blocks.reduce((log, block) => append(log, block), EMPTY_LOG);
  return { chunks: [...older.chunks, ...log.chunks], lines: older.lines + log.lines };
}

/** The log without its oldest chunks, if it has grown beyond `max` lines: what is left has about that many. */
export function shorten(log: Log, max: number): Log {
  let { chunks, lines } = log;
  while (lines > max && chunks.length > 1) {
    lines -= linesIn(chunks[0]);
    chunks = chunks.slice(1);
  }
  return chunks === log.chunks ? log : { chunks, lines };
}

/** Ids of lines, newest first. */
export function* idsOf({ chunks }: Log): Generator<string> {
  for (const { blocks } of chunks.toReversed()) {
    for (const block of blocks.toReversed()) {
      for (const entry of entriesOf(block).toReversed()) yield entry.id;
    }
  }
}

/** The id of the oldest line, or null. */
export function oldestId(log: Log): string | null {
  for (const { blocks } of log.chunks) {
    const first = blocks.flatMap(entriesOf)[0];
    if (first) return first.id;
  }
  return null;
}

export function newestId(log: Log): string | null {
  return idsOf(log).next().value ?? null;
}

function entriesOf(block: Block): readonly Entry[] {
  return block.kind === "talk" ? block.entries : block.kind === "act" ? [block.entry] : [];
}

function linesOf(block: Block): number {
  return entriesOf(block).length;
}

function linesIn(chunk: Chunk | undefined): number {
  return (chunk?.blocks ?? []).reduce((sum, block) => sum + linesOf(block), 0);
}

function chunkOf(blocks: readonly Block[]): Chunk {
  return { key: blocks[0]?.key ?? "", blocks };
}

function withLast({ chunks }: Log, blocks: readonly Block[]): readonly Chunk[] {
  const last = chunks.at(-1);
  return last ? chunks.with(-1, { ...last, blocks }) : [chunkOf(blocks)];
}

/** Both as one block, or null. */
function join(last: Block | undefined, next: Block): Block | null {
  if (last?.kind === "talk" && next.kind === "talk") return joinTalk(last, next);
  if (last?.kind === "news" && next.kind === "news" && last.items.length < ITEMS_PER_NEWS) {
    return { ...last, at: next.at, items: [...last.items, ...next.items] };
  }
  if (last?.kind === "notice" && next.kind === "notice" && last.tone === next.tone) {
    if (last.tone !== "info" || last.lines.length >= NOTICE_LINES || next.at - last.at > 1000) {
      return null;
    }
    return { ...last, lines: [...last.lines, ...next.lines] };
  }
  return null;
}

function joinTalk(last: Talk, next: Talk): Talk | null {
  const before = last.entries.at(-1)?.at ?? 0;
  const isOneBreath = next.at - before < ONE_BREATH_MS && isSameDay(next.at, before) &&
    last.entries.length < LINES_PER_BLOCK;
  const isSame = last.by.name === next.by.name && last.by.registered === next.by.registered;
  return isSame && isOneBreath ? { ...last, entries: [...last.entries, ...next.entries] } : null;
}

/** In the reader's own zone. */
export function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
