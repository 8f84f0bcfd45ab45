// Latencies in a histogram of fixed size: any number of them costs the same memory, and a percentile is
// at most 1.6 % above the truth. The largest is kept as it is.

/** Slots for each doubling of the value; below twice as many microseconds every value has its own. */
const STEPS = 64;
const STEP_BITS = 6;
const LARGEST = 0xffff_ffff;

export class Latency {
  readonly #counts = new Float64Array(slotOf(LARGEST) + 1);
  #count = 0;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  /** In microseconds. */
  record(us: number): void {
    const value = Math.min(Math.max(Math.floor(us), 0), LARGEST);
    const slot = slotOf(value);
    this.#counts[slot] = (this.#counts[slot] as number) + 1;
    this.#count++;
    if (value > this.#max) this.#max = value;
  }

  get maxMs(): number {
    return this.#max / 1000;
  }

  /** What the given share (0 to 1) of all latencies do not exceed, in milliseconds; 0 if there are none. */
  percentileMs(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (let slot = 0; slot < this.#counts.length; slot++) {
      seen += this.#counts[slot] ?? 0;
      if (seen >= wanted) return Math.min(largestIn(slot), this.#max) / 1000;
    }
    return 0;
  }
}

function slotOf(value: number): number {
  const doublings = Math.max(0, 31 - Math.clz32(value) - STEP_BITS);
  return doublings * STEPS + (value >>> doublings);
}

function largestIn(slot: number): number {
  const doublings = Math.max(0, Math.floor(slot / STEPS) - 1);
  return (slot - doublings * STEPS + 1) * 2 ** doublings - 1;
}
