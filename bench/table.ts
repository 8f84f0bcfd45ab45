// Figures as tables: rows of text for a scenario, and the two ways of showing them. Pure; what to show of
// a scenario is said in scenarios.ts, how a figure is written here.

import type { Faults, Figures, Report, Result } from "./figures.ts";
import { PEERS } from "./peers.ts";
import type { Scenario } from "./scenarios.ts";

type Key = Scenario["show"][number];

interface Column {
  readonly label: string;
  readonly write: (value: number) => string;
}

const count = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const ratio = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const percent = (value: number) => `${Math.round(value)} %`;

const COLUMNS: Readonly<Record<Key, Column>> = {
  deliveriesPerSecond: { label: "deliveries/s", write: count.format },
  p50Ms: { label: "p50 ms", write: count.format },
  p99Ms: { label: "p99 ms", write: count.format },
  maxMs: { label: "max ms", write: count.format },
  serverUs: { label: "CPU µs/delivery", write: count.format },
  serverCpu: { label: "server CPU", write: percent },
  loadCpu: { label: "load CPU", write: percent },
  startMs: { label: "listens after ms", write: count.format },
  kibPerConnection: { label: "KiB/connection", write: count.format },
  connectsPerSecond: { label: "connects/s", write: count.format },
  slowestConnectMs: { label: "slowest connect ms", write: count.format },
  greetedMs: { label: "all greeted after ms", write: count.format },
  slowestFirstLineMs: { label: "slowest first line ms", write: count.format },
  p99BeforeMs: { label: "p99 ms before", write: count.format },
  movesPerSecond: { label: "moves/s", write: count.format },
  games: { label: "games", write: whole.format },
  slowCut: { label: "slow cut", write: whole.format },
  slowReaders: { label: "of", write: whole.format },
  growthMib: { label: "memory grew MiB", write: count.format },
  arrivals: { label: "arrivals", write: whole.format },
};

/** A table as text, its head first; the first column is text, the others are numbers. */
export type Rows = readonly (readonly string[])[];

/** Who did how well in `scenario`; empty if nobody was measured. */
export function rowsOf(report: Report, scenario: Scenario): Rows {
  const results = report.results.filter((result) => result.scenario === scenario.name);
  if (results.length === 0) return [];
  const [first] = scenario.show;
  const own = results.find(({ peer }) => peer === "netchat")?.figures?.[first as Key];
  const labels = scenario.show.map((key) => COLUMNS[key].label);
  const head = ["", ...labels.slice(0, 1), "netchat is", ...labels.slice(1), "faults"];
  return [head, ...results.map((result) => row(result, { show: scenario.show, own }))];
}

function row(
  { peer, figures, failure }: Result,
  { show, own }: { show: readonly Key[]; own: number | undefined },
): string[] {
  const [first, ...others] = show.map((key) => cell(figures, key));
  const comparison = peer === "netchat" ? "" : times(own, { figures, key: show[0] as Key });
  const faults = figures ? describeFaults(figures.faults) : failure ?? "";
  return [titleOf(peer), first ?? "", comparison, ...others, faults];
}

function cell(figures: Figures | undefined, key: Key): string {
  const value = figures?.[key];
  return value === undefined ? "–" : COLUMNS[key].write(value);
}

/** "2.5 ×": how much of the other's figure netchat's is. Who lost half has no figure to compare with. */
function times(
  own: number | undefined,
  { figures, key }: { figures: Figures | undefined; key: Key },
) {
  const other = figures?.[key];
  const complete = figures?.faults.lost === 0 && figures.faults.closed === 0;
  return own === undefined || !other || !complete ? "–" : `${ratio.format(own / other)} ×`;
}

/** "none", or what there was of each. */
export function describeFaults(faults: Faults): string {
  const some = Object.entries(faults).filter(([, number]) => number !== 0);
  return some.map(([name, number]) => `${whole.format(number)} ${name}`).join(", ") || "none";
}

/** A peer's name for readers. */
export function titleOf(peer: string): string {
  return PEERS.find(({ name }) => name === peer)?.title ?? peer;
}

/** For a terminal: columns of equal width. */
export function toText(rows: Rows): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  );
  const last = widths.length - 1;
  return rows.map((row) =>
    row.map((text, column) => {
      const width = widths[column] ?? 0;
      return column === 0 || column === last ? text.padEnd(width) : text.padStart(width);
    }).join("  ").trimEnd()
  ).join("\n");
}

/** For a document. Nothing in a cell can end it. */
export function toMarkdown(rows: Rows): string {
  const [head = [], ...body] = rows;
  const last = head.length - 1;
  const rule = head.map((_, column) => column === 0 || column === last ? "---" : "---:");
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(rule), ...body.map(line)].join("\n");
}
