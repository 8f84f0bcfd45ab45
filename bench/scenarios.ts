// What is played, as data. A new scenario is an entry here; how clients behave in it is one of the plays
// in load/, and which figures a table shows is said beside it.

import type { Figures } from "./figures.ts";

export interface Scenario {
  /** As in --only. */
  readonly name: string;
  readonly title: string;
  /** "start": nobody comes, it is timed how long the server takes until it listens. */
  readonly play: "start" | "talk" | "idle" | "storm" | "slow" | "churn" | "games";
  readonly clients: number;
  /** The first so many clients speak. */
  readonly speakers: number;
  readonly rooms: number;
  /** Closed loop: lines of a speaker that may be on their way to the others. */
  readonly window?: number;
  /** Open loop: lines a second, from all speakers in turn. */
  readonly rate?: number;
  /** Bytes of a line as typed, with its newline. */
  readonly size: number;
  /** How long is measured, and how long is played before that. */
  readonly seconds: number;
  readonly warmup: number;
  /** Clients that stop reading ("slow"), that come and go ("churn"), or that play, by twos ("games"). */
  readonly special?: number;
  /** Clients that leave, and others that arrive, each second ("churn"). */
  readonly turnover?: number;
  /** Which figures to show; the first is the one that servers are compared by. */
  readonly show: readonly (keyof Omit<Figures, "faults" | "said" | "delivered">)[];
  /** Whether server and load share all cores instead of having one each. */
  readonly allCores?: boolean;
  /** Whether --quick plays it. */
  readonly quick?: boolean;
}

const TALK = {
  play: "talk",
  rooms: 1,
  size: 64,
  seconds: 5,
  warmup: 1,
  show: ["deliveriesPerSecond", "p50Ms", "p99Ms", "maxMs", "serverUs", "serverCpu", "loadCpu"],
} as const;

/** With a fixed number of lines a second, all servers deliver the same: what counts is the cost. */
const PACED = {
  ...TALK,
  show: ["serverUs", "p50Ms", "p99Ms", "maxMs", "deliveriesPerSecond", "serverCpu", "loadCpu"],
} as const;

const SILENT = { play: "idle", speakers: 0, rooms: 1, size: 64, seconds: 2, warmup: 0 } as const;

export const SCENARIOS: readonly Scenario[] = [
  {
    ...TALK,
    name: "flat-out",
    title: "Flat out: 100 clients, 4 of them talk as fast as the others get it (window 16)",
    clients: 100,
    speakers: 4,
    window: 16,
    quick: true,
  },
  {
    ...TALK,
    name: "everyone",
    title: "Everyone talks: 100 clients, each as soon as all others have its last line",
    clients: 100,
    speakers: 100,
    window: 1,
    quick: true,
  },
  {
    ...TALK,
    name: "wide",
    title:
      "Wide: 1,000 clients, 4 talk as fast as the others get it (window 1), cores shared with the load",
    clients: 1000,
    speakers: 4,
    window: 1,
    allCores: true,
  },
  {
    ...PACED,
    name: "steady",
    title: "Steady: 1,000 clients, 100 lines a second",
    clients: 1000,
    speakers: 1000,
    rate: 100,
    quick: true,
  },
  {
    ...PACED,
    name: "crowd",
    title: "Crowd: 8,000 clients, 7 lines a second",
    clients: 8000,
    speakers: 70,
    rate: 7,
    seconds: 8,
  },
  {
    ...TALK,
    name: "rooms",
    title: "Many rooms: 1,000 clients in 100 rooms, one talks in each (window 4)",
    clients: 1000,
    speakers: 100,
    rooms: 100,
    window: 4,
  },
  {
    ...SILENT,
    name: "storm",
    title: "Connect storm: 8,000 clients knock at once",
    play: "storm",
    clients: 8000,
    seconds: 0,
    show: ["connectsPerSecond", "slowestConnectMs", "greetedMs"],
  },
  {
    ...SILENT,
    name: "idle",
    title: "Idle memory: 8,000 clients that say nothing",
    clients: 8000,
    show: ["kibPerConnection"],
  },
  {
    ...SILENT,
    name: "start",
    title: "Start: from exec until it takes a connection, the median of nine",
    play: "start",
    clients: 0,
    seconds: 0,
    show: ["startMs"],
    quick: true,
  },
  {
    ...TALK,
    name: "slow",
    title: "Slow readers: 500 clients, 50 of them stop reading (250 lines of 1 KB a second)",
    play: "slow",
    clients: 500,
    speakers: 10,
    rate: 250,
    size: 1000,
    seconds: 10,
    special: 50,
    show: ["p99Ms", "p99BeforeMs", "slowCut", "slowReaders", "growthMib", "deliveriesPerSecond"],
  },
  {
    ...PACED,
    name: "games",
    title: "Games: 500 clients talk, 100 lines a second; then 200 games in 200 rooms go on as well",
    play: "games",
    clients: 900,
    speakers: 500,
    rate: 100,
    seconds: 10,
    special: 400,
    show: ["p99Ms", "p99BeforeMs", "games", "movesPerSecond", "deliveriesPerSecond", "serverCpu"],
  },
  {
    ...TALK,
    name: "churn",
    title:
      "Reconnect churn: 1,000 clients, 200 leave and 200 arrive each second, 100 lines a second",
    play: "churn",
    clients: 1000,
    speakers: 100,
    rate: 100,
    special: 400,
    turnover: 200,
    show: [
      "p99Ms",
      "maxMs",
      "arrivals",
      "slowestConnectMs",
      "slowestFirstLineMs",
      "deliveriesPerSecond",
    ],
  },
];
