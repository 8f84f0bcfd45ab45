// What a report says of the machine it was made on: enough to judge the figures, nothing that names it.

import type { Report } from "./figures.ts";

export async function describeMachine(): Promise<Report["machine"]> {
  const cpuinfo = await Deno.readTextFile("/proc/cpuinfo");
  const cpu = /^model name\s*: (.*)$/m.exec(cpuinfo)?.[1] ?? Deno.build.arch;
  const kernel = /^\d+\.\d+/.exec(Deno.osRelease())?.[0] ?? "";
  return { cpu, cores: navigator.hardwareConcurrency, kernel: `Linux ${kernel}` };
}

/** One line. */
export function machineLine({ machine, pinned }: Pick<Report, "machine" | "pinned">): string {
  const places = pinned
    ? "server on core 0, load on core 1"
    : "server and load not bound to cores (no taskset, or one core): figures vary more";
  return `${machine.cpu}, ${machine.cores} cores, ${machine.kernel}; ${places}`;
}
