// Wakes tables when something is due there: a turn is over, nobody has come, a seat was empty for too long.
// Every node does so for every table, and says it as a fact: the first to come counts, the others change
// nothing, and no table depends on one node.

import type { Bus } from "./bus.ts";
import type { Clock } from "./clock.ts";
import { SEAT_MS } from "./limits.ts";
import { type Table, wakeAt } from "./table.ts";

export interface TableAlarmsParts {
  readonly bus: Pick<Bus, "publish">;
  readonly clock: Clock;
  /** This node's name among the nodes. */
  readonly node: string;
}

/** In whose name nobody acts. */
const NOBODY = { id: "", name: "" };

export class TableAlarms {
  readonly #parts: TableAlarmsParts;
  /** What prevents each table's next alarm. */
  readonly #set = new Map<Table, () => void>();

  constructor(parts: TableAlarmsParts) {
    this.#parts = parts;
  }

  /** Something has changed there. */
  set(table: Table): void {
    this.#set.get(table)?.();
    this.#set.delete(table);
    if (table.phase === "over") return;
    const { clock } = this.#parts;
    const due = wakeAt(table, SEAT_MS);
    this.#set.set(table, clock.after(Math.max(0, due - clock.now()), () => this.#ring(table, due)));
  }

  /** Rings no more. */
  stop(): void {
    for (const cancel of this.#set.values()) cancel();
    this.#set.clear();
  }

  /** The time of day may lag behind the timer. */
  #ring(table: Table, due: number): void {
    const { bus, clock, node } = this.#parts;
    this.#set.delete(table);
    const at = Math.max(due, clock.now());
    bus.publish({ kind: "played", at, room: table.room, by: NOBODY, act: { do: "wait", node } });
  }
}
