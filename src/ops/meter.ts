// What is timed and looked at while netchat runs: by the metrics, if there is a port to ask for them, and by
// nobody otherwise.

import type { Metrics } from "./metrics.ts";

/** As much of the metrics as is used by those who do the work. */
export type Meter = Pick<Metrics, "sample" | "watch"> & {
  readonly bus: { startTimer(): () => void };
  readonly store: { startTimer(labels: { call: string }): () => void };
  readonly storeFailures: { inc(labels: { call: string }): void };
};

const stop = () => {};

/** Notes nothing. */
export const UNWATCHED: Meter = {
  bus: { startTimer: () => stop },
  store: { startTimer: () => stop },
  storeFailures: { inc: () => {} },
  watch: () => {},
  sample: () => Promise.resolve([]),
};
