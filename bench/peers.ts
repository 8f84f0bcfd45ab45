// Servers to measure, as a table: netchat and whatever else this machine has. Each is made ready once, or
// found missing. The small ones are in peers/; their comments say what they stand for.

import project from "../deno.json" with { type: "json" };
import type { Wire } from "./figures.ts";
import { prepareNgircd } from "./ngircd.ts";
import { SCENARIOS } from "./scenarios.ts";
import { outputOf, pathOf, versionOf } from "./tool.ts";

/** A server that is there to be started. */
export interface Ready {
  readonly version: string;
  /** The command that listens on `port` of 127.0.0.1. */
  command(port: number): readonly string[];
}

export interface Peer {
  /** As in --peers. */
  readonly name: string;
  readonly title: string;
  readonly wire: Wire;
  /** Connects that may wait for an answer, but for the connect storm. */
  readonly connectsAtOnce: number;
  /** Scenarios that it cannot play. */
  readonly skips: readonly string[];
  /** Whether --quick measures it. */
  readonly quick?: boolean;
  /** Whether it is measured only when --peers names it. */
  readonly onRequest?: boolean;
  /** Makes it ready, with `folder` for its files; null if something is missing. */
  prepare(folder: string): Promise<Ready | null>;
}

const LINES = { wire: "lines", connectsAtOnce: 256, skips: ["rooms", "wide", "games"] } as const;

/** A listen backlog of 10: more connects at once than that wait for seconds, which is for the storm to show. */
const SMALL_BACKLOG = 8;

/**
 * No limit on how fast one may talk, as one client stands for many; history in memory, so that no run finds
 * the lines of the last one; all else as it comes.
 */
const NETCHAT_FLAGS = [
  ...["--burst", "0", "--log", "off", "--max-connections", "20000"],
  ...["--store", "memory", "--no-web"],
];

/** netchat as `deno task start` runs it, or the compiled `binary`. */
export function netchat(binary: string | undefined): Peer {
  const program = binary === undefined ? startTask() : [Deno.realPathSync(binary)];
  const built = binary === undefined ? `source, Deno ${Deno.version.deno}` : "binary";
  const version = `${project.version} (${built})`;
  const flags = [...NETCHAT_FLAGS, "--host", "127.0.0.1", "--port"];
  const command = (port: number) => [...program, ...flags, String(port)];
  return {
    ...LINES,
    name: "netchat",
    title: "netchat",
    skips: [],
    prepare: () => Promise.resolve({ version, command }),
  };
}

/** The words of the task in deno.json, with the Deno that runs this and a path that holds everywhere. */
function startTask(): string[] {
  const [, ...args] = project.tasks.start.command.split(" ");
  return [Deno.execPath(), ...args.map((arg) => arg === "main.ts" ? pathOf("../main.ts") : arg)];
}

/** With the flags that netchat is started with, but for its program and its lock file. */
function bareDeno(port: number): string[] {
  const flags = startTask().filter((word) => word.startsWith("--") && word !== "--frozen");
  return [Deno.execPath(), "run", ...flags, pathOf("peers/deno.ts"), `${port}`];
}

/** The binary, which is what most people start; all else is as from source. */
const binary: Peer = {
  ...LINES,
  name: "binary",
  title: "netchat, binary",
  quick: true,
  skips: SCENARIOS.map(({ name }) => name).filter((name) => name !== "start"),
  prepare: async () => {
    const program = pathOf("../netchat");
    return await outputOf(program, ["--version"]) === null ? null : netchat(program).prepare("");
  },
};

/** The binary with two event loops, to be compared with `--binary ./netchat`: what the bus costs and gives. */
const workers: Peer = {
  ...LINES,
  name: "workers",
  title: "netchat, 2 workers",
  skips: [],
  onRequest: true,
  prepare: async () => {
    const program = await outputOf(pathOf("../netchat"), ["--version"]) && pathOf("../netchat");
    const flags = [...NETCHAT_FLAGS, "--workers", "2", "--host", "127.0.0.1", "--port"];
    return program
      ? {
        version: `${project.version} (binary)`,
        command: (port) => [program, ...flags, `${port}`],
      }
      : null;
  },
};

/** From source: what a browser costs, to be compared with a terminal. */
const webSocket: Peer = {
  ...LINES,
  name: "websocket",
  title: "netchat, WebSocket",
  wire: "websocket",
  skips: ["idle", "storm", "slow", "churn"],
  onRequest: true,
  prepare: () => {
    const flags = [...NETCHAT_FLAGS.filter((flag) => flag !== "--no-web"), "--port", "0"];
    const place = ["--host", "127.0.0.1", "--web-port"];
    const command = (port: number) => [...startTask(), ...flags, ...place, `${port}`];
    return Promise.resolve({ version: `${project.version} (source)`, command });
  },
};

export const PEERS: readonly Peer[] = [
  binary,
  workers,
  webSocket,
  {
    ...LINES,
    name: "floor",
    title: "C floor",
    quick: true,
    prepare: (folder) => compile(["gcc", "-O2"], { source: "peers/floor.c", folder }),
  },
  {
    ...LINES,
    name: "deno",
    title: "Bare Deno",
    prepare: () => Promise.resolve({ version: Deno.version.deno, command: bareDeno }),
  },
  {
    ...LINES,
    name: "go",
    title: "Go",
    quick: true,
    prepare: (folder) => compile(["go", "build"], { source: "peers/go/main.go", folder }),
  },
  {
    ...LINES,
    name: "node",
    title: "Node",
    quick: true,
    prepare: () => script("node", "peers/node.js"),
  },
  {
    ...LINES,
    name: "threads",
    title: "Python threads",
    prepare: () => script("python3", "peers/threads.py"),
  },
  {
    name: "ngircd",
    title: "ngircd",
    wire: "irc",
    connectsAtOnce: SMALL_BACKLOG,
    // The crowd would get 8,000 lists of 8,000 members first; a line of 1 KB is too long for IRC.
    skips: ["wide", "crowd", "slow", "games"],
    prepare: prepareNgircd,
  },
  {
    ...LINES,
    name: "ncat",
    title: "ncat --chat",
    connectsAtOnce: SMALL_BACKLOG,
    // It waits by select(2), which ends at descriptor 1023.
    skips: ["rooms", "wide", "crowd", "storm", "idle", "games"],
    prepare: prepareNcat,
  },
];

async function compile(
  [compiler, ...flags]: readonly [string, ...string[]],
  { source, folder }: { source: string; folder: string },
): Promise<Ready | null> {
  const version = await versionOf(compiler) ?? await versionOf(compiler, "version");
  if (version === null) return null;
  const program = `${folder}/${compiler}_chat`;
  const env = { GO111MODULE: "off" };
  const built = await outputOf(compiler, [...flags, "-o", program, pathOf(source)], env);
  if (built === null) throw new Error(`Cannot compile "bench/${source}" with "${compiler}"`);
  return { version: `(${compiler} ${version})`, command: (port) => [program, String(port)] };
}

async function script(program: string, source: string): Promise<Ready | null> {
  const version = await versionOf(program);
  if (version === null) return null;
  return { version, command: (port) => [program, pathOf(source), String(port)] };
}

async function prepareNcat(): Promise<Ready | null> {
  const version = await versionOf("ncat");
  if (version === null) return null;
  const command = (
    port: number,
  ) => ["ncat", "--listen", "127.0.0.1", String(port), "--chat", "--max-conns", "1000"];
  return { version, command };
}
