// Lines for a function: what a test needs of a LineTaker.

import type { Ending, LineTaker } from "../../src/line_reader.ts";

/** Gives lines to `take`; resolves to how they ended, and rejects with what was thrown. */
export function taking(take: (line: string) => void | Promise<void>): LineTaker<Ending> {
  return {
    take,
    onMark() {},
    onInputEnd: (ending) => Promise.resolve(ending),
    onThrown: (bug) => Promise.reject(bug),
  };
}
