// What a process that is killed in the middle of its work leaves behind: all that was acknowledged, nothing
// half there. The child runs on its default database, as netchat does, in a Deno folder of its own.

import { assert, assertEquals } from "@std/assert";
import { HISTORY_BATCH } from "../../src/limits.ts";
import { Random } from "../support/random.ts";
import type { Told } from "../support/store_child.ts";
import { DenoFolder } from "../support/store_process.ts";

/** Of all that the child told of one kind, the greatest number. */
function last(told: readonly Told[], did: Told["did"]): number {
  return told.reduce((most, each) => each.did === did ? Math.max(most, each.n) : most, 0);
}

function upTo(count: number, first: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** Whatever was said and not kept is the batch under way, and what came since: nothing stays behind. */
function checkBatches(told: readonly Told[]): void {
  let [said, asked, kept] = [0, 0, 0];
  for (const { did, n } of told) {
    if (did === "say") said = n + 1;
    if (did === "keep") kept = n;
    if (did !== "ask") continue;
    assertEquals(kept, asked, "two batches were under way");
    assert(n >= said || n - asked === HISTORY_BATCH, `asked for ${n} when ${said} were said`);
    asked = n;
  }
}

const random = new Random(20260101);

/** What the child is about to do when it is killed; more often in the middle of a batch. */
for (const did of ["ask", "ask", "say", "try"] as const) {
  const steps = 2000 + random.below(4000);
  Deno.test(`openStore() finds all that was kept before a kill at "${did}" after ${steps} steps`, async () => {
    await using folder = await DenoFolder.make();
    const told = await folder.writeUntilKilled(steps, did);
    const { about, lines, together, commits } = await folder.read();
    assert(about.durable);

    const [acknowledged, tried] = [last(told, "commit"), last(told, "try")];
    assert(acknowledged > 0 && tried <= acknowledged + 1);
    assert(commits.length >= acknowledged, "an acknowledged commit is missing");
    assert(commits.length <= tried, "a commit is there that nobody made");
    assertEquals(commits.map(({ value }) => value), upTo(commits.length, 1));
    assertEquals(together.map(({ value }) => value), Array(3).fill(commits.length));
    assertEquals(new Set([...together, commits.at(-1)].map((each) => each?.version)).size, 1);

    const [kept, asked, said] = [last(told, "keep"), last(told, "ask"), last(told, "say") + 1];
    assert(kept > 0 && said >= asked - 1);
    assertEquals(lines.map(({ text }) => Number(text)), upTo(lines.length, 0));
    assert(lines.length >= kept, "lines are missing that were kept");
    assert(lines.length <= asked, "lines are there that were not asked for");
    checkBatches(told);
  });
}
