// Tells a room who came and went: one by one while it is small, summed up once a second when it is
// crowded, so that n arrivals never cost n² deliveries.

import type { Clock } from "./clock.ts";
import type { Joined, Left, RoomEvent, Summary } from "./event.ts";
import { CROWD, CROWD_NOTICE_MS, NAMES_IN_SUMMARY } from "./limits.ts";

/** Names met and how many there were. */
class Tally {
  readonly #names: string[] = [];
  #count = 0;

  add(name: string): void {
    this.#count++;
    if (this.#names.length < NAMES_IN_SUMMARY) this.#names.push(name);
  }

  get summary(): Summary {
    return { names: this.#names, others: this.#count - this.#names.length };
  }
}

export class Crowd {
  readonly #clock: Clock;
  readonly #post: (room: string, event: RoomEvent) => void;
  readonly #tallies = new Map<string, { joined: Tally; left: Tally }>();

  constructor(clock: Clock, post: (room: string, event: RoomEvent) => void) {
    this.#clock = clock;
    this.#post = post;
  }

  /** Tells `event` to its room, which has `size` people, now or with others of its kind. */
  tell(event: Joined | Left, size: number): void {
    if (size <= CROWD && !this.#tallies.has(event.room)) this.#post(event.room, event);
    else this.#tallyOf(event.room)[event.kind].add(event.by.name);
  }

  #tallyOf(room: string): { joined: Tally; left: Tally } {
    let tally = this.#tallies.get(room);
    if (!tally) {
      this.#tallies.set(room, tally = { joined: new Tally(), left: new Tally() });
      this.#clock.after(CROWD_NOTICE_MS, () => this.#sumUp(room));
    }
    return tally;
  }

  #sumUp(room: string): void {
    const tally = this.#tallies.get(room);
    this.#tallies.delete(room);
    if (!tally) return;
    const { joined, left } = tally;
    this.#post(room, {
      kind: "crowd",
      at: this.#clock.now(),
      joined: joined.summary,
      left: left.summary,
    });
  }
}
