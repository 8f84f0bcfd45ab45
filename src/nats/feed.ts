// What the stream has stored, read back in its order: of each subject that is followed every message, once.
// NATS hands on what it stores, and each message names the one before it on its subject: what is missing is
// read from the stream, and all that comes meanwhile waits.

import type { Clock } from "../clock.ts";
import type { Layout } from "./layout.ts";
import type { Link } from "./link.ts";
import type { LiveMessage, Message } from "./message.ts";
import { MAX_WAITING_LINES, PACE_BYTES, PACE_MS } from "../limits.ts";

export interface FeedParts {
  readonly link: Pick<Link, "subscribe" | "flush" | "read" | "has" | "end">;
  readonly layout: Layout;
  readonly clock: Clock;
  /** Takes each message in its turn. */
  take(message: Message): void;
  /** Is told of what was stored while this node heard nothing, also on subjects that it does not follow. */
  stored(message: Message): void;
  /** The stream could not be read: resume() is to be called when it can. */
  failed(error: unknown): void;
  /** What was stored in between is not there any more. */
  missed(subject: string): void;
}

/** A subject that is followed. */
interface Following {
  /** The number of the last message taken; those up to it are over. */
  at: number;
  /** What came while the past was read; null from then on. */
  early: LiveMessage[] | null;
  readonly end: () => void;
}

/** What waits for its turn: as it came, as it was read from the stream, or a word to who waits for this point. */
type Entry = LiveMessage | Message | (() => void);

export class Feed {
  readonly #parts: FeedParts;
  readonly #followed = new Map<string, Following>();
  /** The greatest number taken. */
  #end = 0;
  /** Why nothing is taken just now. */
  #stopped: "paused" | "reading" | "resting" | null = null;
  /** What waits meanwhile, in order. */
  #waiting: Entry[] = [];
  /** Bytes taken since. */
  #taken = 0;
  #since = 0;

  constructor(parts: FeedParts) {
    this.#parts = parts;
  }

  hears(subject: string): boolean {
    return this.#followed.has(subject);
  }

  get subjects(): string[] {
    return [...this.#followed.keys()];
  }

  /** Follows subjects from now on. */
  async start(subjects: readonly string[]): Promise<void> {
    const { link, layout } = this.#parts;
    for (const subject of subjects) this.#subscribe(subject);
    await link.flush();
    this.#end = await link.end(layout.events);
    for (const subject of subjects) this.begin(subject, this.#end);
  }

  /** Follows one more subject, and resolves to the `last` messages before. begin() is to be called then. */
  async follow(subject: string, last: number): Promise<Message[]> {
    const { link, layout } = this.#parts;
    this.#subscribe(subject);
    try {
      await link.flush();
      return await link.read(layout.events, subject, { last });
    } catch (error) {
      this.unfollow(subject);
      throw error;
    }
  }

  /** Takes what a subject has after the message with this number. */
  begin(subject: string, after: number): void {
    const following = this.#followed.get(subject);
    if (!following) return;
    const { early } = following;
    following.at = after;
    following.early = null;
    for (const message of early ?? []) this.#hear(message);
  }

  unfollow(subject: string): void {
    this.#followed.get(subject)?.end();
    this.#followed.delete(subject);
  }

  /** Holds everything back until resume(). */
  pause(): void {
    this.#stopped = "paused";
  }

  /** Takes what was missed, and goes on. Rejects, and waits on, if the stream cannot be read. */
  async resume(): Promise<void> {
    const { link, layout } = this.#parts;
    this.#waiting = []; // all of it is read from the stream
    this.#rewind(await link.end(layout.events));
    const missed = await link.read(layout.events, layout.everything, { from: this.#end + 1 });
    await this.#lookForGaps(missed);
    for (const message of missed) this.#parts.stored(message);
    const done = Promise.withResolvers<void>();
    this.#waiting.unshift(...missed, done.resolve);
    this.#goOn();
    await done.promise;
  }

  /** A NATS that lost its disk, or the end of it, counts on from where it is. */
  #rewind(end: number): void {
    if (end >= this.#end) return;
    this.#end = end;
    for (const [subject, following] of this.#followed) {
      following.at = Math.min(following.at, end);
      this.#parts.missed(subject);
    }
  }

  #subscribe(subject: string): void {
    const end = this.#parts.link.subscribe(this.#parts.layout.live(subject), (message) => {
      this.#hear({ ...message, subject });
    });
    this.#followed.set(subject, { at: 0, early: [], end });
  }

  #hear(message: LiveMessage): void {
    const following = this.#followed.get(message.subject);
    if (!following) return;
    if (following.early) following.early.push(message);
    else if (!this.#stopped) this.#takeLive(message);
    else if (this.#waiting.length < MAX_WAITING_LINES) this.#waiting.push(message);
  }

  #goOn(): void {
    this.#stopped = null;
    let done = 0;
    while (done < this.#waiting.length && !this.#stopped) this.#deal(this.#waiting[done++]);
    this.#waiting.splice(0, done);
  }

  #deal(entry: Entry | undefined): void {
    if (!entry) return;
    if (typeof entry === "function") entry();
    else if ("previous" in entry) this.#takeLive(entry);
    else this.#takeStored(entry);
  }

  #takeLive(message: LiveMessage): void {
    const { subject, seq, previous } = message;
    const at = this.#followed.get(subject)?.at ?? Infinity;
    if (seq <= at) return;
    if (previous <= at) return this.#take(message);
    this.#stopped = "reading";
    this.#repair(message, at + 1).catch((error) => this.#parts.failed(error));
  }

  /** Reads what is missing on one subject before a message; some of it may have been removed since. */
  async #repair(message: LiveMessage, from: number): Promise<void> {
    const { link, layout } = this.#parts;
    const missed = await link.read(layout.events, message.subject, { from });
    if (this.#stopped !== "reading") return; // the link was lost: all is read anew
    this.#waiting.unshift(...missed, { ...message, previous: 0 });
    this.#goOn();
  }

  #takeStored(message: Message): void {
    const following = this.#followed.get(message.subject);
    if (following && !following.early && message.seq > following.at) this.#take(message);
  }

  #take(message: Message): void {
    const following = this.#followed.get(message.subject);
    if (following) following.at = message.seq;
    this.#end = Math.max(this.#end, message.seq);
    this.#parts.take(message);
    this.#pace(message.bytes.length);
  }

  /** What an outage has held up comes no faster than people can read who read well: else all would be cut. */
  #pace(bytes: number): void {
    const { clock } = this.#parts;
    const now = clock.now();
    if (now - this.#since >= PACE_MS) [this.#since, this.#taken] = [now, 0];
    this.#taken += bytes;
    if (this.#taken < PACE_BYTES || this.#stopped) return;
    this.#stopped = "resting";
    clock.after(PACE_MS, () => {
      if (this.#stopped === "resting") this.#goOn();
    });
  }

  /** The stream forgets the oldest first: if the last that was taken is there, so is all that followed. */
  async #lookForGaps(missed: readonly Message[]): Promise<void> {
    const { link, layout } = this.#parts;
    for (const subject of new Set(missed.map(({ subject }) => subject))) {
      const at = this.#followed.get(subject)?.at ?? 0;
      if (at > 0 && !await link.has(layout.events, at)) this.#parts.missed(subject);
    }
  }
}
