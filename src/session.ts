// One connection's conversation, from the knock to the goodbye: when it begins, when a line is read and when
// it ends. What comes of a line is talk.ts; never writes to the socket while the talk goes on.

import { Allowance } from "./allowance.ts";
import type { Backlog } from "./backlog.ts";
import type { Door } from "./door.ts";
import { Doorstep, type DoorstepOwner, type DoorstepParts } from "./doorstep.ts";
import {
  CONNECTION_LOST,
  type Goodbye,
  goodbyeAtEnd,
  goodbyeOfLoss,
  lastWell,
  lastWords,
} from "./farewell.ts";
import type { FloodOptions } from "./flood.ts";
import { discard } from "./hang_up.ts";
import { DRAIN_MS, LAST_WORDS_MS, LINGER_MS, MAX_MESSAGE_BYTES } from "./limits.ts";
import { TypedLineGuide } from "./line_guide.ts";
import { type Ending, LineReader, type LineTaker } from "./line_reader.ts";
import { type EndOptions, Member, type MemberOwner } from "./member.ts";
import { TIMING_MARK_REACHED } from "./nvt.ts";
import { type Loss, Outbox, type OutboxOwner } from "./outbox.ts";
import { sanitize } from "./sanitize.ts";
import { Talk, type TalkParts } from "./talk.ts";
import type { Traffic } from "./traffic.ts";
import type { Connection, Transport } from "./transport.ts";
import type { WaysIn } from "./ways_in.ts";
import type { WriteSlices } from "./write_slices.ts";

export interface SessionParts extends TalkParts, Pick<DoorstepParts, "atTurnEnd"> {
  readonly backlog: Backlog;
  readonly slices: WriteSlices;
}

export interface SessionOptions {
  /** By which the client came. */
  readonly door: Door;
  readonly ways: WaysIn;
  /** Bytes. */
  readonly maxLine: number;
  /** Bytes. */
  readonly maxBacklog: number;
  readonly flood: FloodOptions;
  /** Whether nobody comes in without an account. */
  readonly requireLogin: boolean;
}

/** How a conversation ended, and all that went through it. */
export interface SessionEnd extends Traffic {
  /** The connection's. */
  readonly id: string;
  readonly address: string;
  /** How long it was there, in milliseconds. */
  readonly ms: number;
  readonly reason: Goodbye["reason"];
  /** What was thrown, for "bug". */
  readonly error?: unknown;
}

export class Session implements DoorstepOwner, LineTaker<SessionEnd>, MemberOwner, OutboxOwner {
  readonly member: Member;
  readonly #connection: Connection;
  readonly #parts: SessionParts;
  readonly #options: SessionOptions;
  readonly #reader: LineReader;
  readonly #outbox: Outbox;
  /** These two are made for the first line: most of those who connect to look never type one. */
  #allowanceOnce: Allowance | undefined;
  #talkOnce: Talk | undefined;
  /** Set once the talk is over; what comes in after is read and forgotten. */
  #goodbye: Goodbye | undefined;
  #closing: Promise<void> | undefined;
  #cancelLinger: (() => void) | undefined;
  readonly #doorstep: Doorstep;
  #lines = 0;
  #delayed = 0;
  /** When it began, in milliseconds since 1970. */
  readonly #start: number;

  /** `id` is unique over all nodes and never reused. */
  constructor(
    { id, connection }: { id: string; connection: Connection },
    parts: SessionParts,
    options: SessionOptions,
  ) {
    this.#connection = connection;
    this.#parts = parts;
    this.#options = options;
    this.#start = parts.clock.now();
    const { asks } = options.door; // what is said is within a message, and no longer than elsewhere
    this.#reader = new LineReader(connection, asks ? MAX_MESSAGE_BYTES : options.maxLine);
    this.#outbox = new Outbox(connection, {
      limit: options.maxBacklog,
      shared: parts,
      owner: this,
    });
    this.member = new Member(id, {
      dialect: options.door.dialect,
      outbox: this.#outbox,
      owner: this,
      address: connection.address,
    });
    this.#doorstep = new Doorstep(this, parts, options);
    connection.editing?.begin(new TypedLineGuide(this.member, parts, () => this.#mayLook()));
  }

  get transport(): Transport {
    return this.#connection.transport;
  }

  /** What has gone through it so far. */
  get traffic(): Traffic {
    const { bytesIn } = this.#reader;
    const { bytesOut } = this.#outbox;
    return { lines: this.#lines, delayed: this.#delayed, bytesIn, bytesOut };
  }

  onMark(): void {
    this.#outbox.push(TIMING_MARK_REACHED);
  }

  onGreet(): void {
    this.#reader.greeted = true;
  }

  onAsk(): void {
    this.#talk.warnOfPasswords();
  }

  onEnd(text: string, how?: EndOptions): void {
    this.#sendAway(text, how ? "recalled" : "sent away");
  }

  onLost(loss: Loss): void {
    this.#end(goodbyeOfLoss(loss));
  }

  wordsOnCut(why: string): string {
    return this.#lastWords(`You were disconnected: ${why}`);
  }

  get #allowance(): Allowance {
    return this.#allowanceOnce ??= new Allowance(this.#options.flood, this.#parts.clock);
  }

  get #talk(): Talk {
    return this.#talkOnce ??= new Talk(this.member, this.#parts, {
      ...this.#options,
      encrypted: this.#connection.encrypted,
      onQuit: (text) => this.#quit(text),
    });
  }

  #quit(text: string): void {
    this.#parts.chat.send(this.member, { kind: "bye", text: "", back: false });
    this.#end({ reason: "quit", text });
  }

  /** Ends the conversation for the server's reasons, after what is in the outbox. */
  shutDown(): void {
    if (!this.#goodbye) this.#write(this.#lastWords(""));
    this.#end({ reason: "shutdown", text: "" });
  }

  /** Holds the conversation; resolves when the connection is closed. Never rejects. */
  run(): Promise<SessionEnd> {
    this.#reader.knocking = this.#options.door.knocks;
    try {
      this.#doorstep.begin();
    } catch (bug) {
      this.onBug(bug); // this client's, and nothing to those who accept the others
    }
    return this.#reader.each(this);
  }

  async onInputEnd(ending: Ending): Promise<SessionEnd> {
    await this.#doorstep.entering;
    this.#write(lastWords(ending, this.#options.ways));
    this.#end(goodbyeAtEnd(ending));
    return await this.#finish();
  }

  async onThrown(bug: unknown): Promise<SessionEnd> {
    this.onBug(bug);
    return await this.#finish();
  }

  /** Waits until what we said has been read, for as long as that may take. */
  async #finish(): Promise<SessionEnd> {
    await discard(this.#connection);
    await this.#closing;
    this.#cancelLinger?.();
    this.#connection.close();
    const { reason, error } = this.#goodbye as Goodbye;
    const { id, address } = this.member;
    const ms = this.#parts.clock.now() - this.#start;
    return { id, address, ms, reason, error, ...this.traffic };
  }

  /** The first goodbye counts. */
  #end(goodbye: Goodbye): void {
    if (this.#goodbye) return;
    this.#goodbye = goodbye;
    this.#doorstep.leave();
    this.#allowanceOnce?.wake();
    this.#closing = this.#close(goodbye);
  }

  #sendAway(text: string, reason: "sent away" | "recalled" = "sent away"): void {
    if (this.#goodbye) return;
    this.#parts.chat.send(this.member, { kind: "bye", text, back: false });
    this.#end({ reason, text: "" });
  }

  onBug(error: unknown): void {
    if (this.#goodbye) return;
    const text = "Something broke on our side, and you were disconnected. Please come back";
    this.#write(this.#lastWords(text));
    this.#end({ reason: "bug", text: CONNECTION_LOST, error });
  }

  /** Deals with a line at once if that is possible. */
  take(line: string): void | Promise<void> {
    if (this.#goodbye) return;
    this.#lines++;
    const now = this.member.heardAt = this.#parts.clock.now();
    const text = sanitize(line);
    const wait = this.#allowance.take(this.#talk.cost(line, text), now);
    if (wait > 0) this.#delayed++;
    const later = wait > 0 || this.#outbox.congested || this.member.room === "";
    const dealt = later ? this.#takeLater(line, { text, wait }) : this.#talk.accept(line, text);
    return this.#connection.editing ? this.#prepareNext(dealt) : dealt;
  }

  /** Tells whoever shows what is typed what comes next, before the next line is read. */
  async #prepareNext(dealt: void | Promise<void>): Promise<void> {
    await dealt;
    this.#connection.editing?.expect(this.#talk.expects);
  }

  /** What is looked up while a line is typed counts as a line does. */
  #mayLook(): boolean {
    return this.#allowance.take(1) === 0;
  }

  /** Waits while the client is not in yet, ahead of its allowance, or behind in reading. */
  async #takeLater(line: string, { text, wait }: { text: string; wait: number }): Promise<void> {
    if (this.#options.door.asks && this.#talk.isOutside(line)) this.#doorstep.waitLonger();
    else await this.#doorstep.greet();
    if (wait > 0 && !this.#goodbye) await this.#allowance.pause(wait);
    if (this.#outbox.congested) await this.#outbox.relief();
    if (!this.#goodbye) await this.#talk.accept(line, text);
  }

  /** In the client's own terms, which may have changed. */
  #lastWords(text: string): string {
    return this.member.dialect.render({ kind: "bye", text, back: true });
  }

  /** Last words to a client that may never have become a member. */
  #write(text: string): void {
    if (text !== "") this.#outbox.push(text);
  }

  /** Leaves the chat, sends what is left, and waits a little for the other end: closing at once could lose bytes. */
  async #close(goodbye: Goodbye): Promise<void> {
    await this.#doorstep.entering;
    await this.#leaveChat(goodbye);
    const { reason } = goodbye;
    const sent = await this.#outbox.finish(reason === "slow reader" ? LAST_WORDS_MS : DRAIN_MS);
    if (!sent) return this.#connection.close(); // whoever did not take this will not take an end either
    this.#cancelLinger = this.#parts.clock.after(LINGER_MS, () => this.#connection.close());
    await this.#connection.closeWrite();
  }

  /** A bug on the way out keeps nobody's connection. */
  async #leaveChat({ reason, text }: Goodbye): Promise<void> {
    try {
      const times = { heardAt: this.member.heardAt, now: this.#parts.clock.now() };
      const well = lastWell(reason, times);
      this.#parts.resumes.gone(this.member, well);
      await this.#parts.chat.exit(this.member, text, { returns: well !== null });
    } catch (error) {
      this.#goodbye = { reason: "bug", text, error };
    }
  }
}
