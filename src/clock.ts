// Time as the rest of the server sees it, so that tests can hold it in their hands.
// Nothing else in src/ reads the time or sets a timer; turns of the event loop are turn.ts.

import { TimerQueues } from "./timer_queues.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once after `ms` milliseconds; the function returned prevents it. */
  after(ms: number, run: () => void): () => void;
}

const timers = new TimerQueues({
  now: () => performance.now(),
  setTimer(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => timers.after(ms, run),
};
