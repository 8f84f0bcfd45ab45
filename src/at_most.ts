// A wait with an end: what is waited for may never come, and nobody going down waits for ever. What is not
// awaited any more goes on by itself.

import type { Clock } from "./clock.ts";

export interface AtMostOptions<L> {
  readonly clock: Pick<Clock, "after">;
  readonly ms: number;
  /** What comes of it if that is over first. */
  readonly late: L;
}

/** Settles as `promise` does if it does so within the time. */
export async function atMost<T, L>(
  promise: Promise<T>,
  { clock, ms, late }: AtMostOptions<L>,
): Promise<T | L> {
  const over = Promise.withResolvers<L>();
  const cancel = clock.after(ms, () => over.resolve(late));
  return await Promise.race([promise, over.promise]).finally(cancel);
}
