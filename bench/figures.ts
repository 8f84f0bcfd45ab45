// What one run of the benchmark is told and what it finds, as plain data: jobs go to the load process as
// JSON, figures come back as JSON, and the report file is JSON. Types only.

import type { Scenario } from "./scenarios.ts";

/** How clients talk to a server: bare lines, IRC, or netchat's JSON on a WebSocket. */
export type Wire = "lines" | "irc" | "websocket";

/** All that the load process needs to know. */
export interface Job {
  readonly scenario: Scenario;
  readonly wire: Wire;
  readonly port: number;
  /** The server's process, whose CPU time and memory are read from /proc. */
  readonly pid: number;
  /** Most connects that may be waiting for a first word at the same time. */
  readonly connectsAtOnce: number;
}

/** What can go wrong with lines and connections; each is 0 in a good run. */
export interface Faults {
  /** Sent, and never seen by somebody who should have. */
  readonly lost: number;
  readonly doubled: number;
  /** Seen after a later line of the same speaker. */
  readonly disordered: number;
  /** Seen in pieces, or with something in the middle. */
  readonly torn: number;
  /** Seen without the name of whoever said it. */
  readonly nameless: number;
  /** Seen by somebody who should not: the speaker, or another room. */
  readonly stray: number;
  /** Connections that the server closed, or never answered. */
  readonly closed: number;
}

/** What a run finds. A scenario fills those it is about. */
export interface Figures {
  readonly faults: Faults;
  /** Lines said, and how often one of them reached somebody, over the whole run. */
  readonly said: number;
  readonly delivered: number;
  readonly deliveriesPerSecond?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly maxMs?: number;
  /** The server's CPU time per delivery. */
  readonly serverUs?: number;
  /** Shares of one core, in percent. */
  readonly serverCpu?: number;
  readonly loadCpu?: number;
  /** From exec until it listened. */
  readonly startMs?: number;
  readonly kibPerConnection?: number;
  readonly connectsPerSecond?: number;
  /** From connect() until the kernel had the connection. */
  readonly slowestConnectMs?: number;
  /** From the first connect() until everybody had read the server's first line. */
  readonly greetedMs?: number;
  /** From connect() until the server's first line was read. */
  readonly slowestFirstLineMs?: number;
  /** The same as p99Ms, before anything was made slow. */
  readonly p99BeforeMs?: number;
  /** Moves made in games, and games that went on at the end. */
  readonly movesPerSecond?: number;
  readonly games?: number;
  /** Slow readers the server cut, of all there were. */
  readonly slowCut?: number;
  readonly slowReaders?: number;
  /** The most that the server's memory grew by, in MiB. */
  readonly growthMib?: number;
  /** Clients that came during the run and were let in. */
  readonly arrivals?: number;
}

/** One server in one scenario. */
export interface Result {
  readonly scenario: string;
  readonly peer: string;
  readonly figures?: Figures;
  /** Why there are no figures. */
  readonly failure?: string;
}

/** A whole call of the benchmark. */
export interface Report {
  /** ISO 8601. */
  readonly date: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly kernel: string };
  /** What was measured and with what: program to version. */
  readonly versions: Readonly<Record<string, string>>;
  /** Whether server and load had a core each to themselves. */
  readonly pinned: boolean;
  readonly quick: boolean;
  readonly results: readonly Result[];
}
