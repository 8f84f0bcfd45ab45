// What can be asked of the ops port by everybody who reaches it: the metrics, and whether netchat lives and is
// ready. None of it changes anything.

import { type About, exposition, EXPOSITION_TYPE, type Sample } from "./metrics.ts";
import type { Fault, Readiness } from "./readiness.ts";
import type { Route } from "./router.ts";

export interface RouteParts {
  readonly readiness: Pick<Readiness, "faults">;
  /** How things are now, on each event loop. */
  readonly samples: () => Promise<readonly Sample[]>;
  readonly about: Omit<About, "ready">;
}

export function routes({ readiness, samples, about }: RouteParts): Route[] {
  return [
    {
      method: "GET",
      path: "/metrics",
      async answer() {
        const [taken, faults] = await Promise.all([samples(), readiness.faults()]);
        const text = await exposition(taken, { ...about, ready: faults.length === 0 });
        return new Response(text, { headers: { "content-type": EXPOSITION_TYPE } });
      },
    },
    {
      method: "GET",
      path: "/healthz",
      async answer() {
        await samples(); // which an event loop that hangs does not give
        return Response.json({ alive: true });
      },
    },
    {
      method: "GET",
      path: "/readyz",
      answer: async () => readyAnswer(await readiness.faults()),
    },
  ];
}

function readyAnswer(faults: readonly Fault[]): Response {
  const ready = faults.length === 0;
  return Response.json({ ready, faults }, { status: ready ? 200 : 503 });
}
