// The plain way: `deno compile` with the Deno that runs this script, which downloads denort itself.
// What lives here: starting it, and telling "the download site is out of reach" from every other
// failure. Error texts of Deno are not parsed for that, as they differ between versions.

import { TextLineStream } from "@std/streams/text-line-stream";
import { compileArgs, type Job } from "./job.ts";
import { withoutBacktrace } from "./run.ts";

/** How long the download site may take to answer before it counts as out of reach. */
const ANSWER_MS = 10_000;

/** Deno names the address it needs, on a line of its own, before it connects. */
const DOWNLOAD = /^Download (https:\S+\/denort-\S+)$/;

/** Says what compiled it, or returns undefined when Deno's download site is out of reach. */
export async function compilePlain(job: Job): Promise<string | undefined> {
  const flags = job.target === undefined ? [] : ["--target", job.target];
  const giveUp = new AbortController();
  const child = new Deno.Command(Deno.execPath(), {
    args: compileArgs(job, flags),
    cwd: job.root,
    env: { NO_COLOR: "1" },
    signal: giveUp.signal,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();

  const log: string[] = [];
  let reachable = Promise.resolve(true);
  for await (const line of lines(child.stderr)) {
    log.push(line);
    const address = DOWNLOAD.exec(line)?.[1];
    if (address !== undefined) {
      reachable = answers(address);
      // A firewall that drops packets would let the download hang.
      reachable.then((yes) => yes || giveUp.abort());
    }
  }

  if ((await child.status).success) return `Deno ${Deno.version.deno}`;
  if (await reachable) throw new Error(withoutBacktrace(log.join("\n")));
  return undefined;
}

function lines(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<string> {
  return bytes.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
}

async function answers(address: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const response = await fetch(address, { method: "HEAD", signal });
    return response.status < 500;
  } catch {
    return false;
  }
}
