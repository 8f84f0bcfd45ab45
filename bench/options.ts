// The benchmark's command line: a table of flags for --help, and what is asked for as plain data.

import { parseArgs } from "@std/cli/parse-args";
import { PEERS } from "./peers.ts";
import { SCENARIOS } from "./scenarios.ts";

export interface Options {
  readonly quick: boolean;
  readonly help: boolean;
  /** Nodes over NATS instead of the scenarios. */
  readonly cluster: boolean;
  /** Where to write the figures. */
  readonly json: string | undefined;
  /** The compiled netchat to measure instead of the source. */
  readonly binary: string | undefined;
  /** Names of scenarios and of peers; undefined leaves the choice to us. */
  readonly only: readonly string[] | undefined;
  readonly peers: readonly string[] | undefined;
}

/** The command line asks for what there is not. */
export class OptionError extends Error {}

const SCENARIO_NAMES = SCENARIOS.map(({ name }) => name);
const PEER_NAMES = PEERS.map(({ name }) => name);

const FLAGS: readonly (readonly [flag: string, help: string])[] = [
  ["--quick", "a minute instead of a quarter of an hour: fewer scenarios and peers, less time"],
  ["--only NAME[,NAME]", `scenarios: ${SCENARIO_NAMES.join(", ")}`],
  ["--peers NAME[,NAME]", `peers: ${PEER_NAMES.join(", ")}; or none`],
  ["--cluster", "instead: one, two and three nodes over a NATS of its own, and an outage of it"],
  ["--binary FILE", "measure a compiled netchat, not the source"],
  ["--json FILE", "write the figures, with machine, versions and date"],
  ["--help", "show this"],
];

export function usage(): string {
  const width = Math.max(...FLAGS.map(([flag]) => flag.length));
  const rows = FLAGS.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`);
  return ["Usage: deno task bench [flags]", "", ...rows, ""].join("\n");
}

/** Throws OptionError with a line that says what is wrong. */
export function parseOptions(args: readonly string[]): Options {
  const parsed = parseArgs(args, {
    boolean: ["quick", "help", "cluster"],
    string: ["only", "peers", "json", "binary"],
    unknown: (arg) => {
      throw new OptionError(`Unknown argument "${arg}": see --help`);
    },
  });
  const text = (flag: string) => readText(flag, parsed[flag]);
  return {
    quick: parsed.quick === true,
    help: parsed.help === true,
    cluster: parsed.cluster === true,
    json: text("json"),
    binary: text("binary"),
    only: readNames(text("only"), { flag: "only", known: SCENARIO_NAMES }),
    peers: text("peers") === "none"
      ? []
      : readNames(text("peers"), { flag: "peers", known: PEER_NAMES }),
  };
}

function readText(flag: string, value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  throw new OptionError(`--${flag} takes one value: see --help`);
}

function readNames(
  text: string | undefined,
  { flag, known }: { flag: string; known: readonly string[] },
): readonly string[] | undefined {
  const names = text?.split(",");
  const stranger = names?.find((name) => !known.includes(name));
  if (stranger === undefined) return names;
  throw new OptionError(`--${flag} takes ${known.join(", ")}, not "${stranger}"`);
}
