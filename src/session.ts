// One connection's conversation, from the knock to the goodbye. Reads lines, hands them to the chat or to
// a command, and answers through the outbox; never writes to the socket while the talk goes on.

import type { Backlog } from "./backlog.ts";
import type { Chat } from "./chat.ts";
import type { Clock } from "./clock.ts";
import type { CommandTable, Context } from "./command.ts";
import type { Dialect } from "./dialect.ts";
import { ChatError } from "./errors.ts";
import { Flood, type FloodOptions } from "./flood.ts";
import { answerTo, type Intruder } from "./knock.ts";
import { TOO_LONG } from "./line_limit.ts";
import { type Ending, LineReader } from "./line_reader.ts";
import { DRAIN_MS, KNOCK_MS, LAST_WORDS_MS, LINGER_MS, MAX_UNFINISHED_BYTES } from "./limits.ts";
import { Member } from "./member.ts";
import { type Loss, Outbox } from "./outbox.ts";
import { sanitize } from "./sanitize.ts";
import type { Connection } from "./transport.ts";
import type { WriteSlices } from "./write_slices.ts";

export interface SessionParts {
  readonly chat: Chat;
  readonly commands: CommandTable;
  readonly dialect: Dialect;
  readonly clock: Clock;
  readonly backlog: Backlog;
  readonly slices: WriteSlices;
}

export interface SessionOptions {
  /** Unique over all nodes, never reused. */
  readonly id: string;
  /** The port the client came to, for hints. */
  readonly port: number;
  /** Bytes. */
  readonly maxLine: number;
  /** Bytes. */
  readonly maxBacklog: number;
  readonly flood: FloodOptions;
}

/** How a conversation ended. */
export interface SessionEnd {
  readonly reason: Ending | Loss["reason"] | "quit" | "shutdown" | "bug";
  /** Lines taken. */
  readonly lines: number;
  readonly bytesOut: number;
  /** What was thrown, for "bug". */
  readonly error?: unknown;
}

/** What the session knows at its end, and the word the room gets. */
interface Goodbye {
  readonly reason: SessionEnd["reason"];
  readonly text: string;
  readonly error?: unknown;
}

const encoder = new TextEncoder();

export class Session {
  readonly #connection: Connection;
  readonly #parts: SessionParts;
  readonly #options: SessionOptions;
  readonly #reader: LineReader;
  readonly #outbox: Outbox;
  readonly #member: Member;
  readonly #flood: Flood;
  readonly #context: Context;
  /** Resolved by whoever ends the talk from outside; the talk itself just returns. */
  readonly #interrupted = Promise.withResolvers<Goodbye>();
  #goodbye: Goodbye | undefined;
  #lines = 0;

  constructor(connection: Connection, parts: SessionParts, options: SessionOptions) {
    this.#connection = connection;
    this.#parts = parts;
    this.#options = options;
    this.#reader = new LineReader(connection, options.maxLine);
    this.#outbox = new Outbox(connection, {
      ...parts,
      limit: options.maxBacklog,
      onLost: ({ reason }) => this.#interrupt({ reason, text: reason }),
    });
    this.#member = new Member(options.id, {
      dialect: parts.dialect,
      deliver: (bytes) => this.#outbox.push(bytes),
    });
    this.#flood = new Flood(options.flood, parts.clock.now());
    this.#context = this.#makeContext();
  }

  /** Holds the conversation; resolves when the connection is closed. Never rejects. */
  async run(): Promise<SessionEnd> {
    const talk = this.#talk();
    const goodbye = await Promise.race([this.#interrupted.promise, talk]);
    this.#goodbye ??= goodbye;
    await this.#parts.chat.exit(this.#member, goodbye.text);
    await this.#hangUp(talk);
    return { ...goodbye, lines: this.#lines, bytesOut: this.#outbox.bytesOut };
  }

  /** Ends the conversation for the server's reasons, after what is in the outbox. */
  shutDown(): void {
    this.#interrupt({ reason: "shutdown", text: "" });
  }

  /** What comes in after this is read and forgotten. */
  #interrupt(goodbye: Goodbye): void {
    this.#goodbye ??= goodbye;
    this.#interrupted.resolve(goodbye);
  }

  /** From the knock to the last line. Never rejects. */
  async #talk(): Promise<Goodbye> {
    try {
      await this.#knock();
      if (!isIntruder(this.#reader.ending)) await this.#parts.chat.enter(this.#member);
      return await this.#listen();
    } catch (error) {
      this.#write("* Something broke on our side, and you were disconnected. Please come back\n");
      return { reason: "bug", text: "connection lost", error };
    }
  }

  /** Gives programs that speak first the time to do so. */
  async #knock(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#parts.clock.after(KNOCK_MS, resolve);
    await Promise.race([this.#reader.first(), promise]);
    cancel();
    this.#reader.greeted = true;
  }

  async #listen(): Promise<Goodbye> {
    for (;;) {
      const line = await this.#reader.next();
      if (line === null) return this.#atEnd(this.#reader.ending ?? "end of input");
      if (this.#goodbye) continue;
      await this.#pace(line);
      await this.#take(line);
    }
  }

  /** Waits while the client is ahead of its allowance, or behind in reading. */
  async #pace(line: string): Promise<void> {
    const cost = isCommand(line) ? this.#parts.commands.cost(line) : 1;
    const wait = this.#flood.take(cost, this.#parts.clock.now());
    if (wait > 0) await this.#pause(wait);
    if (this.#outbox.congested) await this.#outbox.relief();
  }

  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#parts.clock.after(ms, resolve);
    await Promise.race([promise, this.#interrupted.promise]);
    cancel();
  }

  /** Every line is accepted or answered; only one with nothing on it is neither. */
  async #take(line: string): Promise<void> {
    this.#lines++;
    const { chat } = this.#parts;
    if (line.endsWith(TOO_LONG)) {
      return chat.notice(
        this.#member,
        `That line was too long: use at most ${this.#options.maxLine} bytes`,
      );
    }
    const text = sanitize(line);
    if (isCommand(text)) return await this.#command(text);
    if (text.trim() !== "") {
      return chat.say(this.#member, text.startsWith("//") ? text.slice(1) : text);
    }
    if (line.trim() !== "") {
      chat.notice(this.#member, "That line had nothing on it that can be shown");
    }
  }

  async #command(line: string): Promise<void> {
    try {
      await this.#parts.commands.run(line, this.#context);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#context.reply(error.message);
    }
  }

  #atEnd(ending: Ending): Goodbye {
    switch (ending) {
      case "http":
      case "tls":
      case "scanner":
        this.#write(answerTo(ending, this.#options.port));
        return { reason: ending, text: "" };
      case "line without end":
        this.#write(`* No end of line in ${MAX_UNFINISHED_BYTES} bytes: goodbye\n`);
        return { reason: ending, text: "" };
      case "end of input":
        return { reason: ending, text: "" };
      case "connection broken":
        return { reason: ending, text: "connection lost" };
    }
  }

  /** Last words to a client that may never have become a member. */
  #write(text: string): void {
    this.#outbox.push(encoder.encode(text));
  }

  /** Sends what is left, then waits a little for the other end: closing at once could lose the last bytes. */
  async #hangUp(talk: Promise<Goodbye>): Promise<void> {
    const { clock, chat } = this.#parts;
    await this.#outbox.finish(this.#goodbye?.reason === "slow reader" ? LAST_WORDS_MS : DRAIN_MS);
    const cancel = clock.after(LINGER_MS, () => this.#connection.close());
    await this.#connection.closeWrite();
    await talk;
    await discard(this.#connection);
    cancel();
    this.#connection.close();
    await chat.exit(this.#member, "connection lost");
  }

  #makeContext(): Context {
    const { chat, clock, commands } = this.#parts;
    const member = this.#member;
    return {
      chat,
      member,
      commands,
      get now() {
        return clock.now();
      },
      reply: (text) => chat.notice(member, text),
      quit: (text) => this.#interrupt({ reason: "quit", text }),
    };
  }
}

function isCommand(line: string): boolean {
  return line.startsWith("/") && !line.startsWith("//");
}

function isIntruder(ending: Ending | null): ending is Intruder {
  return ending === "http" || ending === "tls" || ending === "scanner";
}

/** Reads what still comes until the other end hangs up or our end is closed. */
async function discard(connection: Connection): Promise<void> {
  const buffer = new Uint8Array(4096);
  try {
    while (await connection.read(buffer) !== null);
  } catch {
    // Broken or closed: there is nothing more to read, which is all we wanted to know.
  }
}
