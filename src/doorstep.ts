// How a client comes in: programs get a moment to speak first, whoever has not by then is greeted, and where an
// account is needed there is a while to log in. What is said meanwhile is the session's, whether somebody may
// come in the chat's.

import { type Chat, LOG_IN_FIRST } from "./chat.ts";
import type { Clock } from "./clock.ts";
import type { Door } from "./door.ts";
import { duration } from "./duration.ts";
import type { ServerFacts } from "./event.ts";
import { ENTER_MS, KNOCK_MS, LOGIN_MS } from "./limits.ts";
import type { Member, MemberOwner } from "./member.ts";
import type { AtTurnEnd } from "./turn.ts";

export interface DoorstepParts {
  readonly chat: Pick<Chat, "enter" | "isIn" | "notice" | "rights" | "send" | "takesGuests">;
  readonly clock: Clock;
  readonly atTurnEnd: AtTurnEnd;
  /** What a program is told before it is in. */
  readonly server: ServerFacts;
}

export interface DoorstepOptions {
  /** By which the client came. */
  readonly door: Door;
  /** Whether nobody comes in without an account. */
  readonly requireLogin: boolean;
}

/** Whose client stands there. */
export interface DoorstepOwner extends MemberOwner {
  readonly member: Member;
  /** From now on it is spoken to. */
  onGreet(): void;
  /** It has been asked to log in. */
  onAsk(): void;
}

export class Doorstep {
  readonly #owner: DoorstepOwner;
  readonly #parts: DoorstepParts;
  readonly #options: DoorstepOptions;
  #entering: Promise<void> | undefined;
  #cancelWait: (() => void) | undefined;
  #cancelLogin: (() => void) | undefined;
  #left = false;

  constructor(owner: DoorstepOwner, parts: DoorstepParts, options: DoorstepOptions) {
    this.#owner = owner;
    this.#parts = parts;
    this.#options = options;
  }

  /** The client has come. */
  begin(): void {
    const { asks, knocks } = this.#options.door;
    if (asks) this.#ask();
    else if (knocks) this.#waitToGreet(KNOCK_MS);
    else this.greet();
  }

  /** Resolves when it is in, or has been asked to log in, or that failed; undefined before it is greeted. */
  get entering(): Promise<void> | undefined {
    return this.#entering;
  }

  /** Enters the chat: at the first line, or when a program that speaks first would have spoken. Never rejects. */
  greet(): Promise<void> {
    this.waitLonger();
    this.#owner.onGreet();
    return this.#entering ??= this.#enter();
  }

  /** It comes in when it says so, and not by itself. */
  waitLonger(): void {
    this.#cancelWait?.();
    this.#cancelWait = undefined;
  }

  /** The conversation is over. */
  leave(): void {
    this.#left = true;
    this.waitLonger();
    this.#cancelLogin?.();
  }

  /** A program that may choose how it comes in is told where it is. */
  #ask(): void {
    const { chat, server } = this.#parts;
    const { member } = this.#owner;
    chat.send(member, { kind: "hello", name: "", room: "", server });
    if (this.#left) return; // what cannot take so much has been cut
    if (chat.takesGuests(member.address)) this.#waitToGreet(ENTER_MS);
    else this.greet();
  }

  #waitToGreet(ms: number): void {
    const { clock, atTurnEnd } = this.#parts;
    this.#cancelWait = clock.after(ms, () => atTurnEnd(() => this.#greetIfSilent()));
  }

  /** Asked at the end of a turn: where this process was held up, what came in time is read only in that one. */
  #greetIfSilent(): void {
    if (this.#cancelWait) this.greet();
  }

  async #enter(): Promise<void> {
    const { chat } = this.#parts;
    const { member } = this.#owner;
    try {
      if (chat.isIn(member)) return; // in its own way
      const fault = chat.rights.guestFault(member.address);
      if (fault === null && !this.#options.requireLogin) await chat.enter(member);
      else this.#askToLogIn(fault);
    } catch (bug) {
      this.#owner.onBug(bug);
    }
  }

  /** `fault`: why it may not come in as a guest, if guests may. */
  #askToLogIn(fault: string | null): void {
    const { chat, clock } = this.#parts;
    const { member } = this.#owner;
    if (fault !== null) chat.notice(member, fault);
    const how = fault === null ? LOG_IN_FIRST : "If you have an account: /login NAME PASSWORD";
    chat.notice(member, how);
    this.#owner.onAsk();
    this.#cancelLogin = clock.after(LOGIN_MS, () => this.#checkLogin());
  }

  #checkLogin(): void {
    if (this.#parts.chat.isIn(this.#owner.member)) return;
    this.#owner.onEnd(`You did not log in within ${duration(LOGIN_MS)}: goodbye`);
  }
}
