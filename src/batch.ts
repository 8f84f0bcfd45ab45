// A room's batch in one dialect: rendered once, encoded once, shared by all who may see all of it.
// Whoever must not see a part gets a copy with that part cut out of the bytes; no line is rendered twice.

import type { Dialect } from "./dialect.ts";
import type { ChatEvent } from "./event.ts";
import { utf8Length } from "./utf8_length.ts";

const encoder = new TextEncoder();

export class Batch {
  readonly bytes: Uint8Array;
  /** Where each event's bytes end. */
  readonly #ends: number[] = [];

  constructor(events: readonly ChatEvent[], dialect: Dialect) {
    const lines = events.map((event) => dialect.render(event));
    const text = lines.length === 1 ? lines[0] ?? "" : lines.join("");
    this.bytes = encoder.encode(text);
    this.#markEnds(lines, this.bytes.length === text.length);
  }

  /** Where an event ends; 0 for the one before the first. */
  #end(index: number): number {
    return this.#ends[index] ?? 0;
  }

  #markEnds(lines: readonly string[], ascii: boolean): void {
    let end = 0;
    for (const line of lines) {
      end += ascii ? line.length : utf8Length(line);
      this.#ends.push(end);
    }
  }

  /** A copy without the events of these indexes, which ascend. */
  without(indexes: readonly number[]): Uint8Array {
    let size = this.bytes.length;
    for (const index of indexes) size -= this.#end(index) - this.#end(index - 1);
    const copy = new Uint8Array(size);
    let from = 0;
    let offset = 0;
    for (const index of indexes) {
      const to = this.#end(index - 1);
      if (to > from) copy.set(this.bytes.subarray(from, to), offset); // most follow one another
      offset += to - from;
      from = this.#end(index);
    }
    copy.set(this.bytes.subarray(from), offset);
    return copy;
  }

  /** The bytes of those events whose index `keep` accepts: shared if that is all, else a copy. */
  cut(keep: (index: number) => boolean): Uint8Array {
    const kept = this.#ranges(keep);
    if (kept.length === 0) return this.bytes.subarray(0, 0);
    let size = 0;
    for (const { start, end } of kept) size += end - start;
    if (size === this.bytes.length) return this.bytes;
    const copy = new Uint8Array(size);
    let offset = 0;
    for (const { start, end } of kept) {
      copy.set(this.bytes.subarray(start, end), offset);
      offset += end - start;
    }
    return copy;
  }

  /** Neighbouring events that are kept, as byte ranges. */
  #ranges(keep: (index: number) => boolean): { start: number; end: number }[] {
    const ranges: { start: number; end: number }[] = [];
    let start = 0;
    let open: { start: number; end: number } | undefined;
    this.#ends.forEach((end, index) => {
      if (!keep(index)) open = undefined;
      else if (open) open.end = end;
      else ranges.push(open = { start, end });
      start = end;
    });
    return ranges;
  }
}
