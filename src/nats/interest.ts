// Which rooms a node hears: the lobby, where newcomers begin and who is kicked ends, and those that somebody
// hears here. Begins before somebody joins, and ends some time after the last has left.

import type { Fact, Joined } from "../fact.ts";
import type { Feed } from "./feed.ts";
import type { Layout } from "./layout.ts";
import { messagesWith, pastIn } from "./lines.ts";

export interface InterestParts {
  readonly feed: Pick<Feed, "follow" | "begin" | "unfollow">;
  readonly layout: Layout;
  readonly lobby: string;
  /** Lines that a room shows; a message has at least one. */
  readonly history: number;
  receive(fact: Fact): void;
  /** Whether something said there is still on its way out. */
  owes(subject: string): boolean;
}

export class Interest {
  readonly #parts: InterestParts;
  /** Rooms that are being heard, or are about to be. */
  readonly #rooms = new Map<string, Promise<void>>();
  readonly #joining = new Set<Joined>();
  /** Rooms that nobody heard when that was looked at last. */
  #unheard = new Set<string>();

  constructor(parts: InterestParts) {
    this.#parts = parts;
  }

  /** Hears what is said in a room from now on; its past comes first. Rejects if NATS does not answer. */
  follow(room: string): Promise<void> {
    const following = this.#rooms.get(room) ?? this.#follow(room);
    this.#rooms.set(room, following);
    following.catch(() => this.#rooms.delete(room));
    return following;
  }

  /** A room is heard before it is joined, which `publish` does, and until that is known to all. */
  async join(fact: Joined, publish: () => Promise<void>): Promise<void> {
    this.#joining.add(fact);
    try {
      await this.follow(fact.room);
      await publish();
    } finally {
      this.#joining.delete(fact);
    }
  }

  /** Rooms that are not among those `heard`, now and the last time, are heard no more. */
  tidy(heard: Iterable<string>): void {
    const { feed, layout, lobby, owes } = this.#parts;
    const needed = new Set([lobby, ...heard, ...Array.from(this.#joining, ({ room }) => room)]);
    const before = this.#unheard;
    this.#unheard = new Set([...this.#rooms.keys()].filter((room) => !needed.has(room)));
    for (const room of this.#unheard) {
      const subject = layout.room(room);
      if (!before.has(room) || owes(subject)) continue;
      feed.unfollow(subject);
      this.#rooms.delete(room);
    }
  }

  async #follow(room: string): Promise<void> {
    const { feed, history, layout, receive } = this.#parts;
    const subject = layout.room(room);
    const past = await feed.follow(subject, Math.max(1, messagesWith(history)));
    const lines = history === 0 ? [] : pastIn(past).slice(-history);
    receive({ kind: "followed", room, lines });
    feed.begin(subject, past.at(-1)?.seq ?? 0);
  }
}
