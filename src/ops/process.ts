// What the process hears from outside the network: signals, and bugs nobody caught.

import type { Log } from "../log.ts";

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function firstSignal(): Promise<Deno.Signal> {
  return new Promise((resolve) => {
    let heard = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => {
        if (heard) Deno.exit(130);
        heard = true;
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
