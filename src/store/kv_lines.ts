// The lines of rooms in Deno KV: one entry a line, so that keeping a line again changes nothing. A room is
// trimmed now and then and not at every line, as that means reading all it keeps.

import { ROOMS_COUNTED, TRIM_AFTER_LINES } from "../limits.ts";
import type { Line } from "../line.ts";
import type { LineQuery } from "../store.ts";
import { AFTER_TEXT, inRuns, KV_BATCH, shareOf } from "./kv_runs.ts";

/** A line as it is kept: its text in UTF-8, as the longest one would not fit in UTF-16. */
type Kept = Omit<Line, "text"> & { readonly text: Uint8Array };

/** The first word of every line's key in the database; its room and its id follow. */
const LINES = "line";

/** Bytes of a kept line without its text, at most. */
const FRAME_BYTES = 1000;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export class KvLines {
  readonly #kv: Deno.Kv;
  readonly #perRoom: number;
  /** Lines appended to a room since it was trimmed last. */
  readonly #untrimmed = new Map<string, number>();

  constructor(kv: Deno.Kv, perRoom: number) {
    this.#kv = kv;
    this.#perRoom = perRoom;
  }

  async append(lines: readonly Line[]): Promise<void> {
    if (this.#perRoom === 0) return;
    const entries = lines.map(toEntry);
    for (const run of inRuns(entries, ({ key, value }) => shareOf(key, sizeOf(value)))) {
      const atomic = this.#kv.atomic();
      for (const { key, value } of run) atomic.set(key, value);
      await atomic.commit();
    }
    for (const [room, { length }] of Map.groupBy(lines, ({ room }) => room)) {
      await this.#trimWhenDue(room, length);
    }
  }

  async read({ room, last, since = -Infinity, before }: LineQuery): Promise<Line[]> {
    const limit = Math.min(last, this.#perRoom);
    if (limit === 0) return [];
    const end = before === undefined ? {} : { end: keyOf(room, before) };
    const entries = this.#list({ prefix: [LINES, room], ...end }, { limit, reverse: true });
    const lines = await Array.fromAsync(entries, ({ value }) => toLine(value));
    return lines.reverse().filter(({ at }) => at >= since);
  }

  /** Jumps from room to room: of each, one line is read. */
  async rooms(): Promise<string[]> {
    const rooms: string[] = [];
    if (this.#perRoom === 0) return rooms; // as read() finds nothing then
    for (let start: Deno.KvKey = [LINES];;) {
      const entries = this.#list({ start, end: [LINES, AFTER_TEXT] }, { limit: 1 });
      const [entry] = await Array.fromAsync(entries);
      if (!entry) return rooms;
      const room = String(entry.key[1]);
      rooms.push(room);
      start = [LINES, room, AFTER_TEXT];
    }
  }

  erase(room: string, ids: readonly string[]): Promise<void> {
    return this.#delete(ids.map((id) => keyOf(room, id)));
  }

  /** A room that is new to this process may need it from before. */
  async #trimWhenDue(room: string, appended: number): Promise<void> {
    const untrimmed = (this.#untrimmed.get(room) ?? Infinity) + appended;
    const due = untrimmed > Math.max(this.#perRoom, TRIM_AFTER_LINES);
    if (due) await this.#trim(room);
    if (this.#untrimmed.size >= ROOMS_COUNTED) this.#untrimmed.clear();
    this.#untrimmed.set(room, due ? 0 : untrimmed);
  }

  async #trim(room: string): Promise<void> {
    const prefix = [LINES, room];
    const entries = this.#list({ prefix }, { limit: this.#perRoom, reverse: true });
    const latest = await Array.fromAsync(entries, ({ key }) => key);
    const oldest = latest[this.#perRoom - 1];
    if (!oldest) return;
    const older = this.#list({ prefix, end: oldest });
    await this.#delete(await Array.fromAsync(older, ({ key }) => key));
  }

  async #delete(keys: readonly Deno.KvKey[]): Promise<void> {
    for (const run of inRuns(keys, (key) => shareOf(key))) {
      const atomic = this.#kv.atomic();
      for (const key of run) atomic.delete(key);
      await atomic.commit();
    }
  }

  /** Deno KV reads a whole batch even when fewer are wanted. */
  #list(selector: Deno.KvListSelector, options: Deno.KvListOptions = {}) {
    const batchSize = Math.min(options.limit ?? KV_BATCH, KV_BATCH);
    return this.#kv.list<Kept>(selector, { ...options, batchSize });
  }
}

function keyOf(room: string, id: string): Deno.KvKey {
  return [LINES, room, id];
}

function toEntry(line: Line): { key: Deno.KvKey; value: Kept } {
  return { key: keyOf(line.room, line.id), value: { ...line, text: encoder.encode(line.text) } };
}

function toLine(kept: Kept): Line {
  return { ...kept, text: decoder.decode(kept.text) };
}

function sizeOf({ text }: Kept): number {
  return FRAME_BYTES + text.length;
}
