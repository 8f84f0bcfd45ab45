// Figures that never change, for tests of what is made of figures.

import type { Report } from "../../bench/figures.ts";
import { type Scenario, SCENARIOS } from "../../bench/scenarios.ts";
import { FAULTLESS } from "../../bench/start.ts";

const GOOD = { faults: FAULTLESS, said: 10, delivered: 990 };

export const TALK: Scenario = {
  ...(SCENARIOS[0] as Scenario),
  name: "flat-out",
  show: ["deliveriesPerSecond", "p99Ms"],
};

export const PACED: Scenario = { ...TALK, name: "steady", show: ["serverUs", "p50Ms"] };

export const REPORT: Report = {
  date: "2026-11-23T02:00:00.000Z",
  machine: { cpu: "Some CPU", cores: 2, kernel: "Linux 6.1" },
  versions: { netchat: "0.1.0 (source, Deno 2.9.6)", Node: "20.0.0" },
  pinned: true,
  quick: false,
  results: [
    {
      scenario: "flat-out",
      peer: "netchat",
      figures: { ...GOOD, deliveriesPerSecond: 4_812_345, p99Ms: 1.251 },
    },
    {
      scenario: "flat-out",
      peer: "floor",
      figures: { ...GOOD, deliveriesPerSecond: 5_000_000, p99Ms: 1 },
    },
    {
      scenario: "flat-out",
      peer: "node",
      figures: { ...GOOD, deliveriesPerSecond: 161_000, p99Ms: 40.1 },
    },
    {
      scenario: "flat-out",
      peer: "go",
      figures: {
        ...GOOD,
        faults: { ...FAULTLESS, lost: 7, doubled: 1234 },
        deliveriesPerSecond: 3_000_000,
        p99Ms: 0.5,
      },
    },
    { scenario: "flat-out", peer: "ncat", failure: "the server died | badly" },
    { scenario: "steady", peer: "node", figures: { ...GOOD, serverUs: 5.6 } },
  ],
};
