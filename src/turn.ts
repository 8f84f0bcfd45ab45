// Turns of the event loop: work that is collected during one and done at its end.
// setImmediate, because setTimeout(0) idles, a microtask batches too little and a message port starves reads.

import { setImmediate } from "node:timers";

/** Runs `work` at the end of this turn of the event loop, or of the next if it has run at the end of this one. */
export type AtTurnEnd = (work: () => void) => void;

let waiting: (() => void)[] = [];
let ending = false;

/**
 * A turn is not cheap (docs/performance.md), so what the end of one asks for is done at the same end: rooms flush,
 * and the writes that brings start at once. Only what has run already waits for the next turn.
 */
export const atTurnEnd: AtTurnEnd = (work) => {
  if (waiting.length === 0 && !ending) setImmediate(endTurn);
  waiting.push(work);
};

function endTurn(): void {
  const done = new Set<() => void>();
  const later: (() => void)[] = [];
  ending = true;
  for (let work = waiting.shift(); work; work = waiting.shift()) {
    if (done.has(work)) later.push(work);
    else run(work, done);
  }
  ending = false;
  waiting = later;
  if (later.length > 0) setImmediate(endTurn);
}

/** A bug in one piece of work is reported, and keeps nobody else's from being done. */
function run(work: () => void, done: Set<() => void>): void {
  done.add(work);
  try {
    work();
  } catch (bug) {
    reportError(bug);
  }
}
