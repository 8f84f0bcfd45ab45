// What was said in rooms, as the stream of events keeps it: there is no other copy. Several lines may share a
// message; some may be there twice, and count once.

import type { Line } from "../line.ts";
import { MAX_PARCEL_BYTES } from "../limits.ts";
import type { LineQuery } from "../store.ts";
import { compareText } from "../document.ts";
import { linesIn, packKept, unpack } from "./envelope.ts";
import type { Layout } from "./layout.ts";
import type { Link } from "./link.ts";
import type { Message } from "./message.ts";

export interface LinesParts {
  readonly link: Pick<Link, "publish" | "read" | "remove" | "subjects">;
  readonly layout: Layout;
}

/** Lines that would share a message if they were short. */
const LINES_PER_MESSAGE = 100;

/** Bytes of a line beyond its text, at most; and what JSON makes of a byte of text, at most. */
const FRAME_BYTES = 1000;
const ESCAPE_BYTES = 6;

export class Lines {
  readonly #parts: LinesParts;
  readonly #perRoom: number;

  constructor(parts: LinesParts, perRoom: number) {
    this.#parts = parts;
    this.#perRoom = perRoom;
  }

  async append(lines: readonly Line[]): Promise<void> {
    if (this.#perRoom === 0) return;
    const { link, layout } = this.#parts;
    const writes = Array.from(Map.groupBy(lines, ({ room }) => room), async ([room, lines]) => {
      for (const some of inMessages(lines)) await link.publish(layout.room(room), packKept(some));
    });
    await Promise.all(writes);
  }

  async read({ room, last, since = -Infinity, before }: LineQuery): Promise<Line[]> {
    const limit = Math.min(last, this.#perRoom);
    if (limit === 0) return [];
    const { link, layout } = this.#parts;
    const enough = before === undefined ? { last: messagesWith(limit) } : {};
    const messages = await link.read(layout.events, layout.room(room), enough);
    const lines = inOrder(messages.flatMap(({ bytes }) => linesIn(unpack(bytes))));
    const earlier = before === undefined ? lines : lines.filter(({ id }) => id < before);
    return earlier.slice(-limit).filter(({ at }) => at >= since);
  }

  async rooms(): Promise<string[]> {
    if (this.#perRoom === 0) return []; // as read() finds nothing then
    const { link, layout } = this.#parts;
    const subjects = await link.subjects(layout.events, layout.allRooms);
    return subjects.map((subject) => layout.roomOf(subject)).sort(compareText);
  }

  /** What shares a message with an erased line is kept anew before the message goes, if a room shows it. */
  async erase(room: string, ids: readonly string[]): Promise<void> {
    const { link, layout } = this.#parts;
    const subject = layout.room(room);
    const unwanted = new Set(ids);
    const messages = await link.read(layout.events, subject);
    const all = inOrder(messages.flatMap(({ bytes }) => linesIn(unpack(bytes))));
    const oldest = all.filter(({ id }) => !unwanted.has(id)).at(-this.#perRoom)?.id ?? "";
    for (const { seq, bytes } of messages) {
      const lines = linesIn(unpack(bytes));
      if (!lines.some(({ id }) => unwanted.has(id))) continue;
      const left = lines.filter(({ id }) => !unwanted.has(id) && id >= oldest);
      const copy = left.length > 0 ? await link.publish(subject, packKept(left)) : null;
      const removed = await link.remove(layout.events, seq);
      if (removed || copy === null) continue;
      await link.remove(layout.events, copy); // somebody else erases from it, and kept another rest
      return await this.erase(room, ids);
    }
  }
}

/** Messages that hold so many of the latest lines, also where as many were kept anew, and again. */
export function messagesWith(lines: number): number {
  return 3 * lines;
}

/** The lines of a room as they were said: in the order of the stream, unless some were kept anew. */
export function pastIn(messages: readonly Message[]): Line[] {
  const envelopes = messages.map(({ bytes }) => unpack(bytes));
  const lines = envelopes.flatMap(linesIn);
  return envelopes.some(({ kept }) => kept.length > 0) ? inOrder(lines) : lines;
}

/** Each once, by id. */
function inOrder(lines: readonly Line[]): Line[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  return [...byId.values()].sort((a, b) => a.id < b.id ? -1 : 1);
}

/** As many at a time as fit a message. */
function* inMessages(lines: readonly Line[]): Generator<Line[]> {
  let some: Line[] = [];
  let bytes = 0;
  for (const line of lines) {
    const more = FRAME_BYTES + line.text.length * ESCAPE_BYTES;
    if (some.length === LINES_PER_MESSAGE || bytes + more > MAX_PARCEL_BYTES && some.length > 0) {
      yield some;
      [some, bytes] = [[], 0];
    }
    some.push(line);
    bytes += more;
  }
  if (some.length > 0) yield some;
}
