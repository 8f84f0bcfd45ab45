// What comes of a line: something said, a command, the answer to a question, a program's request, or a word
// about why not. Acts through the chat and the commands; when a line is read is the session's business.

import { LOG_IN_FIRST } from "./chat.ts";
import type { Clock } from "./clock.ts";
import type { CommandTable, Context, Question, Services } from "./command.ts";
import type { Expected } from "./editing.ts";
import { ChatError } from "./errors.ts";
import { TOO_LONG } from "./line_limit.ts";
import { type Member, NOTHING_MISSED } from "./member.ts";
import { nameKey, roomKey } from "./name.ts";
import type { Ref } from "./protocol.ts";
import { commandOf, nameOf, parseRequest, refOf, type Request } from "./request.ts";
import { sanitize } from "./sanitize.ts";
import { secretLine } from "./secret_line.ts";
import { commandIn, isCommand, unescape } from "./typed_line.ts";
import type { WaysIn } from "./ways_in.ts";

export interface TalkParts extends Services {
  readonly commands: CommandTable;
  readonly clock: Clock;
}

export interface TalkOptions {
  readonly ways: WaysIn;
  /** Bytes. */
  readonly maxLine: number;
  /** Whether nobody on the way can read what is typed. */
  readonly encrypted: boolean;
  /** Called to end the connection, with a parting word. */
  readonly onQuit: (text: string) => void;
}

const encoder = new TextEncoder();

export class Talk {
  readonly #member: Member;
  readonly #parts: TalkParts;
  readonly #options: TalkOptions;
  /** What the next line answers. */
  #question: Question | undefined;
  /** Whether the next line may be a password: one was asked for, and refused or not given. */
  #careful = false;
  #warned = false;

  constructor(member: Member, parts: TalkParts, options: TalkOptions) {
    this.#member = member;
    this.#parts = parts;
    this.#options = options;
  }

  /** What a line takes from the flood allowance. `text` is the line without what cannot be shown. */
  cost(line: string, text: string): number {
    const command = this.#isProgram ? commandOf(line) : isCommand(text) ? commandIn(line) : null;
    return command === null ? 1 : this.#parts.commands.cost(command);
  }

  /** Whether a line is a way in of its own, or wants nothing that only those inside can have. */
  isOutside(line: string): boolean {
    const name = this.#isProgram ? nameOf(line) : null;
    return name !== null && (name === "enter" || this.#parts.commands.isOutside(name));
  }

  /** Every line is accepted or answered; only one with nothing on it is neither. */
  accept(line: string, text: string): void | Promise<void> {
    if (line.endsWith(TOO_LONG)) return this.#refuse(this.#tooLong());
    if (this.#isProgram) return this.#request(line);
    const question = this.#question;
    this.#question = undefined;
    const careful = this.#careful;
    const dropped = question?.secret === true;
    this.#careful = text.trim() === "" && (careful || dropped);
    if (question && isAnswer(question, text)) return this.#try(() => this.#answer(question, line));
    if (isCommand(text)) return this.#command(commandIn(line));
    if (text.trim() !== "") return this.#try(() => this.#say(text, careful));
    if (line.trim() !== "") this.#reply("That line had nothing on it that can be shown");
  }

  /** What the next line is, as far as can be known. */
  get expects(): Expected {
    if (this.#isProgram) return "json";
    if (this.#question?.secret) return "secret";
    return this.#careful ? "doubtful" : "text";
  }

  #tooLong(): ChatError {
    const { maxLine } = this.#options;
    return new ChatError("usage", `That line was too long: use at most ${maxLine} bytes`);
  }

  get #isProgram(): boolean {
    return this.#member.dialect.format === "json";
  }

  async #answer({ secret, answer }: Question, line: string): Promise<void> {
    try {
      await answer(line);
    } catch (error) {
      this.#careful = secret;
      throw error;
    }
  }

  #say(text: string, careful: boolean): string | Promise<void> {
    this.#checkSpeech(text);
    if (careful) throw maybePassword();
    return this.#utter(unescape(text));
  }

  /** A player's move, or a line for the room. */
  #utter(text: string): string | Promise<void> {
    const { chat, games } = this.#parts;
    if (text.startsWith("!") && games.isMove(this.#member, text)) {
      return games.move(this.#member, text);
    }
    return chat.say(this.#member, text);
  }

  #checkSpeech(text: string): void {
    if (!this.#parts.chat.isIn(this.#member)) throw new ChatError("not-allowed", LOG_IN_FIRST);
    const secret = secretLine(text, (name) => this.#parts.chat.roster.isRegistered(nameKey(name)));
    if (secret !== null) throw heldBack(secret);
  }

  /** Every request is answered, if it has a ref, when it is done or refused. */
  #request(line: string): void | Promise<void> {
    if (line.trim() === "") return;
    const ref = refOf(line);
    return this.#try(() => this.#perform(parseRequest(line)), ref);
  }

  async #perform({ name, args, room, seen, ref }: Request): Promise<void> {
    const { chat } = this.#parts;
    const member = this.#member;
    if (room !== null) chat.rooms.turnTo(member, room);
    if (seen.size > 0) member.missed = { since: null, seen: byRoomKey(seen) };
    try {
      const id = await this.#do(name, args) ?? null;
      if (ref !== null) chat.send(member, { kind: "done", ref, id });
    } finally {
      member.missed = NOTHING_MISSED;
    }
  }

  /** Gives the id of what was said, if anything was. */
  #do(name: string, args: readonly string[]): string | void | Promise<void> {
    const [text = ""] = args;
    switch (name) {
      case "say":
      case "act":
        return this.#speak(name, sanitize(text));
      case "type":
        return this.#type(text);
      case "enter":
        return this.#parts.chat.enterAs(this.#member, args[0]);
      default:
        return this.#parts.commands.call(name, args, this.#context());
    }
  }

  #speak(how: "say" | "act" | "type", text: string): string | Promise<void> {
    if (text.trim() === "") {
      throw new ChatError("usage", `"${how}" needs "text" that can be shown`);
    }
    if (encoder.encode(text).length > this.#options.maxLine) throw this.#tooLong();
    this.#checkSpeech(text);
    return how === "act" ? this.#parts.chat.act(this.#member, text) : this.#utter(text);
  }

  /** What a page's reader types is read as on a terminal. */
  #type(line: string): string | void | Promise<void> {
    const text = sanitize(line);
    if (!isCommand(text)) return this.#speak("type", unescape(text));
    return this.#parts.commands.run(commandIn(line), this.#context());
  }

  #command(line: string): void | Promise<void> {
    return this.#try(() => this.#parts.commands.run(line, this.#context()));
  }

  /** Does it, at once if that is possible; a refusal goes to the client. */
  #try(act: () => unknown, ref: Ref | null = null): void | Promise<void> {
    try {
      const doing = act();
      if (doing instanceof Promise) return doing.catch((error) => this.#refuse(error, ref));
    } catch (error) {
      this.#refuse(error, ref);
    }
  }

  /** A refusal goes to the client; all else is a bug. */
  #refuse(error: unknown, ref: Ref | null = null): void {
    if (!(error instanceof ChatError)) throw error;
    const { code, message: text } = error;
    this.#parts.chat.send(this.#member, { kind: "failed", ref, code, text });
  }

  /** Made for each command: most clients never type one. */
  #context(): Context {
    return {
      ...this.#parts,
      member: this.#member,
      now: this.#parts.clock.now(),
      ask: (question) => this.#ask(question),
      warnOfPasswords: () => this.warnOfPasswords(),
      reply: (text) => this.#reply(text),
      quit: this.#options.onQuit,
    };
  }

  #ask(question: Question): void {
    if (this.#isProgram) { // its next line is another request
      const what = question.text.replace(/:$/, "");
      throw new ChatError("usage", `${what}: in the same line, after the rest`);
    }
    this.#question = question;
    this.#reply(question.text);
  }

  /** Once, and before a password is typed if that can be known. */
  warnOfPasswords(): void {
    if (this.#warned || this.#options.encrypted) return;
    this.#warned = true;
    const { encrypted, here, port } = this.#options.ways;
    const tunnel = `ssh -L ${port}:localhost:${port} HOST, then ${
      here.replace("HOST", "localhost")
    }`;
    this.#reply(
      "Careful: a password can be read on its way, as this connection is not encrypted. From afar use " +
        (encrypted ?? tunnel),
    );
  }

  /** One line from the server to this client. */
  #reply(text: string): void {
    this.#parts.chat.notice(this.#member, text);
  }
}

/** Whatever is no room's name is nobody's. */
function byRoomKey(seen: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...seen].map(([room, id]) => [roomKey(room), id]));
}

/** A question is dropped by an empty line, and by a command if the answer is no secret. */
function isAnswer({ secret }: Question, text: string): boolean {
  return text.trim() !== "" && (secret || !isCommand(text));
}

function maybePassword(): ChatError {
  const how = "type the command again, or this line to say it";
  return new ChatError(
    "refused",
    `That was not said, as it may be what you were asked for: ${how}`,
  );
}

function heldBack(command: string): ChatError {
  const secret = command === "resume" ? "token" : "password";
  const why = `it looks like /${command} without its slash, and would show a ${secret}`;
  return new ChatError(
    "refused",
    `That was not said: ${why}. If it is none, put it in other words`,
  );
}
