// Turns of the event loop: work that is collected during one and done at its end.
// setImmediate, because setTimeout(0) idles, a microtask batches too little and a message port starves reads.

import { setImmediate } from "node:timers";

/** Runs `work` at the end of this turn of the event loop. */
export type AtTurnEnd = (work: () => void) => void;

export const atTurnEnd: AtTurnEnd = (work) => {
  setImmediate(work);
};
