// What the process hears from outside the network: signals, and bugs nobody caught.

import type { Log } from "../log.ts";

/**
 * How long a signal may echo, in milliseconds: Ctrl-C reaches a whole process group, and a task runner in
 * it passes on what it got, so that we hear it twice; on a busy machine, not at once. Somebody who is in a
 * hurry presses it a third time.
 */
const ECHO_MS = 1_000;

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function firstSignal(): Promise<Deno.Signal> {
  return new Promise((resolve) => {
    let heardAt = Infinity;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => {
        if (performance.now() - heardAt > ECHO_MS) Deno.exit(130);
        heardAt = Math.min(heardAt, performance.now());
        resolve(signal);
      });
    }
  });
}

/** One client's bug must not end the process: what nobody caught is logged, and the rest goes on. */
export function logBugs(log: Log): void {
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.error("bug", { error: String(event.reason?.stack ?? event.reason) });
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    log.error("bug", { error: String(event.error?.stack ?? event.message) });
  });
}
