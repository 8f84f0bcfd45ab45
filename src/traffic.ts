// What has gone through connections, in plain numbers: counted where the work is done, on objects that are
// there anyway, and summed up when somebody asks. Arithmetic only.

export interface Traffic {
  /** Lines taken, and those of them that had to wait as they came too fast. */
  readonly lines: number;
  readonly delayed: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export const NO_TRAFFIC: Traffic = { lines: 0, delayed: 0, bytesIn: 0, bytesOut: 0 };

export function sum(one: Traffic, other: Traffic): Traffic {
  return {
    lines: one.lines + other.lines,
    delayed: one.delayed + other.delayed,
    bytesIn: one.bytesIn + other.bytesIn,
    bytesOut: one.bytesOut + other.bytesOut,
  };
}
