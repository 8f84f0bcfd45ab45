// How long a server takes to start: from exec until it takes a connection. The median of several, after one that
// nobody times: it has to be read from disk, and what was compiled on the way is kept for the others.

import { type Look, ServerChild } from "./child.ts";
import type { Figures } from "./figures.ts";
import type { Ready } from "./peers.ts";
import { freePort, wait } from "./tool.ts";

/** An odd number, so that one is in the middle. */
const TIMES = 9;
/** How long the first runs, in milliseconds: Deno keeps a program's compiled code a moment after its start. */
const FIRST_MS = 2500;

export const FAULTLESS: Figures["faults"] = {
  lost: 0,
  doubled: 0,
  disordered: 0,
  torn: 0,
  nameless: 0,
  stray: 0,
  closed: 0,
};

/** By a connect: the kernel's table is slow to read after a storm, and there are no other clients to be upset. */
const LOOK: Look = {
  async listens(port) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return true;
    } catch {
      return false;
    }
  },
  everyMs: 1,
};

/** Rejects if it does not listen. */
export async function timeStarts(ready: Ready, core: number | null): Promise<Figures> {
  await startMs(ready, { core, runMs: FIRST_MS });
  const times: number[] = [];
  while (times.length < TIMES) times.push(await startMs(ready, { core, runMs: 0 }));
  times.sort((a, b) => a - b);
  return { faults: FAULTLESS, said: 0, delivered: 0, startMs: times[(TIMES - 1) / 2] ?? 0 };
}

/** Starts it, lets it run for so long, and kills it. */
async function startMs(
  { command }: Ready,
  { core, runMs }: { core: number | null; runMs: number },
): Promise<number> {
  const port = freePort();
  const start = performance.now();
  await using _server = await ServerChild.start(command(port), { port, core, look: LOOK });
  const took = performance.now() - start;
  await wait(runMs);
  return took;
}
