// How long a server takes to start: from exec until it takes a connection. The median of several, as the first may
// have to read it from disk.

import { ServerChild } from "./child.ts";
import type { Figures } from "./figures.ts";
import type { Ready } from "./peers.ts";
import { freePort } from "./tool.ts";

/** An odd number, so that one is in the middle. */
const TIMES = 9;

const FAULTLESS: Figures["faults"] = {
  lost: 0,
  doubled: 0,
  disordered: 0,
  torn: 0,
  nameless: 0,
  stray: 0,
  closed: 0,
};

/** Rejects if it does not listen. */
export async function timeStarts({ command }: Ready, core: number | null): Promise<Figures> {
  const times: number[] = [];
  while (times.length < TIMES) {
    const port = freePort();
    const start = performance.now();
    await using _server = await ServerChild.start(command(port), {
      port,
      core,
      look: { listens, everyMs: 1 },
    });
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { faults: FAULTLESS, said: 0, delivered: 0, startMs: times[(TIMES - 1) / 2] ?? 0 };
}

/** The kernel's table would be slow to read after a storm, and this server has no other clients to be upset. */
async function listens(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}
