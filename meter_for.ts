// Chooses who watches an event loop. The metrics' library is loaded only where there is a port to ask for them:
// every other start would wait for it, too.

import type { Clock } from "./src/clock.ts";
import type { Config } from "./src/config.ts";
import { type Meter, UNWATCHED } from "./src/ops/meter.ts";

export async function meterFor({ opsPort }: Config, clock: Clock): Promise<Meter> {
  if (opsPort === null) return UNWATCHED;
  const { Metrics } = await import("./src/ops/metrics.ts");
  return new Metrics(clock);
}
