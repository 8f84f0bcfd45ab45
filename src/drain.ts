// What one event loop does about the process going down: lets nobody new in, and tells everybody how long there
// is and how to come back. When it is to happen is countdown.ts; the sending off is the server's.

import type { Chat } from "./chat.ts";
import { duration } from "./duration.ts";
import { RESUME_MS } from "./limits.ts";
import type { Member } from "./member.ts";
import type { Resumes } from "./resumes.ts";
import type { Store } from "./store.ts";

/** What an admin wants; `seconds` null: to go on instead. */
export interface DrainOrder {
  /** Whose name the log gets. */
  readonly by: string;
  readonly seconds: number | null;
}

/** Port: takes orders for the whole process. */
export interface DrainOrders {
  order(order: DrainOrder): void;
}

/** What each event loop hears of it. */
export type DrainNews =
  | { readonly kind: "begun" | "reminder"; readonly seconds: number }
  | { readonly kind: "called off" };

export interface DrainParts {
  readonly chat: Pick<Chat, "announce" | "members" | "notice" | "send">;
  readonly orders: DrainOrders;
  readonly resumes: Pick<Resumes, "tokenOf">;
  readonly store: Pick<Store, "about">;
}

const DOWN = "Server is going down";

export class Drain {
  readonly #parts: DrainParts;
  #begun = false;

  constructor(parts: DrainParts) {
    this.#parts = parts;
  }

  /** Whether nobody new comes in. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Hands an order on to where it counts for all event loops; this one hears of it as news. */
  order(order: DrainOrder): void {
    this.#parts.orders.order(order);
  }

  hear(news: DrainNews): void {
    switch (news.kind) {
      case "begun":
        this.#begun = true;
        return this.#announce(`${DOWN} in ${duration(news.seconds * 1000)}`, () => true);
      case "reminder":
        return this.#parts.chat.announce(`${DOWN} in ${duration(news.seconds * 1000)}`);
      case "called off":
        this.#begun = false;
        return this.#parts.chat.announce("Server is not going down after all");
    }
  }

  /** It happens now. */
  finish(): void {
    const isTold = this.#begun;
    this.#begun = true;
    this.#announce(DOWN, (member) => !isTold || member.token === ""); // who was just coming in was not
  }

  /** A token is for its holder alone; without a store that lasts there is nothing to come back to. */
  #announce(news: string, needsToken: (member: Member) => boolean): void {
    const { chat, resumes, store } = this.#parts;
    for (const member of chat.members) {
      const shown = store.about.durable && needsToken(member);
      chat.notice(member, news);
      if (!shown) continue;
      chat.send(member, { kind: "token", token: resumes.tokenOf(member), ms: RESUME_MS });
    }
  }
}
