// One server in one scenario: starts it, sets the load process on it, and makes a result of what comes
// back. Whatever goes wrong is a result too, so that the other runs go on.

import { LOAD_CORE, SERVER_CORE, ServerChild, spawn } from "./child.ts";
import type { Figures, Job, Result } from "./figures.ts";
import type { Peer, Ready } from "./peers.ts";
import type { Scenario } from "./scenarios.ts";
import { timeStarts } from "./start.ts";
import { freePort, pathOf, wait } from "./tool.ts";

/** What a run may take beyond the time it plays, to connect and to disconnect, in milliseconds. */
const GRACE_MS = 90_000;
/** How long a server is left alone after it began to listen, in milliseconds. */
const SETTLE_MS = 500;

export interface Candidate {
  readonly peer: Peer;
  readonly ready: Ready;
}

export interface MeasureOptions {
  readonly scenario: Scenario;
  readonly pinned: boolean;
}

export async function measure(
  { peer, ready }: Candidate,
  { scenario, pinned: canPin }: MeasureOptions,
): Promise<Result> {
  const pinned = canPin && scenario.allCores !== true;
  const result = { scenario: scenario.name, peer: peer.name };
  try {
    if (scenario.play === "start") {
      return { ...result, figures: await timeStarts(ready, pinned ? SERVER_CORE : null) };
    }
    const port = freePort();
    const command = ready.command(port);
    await using server = await ServerChild.start(command, {
      port,
      core: pinned ? SERVER_CORE : null,
    });
    await wait(SETTLE_MS);
    const { wire, connectsAtOnce } = peer;
    const job = { scenario, wire, connectsAtOnce, port, pid: server.pid };
    const figures = await runLoad(job, pinned ? LOAD_CORE : null)
      .catch((error: Error) => Promise.reject(server.ended ? new Error("the server died") : error));
    return { ...result, figures };
  } catch (error) {
    return { ...result, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** Runs the load process. Rejects with what it said if it fails or takes too long. */
export async function runLoad(job: Job, core: number | null): Promise<Figures> {
  const command = [Deno.execPath(), "run", "-A", "--quiet", pathOf("load/main.ts")];
  const child = spawn([...command, JSON.stringify(job)], { core, piped: true });
  const { seconds, warmup } = job.scenario;
  const limit = setTimeout(() => child.kill("SIGKILL"), GRACE_MS + (2 * seconds + warmup) * 1000);
  const { success, stdout, stderr, signal } = await child.output();
  clearTimeout(limit);
  if (success) return JSON.parse(new TextDecoder().decode(stdout));
  throw new Error(signal ? "it took too long" : lastLine(new TextDecoder().decode(stderr)));
}

function lastLine(text: string): string {
  return /Uncaught.*?: (.*)/.exec(text)?.[1] ?? text.trim().split("\n").at(-1) ?? "";
}
