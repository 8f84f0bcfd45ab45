// Lets everything happen that can happen without time going by: promises, and turns of the event loop.
// No test sleeps: it settles, or it moves a fake clock.

import { setImmediate } from "node:timers";
import type { ManualTurns } from "./manual_turns.ts";

/** Resolves once nothing is left to do. */
export async function settle(turns?: ManualTurns): Promise<void> {
  for (let quiet = 0; quiet < 2; quiet++) {
    await promisesKept();
    if (!turns?.pending) continue;
    turns.end();
    quiet = -1;
  }
}

/** Resolves when all promises that can be kept are, without ending a manual turn. */
export function promisesKept(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
