// Sends guests away who have said nothing for too long; they are told before. Accounts may stay as long as they
// like: it is known whose they are. Looks at everybody now and then, so that nobody needs a timer.

import type { Chat } from "./chat.ts";
import type { Clock } from "./clock.ts";
import { duration } from "./duration.ts";
import { IDLE_LOOK_MS, IDLE_WARNING_MS } from "./limits.ts";
import type { Member } from "./member.ts";

export interface IdleWatchParts {
  readonly chat: Pick<Chat, "members" | "notice" | "roster">;
  readonly clock: Clock;
}

export class IdleWatch {
  readonly #parts: IdleWatchParts;
  readonly #ms: number;
  readonly #warningMs: number;
  /** When those who were warned had been heard last, in milliseconds since 1970. */
  readonly #warned = new WeakMap<Member, number>();
  #stop: () => void = () => {};

  /** `ms`: how long a guest may be silent, in milliseconds; 0: for ever. */
  constructor(parts: IdleWatchParts, ms: number) {
    this.#parts = parts;
    this.#ms = ms;
    this.#warningMs = Math.min(IDLE_WARNING_MS, ms / 2);
  }

  start(): void {
    if (this.#ms === 0) return;
    this.#stop = this.#parts.clock.after(IDLE_LOOK_MS, () => {
      for (const member of this.#parts.chat.members) this.#look(member);
      this.start();
    });
  }

  stop(): void {
    this.#stop();
  }

  #look(member: Member): void {
    if (member.person.account !== undefined) return;
    const since = this.#parts.chat.roster.residents.get(member.id)?.since ?? Infinity;
    const heardAt = Math.max(member.heardAt, since);
    const silence = this.#parts.clock.now() - heardAt;
    if (silence >= this.#ms) {
      return member.end(`You said nothing for ${duration(this.#ms)}: goodbye, and come back`);
    }
    if (silence >= this.#ms - this.#warningMs) this.#warn(member, heardAt);
  }

  /** Once a silence. */
  #warn(member: Member, heardAt: number): void {
    if (this.#warned.get(member) === heardAt) return;
    this.#warned.set(member, heardAt);
    const left = duration(heardAt + this.#ms - this.#parts.clock.now());
    this.#parts.chat.notice(member, `Are you there? Type something within ${left} to stay`);
  }
}
