// The whole benchmark in small: a few clients against the real server find nothing wrong, and against
// servers that do wrong they find just that.

import { assert, assertEquals, assertGreater } from "@std/assert";
import type { Faults, Figures } from "../../bench/figures.ts";
import { measure, runLoad } from "../../bench/measure.ts";
import { netchat } from "../../bench/peers.ts";
import type { Scenario } from "../../bench/scenarios.ts";
import { FAULTLESS } from "../../bench/start.ts";
import { KNOCK_MS } from "../../src/limits.ts";
import { TALK } from "./sample_report.ts";
import { faithful, FaultyServer, type Wrong } from "./faulty_server.ts";

const ignore = Deno.build.os !== "linux"; // as the load process

/** Five clients; two of them say 200 lines between them. */
const SMALL: Scenario = {
  ...TALK,
  clients: 5,
  speakers: 2,
  rate: 400,
  seconds: 0.5,
  warmup: 0,
};

async function measureFaulty(wrong: Wrong): Promise<{ figures: Figures; relayed: number }> {
  await using server = new FaultyServer(wrong);
  const where = { wire: "lines", port: server.port, pid: Deno.pid, connectsAtOnce: 5 } as const;
  const figures = await runLoad({ ...where, scenario: SMALL }, null);
  return { figures, relayed: server.relayed };
}

Deno.test({ name: "the load counts every delivery of the real server", ignore }, async () => {
  const peer = netchat(undefined);
  const ready = await peer.prepare("");
  assert(ready);
  const { figures, failure } = await measure({ peer, ready }, { scenario: SMALL, pinned: false });
  assertEquals(failure, undefined);
  assertEquals(figures?.faults, FAULTLESS);
  assertGreater(figures?.said ?? 0, 20);
  assertEquals(figures?.delivered, (figures?.said ?? 0) * 4);
});

Deno.test({ name: "the load counts as many deliveries as a server made", ignore }, async () => {
  const { figures, relayed } = await measureFaulty(faithful);
  assertEquals(figures.faults, FAULTLESS);
  assertEquals(figures.delivered, relayed);
  assertEquals(relayed, figures.said * 4);
});

Deno.test({ name: "a storm is over when the last of all has been greeted", ignore }, async () => {
  const storm = { ...SMALL, name: "storm", play: "storm", clients: 200, seconds: 0 } as const;
  const peer = netchat(undefined);
  const ready = await peer.prepare("");
  assert(ready);
  const { figures, failure } = await measure({ peer, ready }, { scenario: storm, pinned: false });
  assertEquals(failure, undefined);
  assertEquals(figures?.faults, FAULTLESS);
  const { connectsPerSecond = 0, slowestConnectMs = 0, greetedMs = 0 } = figures ?? {};
  assertGreater(greetedMs, KNOCK_MS); // the server waits that long before it says anything
  assertGreater(greetedMs, slowestConnectMs);
  assertGreater(greetedMs, 200 * 1000 / connectsPerSecond);
});

interface Case {
  /** What a server's wrong is called. */
  readonly name: keyof Faults;
  readonly wrong: Wrong;
  /** What else may come of it. */
  readonly also?: keyof Faults;
}

const WRONGS: readonly Case[] = [
  { name: "lost", wrong: (line, { tenth }) => tenth ? [] : [line] },
  { name: "doubled", wrong: (line, { tenth }) => tenth ? [line, line] : [line] },
  { name: "nameless", wrong: (line, { tenth }) => [tenth ? line.replace(/^.*: /, "") : line] },
  {
    name: "torn",
    wrong: (line, { tenth }) => [tenth ? line.slice(0, -5) + "\n" : line],
    also: "lost", // nobody got it whole
  },
  {
    name: "disordered",
    wrong: (line, { tenth, held }) => tenth ? (held.push(line), []) : [line, ...held.splice(0)],
    also: "lost", // the one that is held back at the end
  },
];

Deno.test({ name: "the load finds what a server does wrong, and just that", ignore }, async (t) => {
  const measured = await Promise.all(WRONGS.map(({ wrong }) => measureFaulty(wrong)));
  for (const [i, { name, also }] of WRONGS.entries()) {
    await t.step(name, () => {
      const { faults } = measured[i]?.figures ?? { faults: FAULTLESS };
      assertGreater(faults[name], 0);
      const found = Object.entries(faults).filter(([, count]) => count > 0).map(([key]) => key);
      assertEquals(found.filter((key) => key !== name && key !== also), []);
    });
  }
});
