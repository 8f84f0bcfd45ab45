// What comes of a typed line: something said, a command, the answer to a question, or a word about why not.
// Acts through the chat and the commands; when a line is read, and how often, is the session's business.

import type { Clock } from "./clock.ts";
import {
  type CommandTable,
  type Context,
  LOG_IN_FIRST,
  type Question,
  type Services,
} from "./command.ts";
import { ChatError } from "./errors.ts";
import { TOO_LONG } from "./line_limit.ts";
import type { Member } from "./member.ts";
import { secretLine } from "./secret_line.ts";
import { commandIn, isCommand, unescape } from "./typed_line.ts";

export interface TalkParts extends Services {
  readonly commands: CommandTable;
  readonly clock: Clock;
}

export interface TalkOptions {
  /** The port the client came to, for hints. */
  readonly port: number;
  /** Bytes. */
  readonly maxLine: number;
  /** Whether nobody on the way can read what is typed. */
  readonly encrypted: boolean;
  /** Called to end the connection, with a parting word. */
  readonly onQuit: (text: string) => void;
}

export class Talk {
  readonly #member: Member;
  readonly #parts: TalkParts;
  readonly #options: TalkOptions;
  /** What the next line answers. */
  #question: Question | undefined;
  #warned = false;

  constructor(member: Member, parts: TalkParts, options: TalkOptions) {
    this.#member = member;
    this.#parts = parts;
    this.#options = options;
  }

  /** What a line takes from the flood allowance. `text` is the line without what cannot be shown. */
  cost(line: string, text: string): number {
    return isCommand(text) ? this.#parts.commands.cost(commandIn(line)) : 1;
  }

  /** Every line is accepted or answered; only one with nothing on it is neither. */
  accept(line: string, text: string): void | Promise<void> {
    if (line.endsWith(TOO_LONG)) {
      return this.#reply(`That line was too long: use at most ${this.#options.maxLine} bytes`);
    }
    const question = this.#question;
    this.#question = undefined;
    if (question && isAnswer(question, text)) return this.#try(() => question.answer(line));
    if (isCommand(text)) return this.#command(commandIn(line));
    if (text.trim() !== "") return this.#try(() => this.#say(text));
    if (line.trim() !== "") this.#reply("That line had nothing on it that can be shown");
  }

  #say(text: string): void {
    const { chat } = this.#parts;
    if (!chat.isIn(this.#member)) throw new ChatError("not-allowed", LOG_IN_FIRST);
    const secret = secretLine(text);
    if (secret !== null) throw heldBack(secret);
    chat.say(this.#member, unescape(text));
  }

  #command(line: string): void | Promise<void> {
    return this.#try(() => this.#parts.commands.run(line, this.#context()));
  }

  /** Does it, at once if that is possible; a refusal goes to the client. */
  #try(act: () => void | Promise<void>): void | Promise<void> {
    try {
      return act()?.catch((error) => this.#refuse(error));
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** A refusal goes to the client; all else is a bug. */
  #refuse(error: unknown): void {
    if (!(error instanceof ChatError)) throw error;
    this.#reply(error.message);
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
    this.#question = question;
    this.#reply(question.text);
  }

  /** Once, and before a password is typed if that can be known. */
  warnOfPasswords(): void {
    if (this.#warned || this.#options.encrypted) return;
    this.#warned = true;
    const { port } = this.#options;
    this.#reply(
      "Careful: a password can be read on its way, as this connection is not encrypted. From afar use " +
        `ssh -L ${port}:localhost:${port} HOST, then nc localhost ${port}`,
    );
  }

  /** One line from the server to this client. */
  #reply(text: string): void {
    this.#parts.chat.notice(this.#member, text);
  }
}

/** A question is dropped by an empty line, and by a command if the answer is no secret. */
function isAnswer({ secret }: Question, text: string): boolean {
  return text.trim() !== "" && (secret || !isCommand(text));
}

function heldBack(command: string): ChatError {
  const why = `it looks like /${command} without its slash, and would show a password`;
  return new ChatError(
    "refused",
    `That was not said: ${why}. If it is none, put it in other words`,
  );
}
