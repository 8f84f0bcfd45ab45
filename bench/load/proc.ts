// What Linux knows of a process: CPU time and memory, from /proc. The texts are parsed by pure functions.

/** Clock ticks a second in /proc: 100 wherever Linux shows them to programs. */
const TICKS = 100;

/** Seconds of CPU, user and system, that a process has used. */
export function cpuSeconds(pid: number): number {
  return parseCpuSeconds(Deno.readTextFileSync(`/proc/${pid}/stat`));
}

/** Memory that a process holds, in KiB. */
export function residentKib(pid: number): number {
  return parseResidentKib(Deno.readTextFileSync(`/proc/${pid}/status`));
}

/** Fields 14 and 15 of proc(5) stat; the second one, a name in brackets, may hold anything. */
export function parseCpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

export function parseResidentKib(status: string): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}
