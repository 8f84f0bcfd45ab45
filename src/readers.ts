// Those who read a public room without coming in: its latest lines, or all that happens there from now on.
// They are nobody in the room; for the hub, the outbox and the limits they are as anybody else.

import type { Chat } from "./chat.ts";
import type { Dialect } from "./dialect.ts";
import type { Gate } from "./gate.ts";
import type { Hub, Subscriber } from "./hub.ts";
import { DRAIN_MS, LAST_WORDS_MS, PING_MS } from "./limits.ts";
import type { Line } from "./line.ts";
import type { Log } from "./log.ts";
import { linesAfter } from "./missed.ts";
import { parseRoom, roomKey } from "./name.ts";
import { type Loss, Outbox, type OutboxOwner, type OutboxParts } from "./outbox.ts";
import type { Piece } from "./piece.ts";
import type { Room } from "./roster.ts";
import type { Reader } from "./site.ts";

export interface ReadersParts extends OutboxParts {
  readonly chat: Chat;
  readonly hub: Pick<Hub, "subscribe" | "unsubscribe">;
  readonly gate: Gate;
  readonly log: Log;
}

export interface ReadersOptions {
  /** Bytes. */
  readonly maxBacklog: number;
  /** Lines shown before those to come. */
  readonly replay: number;
}

/** What somebody who reads on wants. */
export interface Following {
  readonly room: Room;
  readonly dialect: Dialect;
  /** The id of the last line they have, if they come back. */
  readonly after: string | null;
  /** Sent now and then, so that whoever does not read any more is found out. */
  readonly signOfLife: string;
  readonly address: string;
}

export class Readers {
  readonly #parts: ReadersParts;
  readonly #options: ReadersOptions;
  readonly #followers = new Set<Follower>();
  #closing = false;
  #lastId = 0;

  constructor(parts: ReadersParts, options: ReadersOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /**
   * The room of that name if everybody may read it, heard from now on; null for any other, and for what is no
   * name. Never rejects.
   */
  async find(name: string): Promise<Room | null> {
    try {
      const { chat } = this.#parts;
      const key = roomKey(parseRoom(name));
      const found = () => chat.roster.rooms.get(key);
      if (found()) await chat.hear(key);
      const room = found();
      return room && isPublic(room) ? room : null;
    } catch {
      return null;
    }
  }

  /** All public rooms, the fullest first. */
  get rooms(): readonly Room[] {
    const open = [...this.#parts.chat.roster.rooms.values()].filter(isPublic);
    return open.sort((a, b) => b.heads - a.heads);
  }

  /** Counts a reader in and gives null, or says in a line why it must stay out. follow() counts it out. */
  admit(address: string): string | null | Promise<string | null> {
    return this.#closing ? "The server is going down" : this.#parts.gate.admit(address);
  }

  /** Writes to `reader` until one of both ends it, the room is public no more, or the server goes down. */
  async follow(following: Following, reader: Reader): Promise<void> {
    const { log, clock, gate } = this.#parts;
    const { room: { name }, address } = following;
    const start = clock.now();
    const id = `r${++this.#lastId}`;
    const follower = new Follower(id, { following, reader, parts: this.#parts }, this.#options);
    this.#followers.add(follower);
    try {
      if (this.#closing) follower.end();
      await follower.run();
    } finally {
      this.#followers.delete(follower);
      gate.leave(address);
      const seconds = Math.round((clock.now() - start) / 1000);
      log.info("reader ended", { address, room: name, seconds, bytesOut: follower.bytesOut });
    }
  }

  /** Ends all of them, after what is on its way; resolves when that is done. */
  async close(): Promise<void> {
    this.#closing = true;
    const followers = [...this.#followers];
    for (const follower of followers) follower.end();
    await Promise.all(followers.map((follower) => follower.ended));
  }
}

function isPublic({ settings }: Room): boolean {
  return !settings.private;
}

interface FollowerParts {
  readonly following: Following;
  readonly reader: Reader;
  readonly parts: ReadersParts;
}

/** One of them, as the hub sees it. */
class Follower implements Subscriber, OutboxOwner {
  readonly id: string;
  readonly name = "";
  readonly picky = false;
  readonly dialect: Dialect;
  readonly #parts: FollowerParts;
  readonly #replay: number;
  readonly #outbox: Outbox;
  readonly #end = Promise.withResolvers<number>();
  readonly #ended = Promise.withResolvers<void>();
  #over = false;
  #cancelBeat: () => void = () => {};

  constructor(id: string, parts: FollowerParts, { maxBacklog, replay }: ReadersOptions) {
    const { following: { dialect }, reader, parts: shared } = parts;
    this.id = id;
    this.dialect = dialect;
    this.#parts = parts;
    this.#replay = replay;
    this.#outbox = new Outbox(reader, {
      limit: maxBacklog,
      shared,
      owner: this,
    });
    reader.gone.addEventListener("abort", () => this.#end.resolve(0));
  }

  wordsOnCut(why: string): string {
    return this.#lastWords(`You were disconnected: ${why}`);
  }

  onLost(loss: Loss): void {
    this.#end.resolve(loss === "slow reader" ? LAST_WORDS_MS : 0);
  }

  get bytesOut(): number {
    return this.#outbox.bytesOut;
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  hides(): boolean {
    return false;
  }

  /** Whatever happens in a room that is not public any more is none of a reader's business. */
  deliver(piece: Piece): void {
    const { following: { room }, parts: { chat } } = this.#parts;
    const now = chat.roster.rooms.get(room.name) ?? room;
    if (isPublic(now)) this.#outbox.push(piece);
    else this.end("This room is private now");
  }

  fail(): void {
    this.#end.resolve(0);
  }

  /** The last words come after all that was said before. */
  end(why = "The server is going down"): void {
    if (this.#over) return;
    this.#over = true;
    this.#leave();
    this.#outbox.push(this.#lastWords(why));
    this.#end.resolve(DRAIN_MS);
  }

  async run(): Promise<void> {
    const { following: { room, dialect }, parts: { hub } } = this.#parts;
    this.#push(dialect.render({ kind: "past", lines: this.#past(), more: false }));
    hub.subscribe(room.name, this);
    this.#beat();
    const patience = await this.#end.promise;
    this.#cancelBeat();
    this.#leave();
    await this.#outbox.finish(patience);
    this.#ended.resolve();
  }

  #past(): readonly Line[] {
    const { room: { history }, after } = this.#parts.following;
    if (after !== null) return linesAfter(after, history).lines;
    return this.#replay === 0 ? [] : history.slice(-this.#replay);
  }

  #beat(): void {
    const { following: { signOfLife }, parts: { clock } } = this.#parts;
    this.#cancelBeat = clock.after(PING_MS, () => {
      this.#push(signOfLife);
      this.#beat();
    });
  }

  #leave(): void {
    const { following: { room }, parts: { hub } } = this.#parts;
    hub.unsubscribe(room.name, this);
  }

  #push(text: string): void {
    if (text !== "") this.#outbox.push(text);
  }

  #lastWords(text: string): string {
    return this.dialect.render({ kind: "bye", text, back: false });
  }
}
