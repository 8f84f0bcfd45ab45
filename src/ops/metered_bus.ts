// A bus that is timed, one fact in BUS_SAMPLE: the way of a line must not pay for being watched. Changes nothing
// of what it does.

import type { Bus, BusState, Census } from "../bus.ts";
import type { Fact } from "../fact.ts";
import { BUS_SAMPLE } from "../limits.ts";
import type { Meter } from "./meter.ts";

export class MeteredBus implements Bus {
  readonly #bus: Bus;
  readonly #meter: Pick<Meter, "bus">;
  #published = 0;

  constructor(bus: Bus, meter: Pick<Meter, "bus">) {
    this.#bus = bus;
    this.#meter = meter;
  }

  get state(): BusState {
    return this.#bus.state;
  }

  attach(receive: (fact: Fact) => void, census?: Census): void {
    this.#bus.attach(receive, census);
  }

  follow(room: string): Promise<void> {
    return this.#bus.follow(room);
  }

  publish(fact: Fact): Promise<void> {
    if (this.#published++ % BUS_SAMPLE !== 0) return this.#bus.publish(fact);
    const stop = this.#meter.bus.startTimer();
    const placed = this.#bus.publish(fact);
    placed.then(() => stop(), () => {}); // whoever publishes hears of a failure
    return placed;
  }

  claim(key: string, id: string): Promise<boolean> {
    return this.#bus.claim(key, id);
  }

  release(key: string, id: string): void {
    this.#bus.release(key, id);
  }
}
