// Tells a room who came and went: one by one while it is small, summed up once a second when it is
// crowded, so that n arrivals never cost n² deliveries.

import type { Clock } from "./clock.ts";
import type { Balance, RoomEvent, Summary } from "./event.ts";
import type { Joined, Left } from "./fact.ts";
import { CROWD, CROWD_NOTICE_MS, NAMES_IN_BALANCE, NAMES_IN_SUMMARY } from "./limits.ts";
import type { Person } from "./person.ts";
import type { Room, Roster } from "./roster.ts";

/** Names met and how many there were. */
class Tally {
  readonly #people = new Map<string, Person>();
  #count = 0;

  add(person: Person): void {
    this.#count++;
    if (this.#people.size < NAMES_IN_BALANCE) this.#people.set(person.id, person);
  }

  get people(): Iterable<Person> {
    return this.#people.values();
  }

  get summary(): Summary {
    const names = [...this.#people.values()].slice(0, NAMES_IN_SUMMARY).map(({ name }) => name);
    return { names, others: this.#count - names.length };
  }

  get isWhole(): boolean {
    return this.#count <= NAMES_IN_BALANCE;
  }
}

interface Change {
  readonly joined: Tally;
  readonly left: Tally;
}

export interface CrowdParts {
  readonly clock: Clock;
  readonly roster: Pick<Roster, "rooms" | "namesakes" | "awayText">;
  readonly post: (room: string, event: RoomEvent) => void;
}

export class Crowd {
  readonly #parts: CrowdParts;
  readonly #changes = new Map<string, Change>();

  constructor(parts: CrowdParts) {
    this.#parts = parts;
  }

  /** Tells `event` to its room, which has `size` people, now or with others of its kind. */
  tell(event: Joined | Left, size: number): void {
    if (size <= CROWD && !this.#changes.has(event.room)) this.#parts.post(event.room, event);
    else this.#changeOf(event.room)[event.kind].add(event.by);
  }

  #changeOf(room: string): Change {
    let change = this.#changes.get(room);
    if (!change) {
      this.#changes.set(room, change = { joined: new Tally(), left: new Tally() });
      this.#parts.clock.after(CROWD_NOTICE_MS, () => this.#sumUp(room));
    }
    return change;
  }

  #sumUp(name: string): void {
    const change = this.#changes.get(name);
    this.#changes.delete(name);
    const room = this.#parts.roster.rooms.get(name);
    if (!change || !room) return;
    const at = this.#parts.clock.now();
    const joined = change.joined.summary;
    const left = change.left.summary;
    const balance = this.#balance(change, room);
    this.#parts.post(name, { kind: "crowd", at, room: name, joined, left, balance });
  }

  /** By where people are now, under their names of now: some have come and gone, or gone and come. */
  #balance({ joined, left }: Change, room: Room): Balance {
    const { roster } = this.#parts;
    const inside = (name: string) =>
      roster.namesakes(name).find(({ rooms }) => rooms.includes(room));
    const came = [...joined.people, ...left.people]
      .map(({ id, name }) => room.people.get(id) ?? inside(name))
      .filter((resident) => resident !== undefined)
      .map((one) => ({ person: one.person, away: roster.awayText(one) !== null }));
    const went = [...left.people].map(({ name }) => name).filter((name) => !inside(name));
    return { came, went, whole: joined.isWhole && left.isWhole, people: room.heads };
  }
}
