// What a command is, how a typed one is read, and every guard in one place: whether it exists, whether its
// arguments fit, whether whoever types it may. /help and the hints in errors come from the same table. Commands
// live in command/.

import type { Accounts } from "./accounts.ts";
import type { Audit } from "./audit.ts";
import { type Chat, LOG_IN_FIRST } from "./chat.ts";
import type { Cluster } from "./cluster.ts";
import type { Dialect, Format } from "./dialect.ts";
import type { Drain } from "./drain.ts";
import { ChatError } from "./errors.ts";
import type { ServerFacts } from "./event.ts";
import type { GameDesk } from "./game_desk.ts";
import type { LoginCodes } from "./login_codes.ts";
import type { Member } from "./member.ts";
import type { Memos } from "./memos.ts";
import type { Moderation } from "./moderation.ts";
import { nearest } from "./nearest.ts";
import type { Past } from "./past.ts";
import type { Reports } from "./reports.ts";
import type { Resumes } from "./resumes.ts";
import { atLeast, type Role } from "./role.ts";
import { printable, sanitize } from "./sanitize.ts";
import type { Scores } from "./scores.ts";
import type { SignIn } from "./sign_in.ts";
import type { Unread } from "./unread.ts";

/** One argument: a word, or with `rest` all that remains of the line. Optional ones come last. */
export interface Argument {
  readonly name: string;
  readonly rest: boolean;
  readonly optional: boolean;
  /** Whether nobody should see it while it is typed, nor what comes after. */
  readonly secret?: true;
}

export function word(name: string): Argument {
  return { name, rest: false, optional: false };
}

export function rest(name: string): Argument {
  return { name, rest: true, optional: false };
}

export function optional(argument: Argument): Argument {
  return { ...argument, optional: true };
}

export function secret(argument: Argument): Argument {
  return { ...argument, secret: true };
}

/** The parts of the server that commands act through. */
export interface Services {
  readonly chat: Chat;
  readonly accounts: Accounts;
  readonly signIn: SignIn;
  readonly codes: LoginCodes;
  readonly resumes: Resumes;
  readonly moderation: Moderation;
  readonly dialects: Readonly<Record<Format, Dialect>>;
  readonly memos: Memos;
  readonly past: Past;
  readonly unread: Unread;
  readonly audit: Audit;
  readonly reports: Reports;
  /** null for a server that is alone. */
  readonly cluster: Cluster | null;
  readonly drain: Drain;
  readonly games: GameDesk;
  readonly scores: Scores;
  /** What programs are told of the server. */
  readonly server: ServerFacts;
}

/** What a command may touch. */
export interface Context extends Services {
  readonly member: Member;
  readonly commands: CommandTable;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** One line from the server to whoever typed the command. */
  reply(text: string): void;
  /** Ends the connection once everything is sent; `text` is the parting word. */
  quit(text: string): void;
  /** Asks for something more: the next line is the answer, and no command or talk. */
  ask(question: Question): void;
  /** Tells the client, once, what becomes of a password on a connection that is not encrypted. */
  warnOfPasswords(): void;
}

export interface Question {
  readonly text: string;
  /** Whether a line that begins with a slash is an answer, too, as a password may. */
  readonly secret: boolean;
  /** Called with the line as it was typed. Throws ChatError to refuse. */
  answer(line: string): void | Promise<void>;
}

export interface Command {
  readonly name: string;
  readonly args: readonly Argument[];
  /** Whether it may be used before one is in the chat, as where a login is required. */
  readonly outside?: true;
  /** What one must be, in the room one is in; everybody if not given. */
  readonly role?: Role;
  /** One line for /help, without a capital or a full stop. */
  readonly summary: string;
  /** More for /help NAME: whole sentences. */
  readonly details?: string;
  /** What it takes from the flood allowance; 1 if not given. */
  readonly cost?: number;
  /** `args` has one entry for each argument given, in the table's order. Throws ChatError to refuse. */
  run(context: Context, args: readonly string[]): void | Promise<void>;
}

interface Typed {
  readonly name: string;
  readonly rest: string;
}

export class CommandTable {
  readonly #commands: ReadonlyMap<string, Command>;

  constructor(commands: readonly Command[]) {
    this.#commands = new Map(commands.map((command) => [command.name, command]));
  }

  get all(): Command[] {
    return [...this.#commands.values()];
  }

  /** The command of that name, with or without its slash, in any case. */
  get(name: string): Command | undefined {
    return this.#commands.get(name.replace(/^\//, "").toLowerCase());
  }

  /** The same. Throws ChatError with the nearest name. */
  find(name: string): Command {
    const command = this.get(name);
    if (command) return command;
    const wanted = name.replace(/^\//, "").toLowerCase();
    const guess = nearest(wanted, this.#commands.keys());
    const hint = guess ? `did you mean /${guess}?` : "/help lists all";
    throw new ChatError("unknown-command", `There is no command "/${printable(wanted)}": ${hint}`);
  }

  /** Whether the command of that name may be used before one is in the chat. */
  isOutside(name: string): boolean {
    return this.#commands.get(name)?.outside === true;
  }

  /** What `line` takes from the flood allowance. */
  cost(line: string): number {
    return this.#commands.get(parse(line).name)?.cost ?? 1;
  }

  /**
   * Runs a line that begins with a slash, as it was typed: texts are sanitized here, words are not, so that
   * a name with an odd character is refused and not turned into another. Throws ChatError if it will not
   * do, and then changes nothing.
   */
  run(line: string, context: Context): void | Promise<void> {
    const typed = parse(line);
    const command = this.find(typed.name);
    checkRole(command, context);
    return command.run(context, readArguments(command, typed.rest));
  }

  /** Runs a command whose arguments come one by one, as run() does with a line. */
  call(name: string, args: readonly string[], context: Context): void | Promise<void> {
    const command = this.find(name);
    checkRole(command, context);
    checkCount(command, args.length);
    const given = args.map((value, i) => command.args[i]?.rest ? sanitize(value) : value);
    return command.run(context, given);
  }
}

/** "/nick NAME" as /help shows it. */
export function signature(command: Command): string {
  const args = command.args.map(({ name, optional }) => optional ? `[${name}]` : name);
  return [`/${command.name}`, ...args].join(" ");
}

/** The people who may use a command, as its refusal names them. */
const WHO: Readonly<Record<Role, string>> = {
  guest: "everybody",
  user: "registered users: type /register PASSWORD to keep your name",
  op: "this room's ops",
  owner: "this room's owner",
  admin: "the server's admins",
};

/** For whom a command is. */
export function audience({ role = "guest" }: Command): string {
  return WHO[role];
}

type Typist = Pick<Context, "chat" | "member">;

/** Whether whoever types it may use a command, in the room they are in. */
export function isFor(command: Command, { chat, member }: Typist): boolean {
  const { role = "guest" } = command;
  if (!isOpen(command, { chat, member })) return false;
  return role === "guest" || atLeast(chat.rights.role(member), role);
}

/** Whether whoever types it is where a command is of use: some are at the door, too. */
function isOpen({ outside }: Command, { chat, member }: Typist): boolean {
  return outside === true || chat.isIn(member);
}

/** The one place where rights are checked. */
function checkRole(command: Command, context: Context): void {
  if (!isOpen(command, context)) throw new ChatError("not-allowed", LOG_IN_FIRST);
  if (isFor(command, context)) return;
  throw new ChatError("not-allowed", `/${command.name} is for ${audience(command)}`);
}

function parse(line: string): Typed {
  const [, name = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
  return { name: name.toLowerCase(), rest: rest.trimEnd() };
}

function readArguments(command: Command, text: string): string[] {
  const found: string[] = [];
  let left = text;
  for (const argument of command.args) {
    if (left === "") break;
    const end = argument.rest ? left.length : endOfWord(left);
    const value = left.slice(0, end);
    found.push(argument.rest ? sanitize(value) : value);
    left = left.slice(end).trimStart();
  }
  checkCount(command, found.length);
  if (left !== "") throw misused(command, "takes no more than that");
  return found;
}

function checkCount(command: Command, count: number): void {
  const needed = command.args.filter(({ optional }) => !optional).length;
  if (count < needed) throw misused(command, "needs more");
  if (count > command.args.length) throw misused(command, "takes no more than that");
}

function endOfWord(text: string): number {
  const space = text.search(/\s/);
  return space < 0 ? text.length : space;
}

function misused(command: Command, problem: string): ChatError {
  return new ChatError("usage", `/${command.name} ${problem}: type ${signature(command)}`);
}
