// Which tables there are, room by room, under which number. Changed by tables.ts alone.

import { type Player, seatOf, type Table } from "./table.ts";

const NONE: readonly Table[] = [];

export class TableBook {
  /** By room, in order of their numbers. */
  readonly #rooms = new Map<string, readonly Table[]>();
  #count = 0;

  /** How many there are, in all rooms. */
  get count(): number {
    return this.#count;
  }

  /** Those of a room, in order of their numbers. */
  of(room: string): readonly Table[] {
    return this.#rooms.get(room) ?? NONE;
  }

  *all(): Generator<Table> {
    for (const tables of this.#rooms.values()) yield* tables;
  }

  find(room: string, wanted: number): Table | undefined {
    return this.of(room).find(({ number }) => number === wanted);
  }

  /** Where somebody plays in a room. */
  playedBy(person: Player, room: string): Table[] {
    return this.of(room).filter((table) => seatOf(table, person) >= 0);
  }

  /** The least number that no table of the room has. */
  freeNumber(room: string): number {
    let number = 1;
    while (this.find(room, number)) number++;
    return number;
  }

  add(table: Table): void {
    const tables = [...this.of(table.room), table].sort((a, b) => a.number - b.number);
    this.#rooms.set(table.room, tables);
    this.#count++;
  }

  /** Removing one that is not there changes nothing. */
  remove(table: Table): void {
    const before = this.of(table.room);
    const tables = before.filter((other) => other !== table);
    if (tables.length === before.length) return;
    if (tables.length > 0) this.#rooms.set(table.room, tables);
    else this.#rooms.delete(table.room);
    this.#count--;
  }
}
