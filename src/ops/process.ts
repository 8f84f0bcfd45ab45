// What the process hears from outside the network: signals, and bugs nobody caught.

import type { Log } from "../log.ts";
import { isStrayLoss } from "../stray_loss.ts";

/**
 * How long a signal may echo, in milliseconds: Ctrl-C reaches a whole process group, and a task runner in
 * it passes on what it got, so that we hear it twice; on a busy machine, not at once. Somebody who is in a
 * hurry presses it a third time.
 */
const ECHO_MS = 1_000;

/** A signal to stop. */
export interface StopSignal {
  readonly signal: Deno.Signal;
  /**
   * Resolves when a task runner has heard of it too, if there may be one. `deno task` that finds us gone
   * before it has looked at its own signal dies of it, and tells 130 where we said 0.
   */
  readonly heardByAll: Promise<void>;
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function firstSignal(): Promise<StopSignal> {
  const first = Promise.withResolvers<StopSignal>();
  const echo = Promise.withResolvers<void>();
  let heardAt = Infinity;
  const hear = (signal: Deno.Signal) => {
    if (performance.now() - heardAt > ECHO_MS) Deno.exit(130);
    if (heardAt < Infinity || !mayEcho(signal)) echo.resolve();
    else setTimeout(echo.resolve, ECHO_MS);
    heardAt = Math.min(heardAt, performance.now());
    first.resolve({ signal, heardByAll: echo.promise });
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => hear(signal));
  }
  return first.promise;
}

/** Ctrl-C in a terminal, where `deno task` may have started us; it starts no binaries. */
function mayEcho(signal: Deno.Signal): boolean {
  const inTerminal = [Deno.stdin, Deno.stdout, Deno.stderr].some((stream) => stream.isTerminal());
  return signal === "SIGINT" && inTerminal && !Deno.build.standalone;
}

/** One client's bug must not end the process: what nobody caught is logged, and the rest goes on. */
export function logBugs(log: Log): void {
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.error("bug", { error: String(event.reason?.stack ?? event.reason) });
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    if (isStrayLoss(event.error)) return;
    log.error("bug", { error: String(event.error?.stack ?? event.message) });
  });
}
