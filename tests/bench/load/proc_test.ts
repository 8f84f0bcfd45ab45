// Linux's own texts about a process, as proc(5) has them.

import { assert, assertEquals } from "@std/assert";
import {
  cpuSeconds,
  parseCpuSeconds,
  parseResidentKib,
  residentKib,
} from "../../../bench/load/proc.ts";

Deno.test("parseCpuSeconds() adds user and system time, whatever the program is called", () => {
  const rest = "R 1 2 3 4 5 6 7 8 9 10 1234 66 0 0 20 0 1 0";
  assertEquals(parseCpuSeconds(`42 (deno) ${rest}`), 13);
  assertEquals(parseCpuSeconds(`42 (a ) S 1 (b) ${rest}`), 13);
});

Deno.test("parseResidentKib() finds the memory that is held", () => {
  assertEquals(
    parseResidentKib("Name:\tx\nVmHWM:\t  99 kB\nVmRSS:\t   4321 kB\nThreads:\t1\n"),
    4321,
  );
});

Deno.test({
  name: "cpuSeconds() and residentKib() read the process that runs this",
  ignore: Deno.build.os !== "linux",
  fn() {
    assert(cpuSeconds(Deno.pid) > 0);
    assert(residentKib(Deno.pid) > 1024);
  },
});
