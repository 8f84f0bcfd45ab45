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

/** When an alarm rings again whose fact has not come back, as when other nodes are out of reach; in milliseconds. */
const AGAIN_MS = 1000;

/** In whose name nobody acts. */
const NOBODY = { id: "", name: "" };

export class TableAlarms {
  readonly #parts: TableAlarmsParts;
  /** Each table's next alarm: when it rings, and what prevents it. */
  readonly #set = new Map<Table, { readonly at: number; readonly cancel: () => void }>();

  constructor(parts: TableAlarmsParts) {
    this.#parts = parts;
  }

  /** Something has changed there. An alarm that comes too early is no harm, and a timer less for each move. */
  set(table: Table): void {
    const next = this.#set.get(table);
    if (table.phase === "over") {
      this.#set.delete(table);
      return next?.cancel();
    }
    const due = wakeAt(table, SEAT_MS);
    if (next && next.at <= due) return;
    next?.cancel();
    this.#arm(table, due);
  }

  /** Rings no more. */
  stop(): void {
    for (const { cancel } of this.#set.values()) cancel();
    this.#set.clear();
  }

  #arm(table: Table, at: number): void {
    const { clock } = this.#parts;
    const cancel = clock.after(Math.max(0, at - clock.now()), () => this.#ring(table, at));
    this.#set.set(table, { at, cancel });
  }

  /** The time of day may lag behind the timer. */
  #ring(table: Table, rung: number): void {
    const { bus, clock, node } = this.#parts;
    const due = wakeAt(table, SEAT_MS);
    this.#arm(table, due > rung ? due : rung + AGAIN_MS);
    if (due > rung) return;
    const at = Math.max(rung, clock.now());
    bus.publish({ kind: "played", at, room: table.room, by: NOBODY, act: { do: "wait", node } });
  }
}
