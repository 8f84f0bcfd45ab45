// Makes of a report what docs/performance.md and its chart show. Pure: a report in, texts out; the files
// are report.ts's business.

import { barChart, type BarGroup } from "./chart.ts";
import type { Report } from "./figures.ts";
import { machineLine } from "./machine.ts";
import { type Scenario, SCENARIOS } from "./scenarios.ts";
import { rowsOf, titleOf, toMarkdown } from "./table.ts";

const START = "<!-- figures: made by bench/report.ts, do not edit -->";
const END = "<!-- figures end -->";

/** The scenarios whose deliveries per second are drawn. */
const CHARTED: readonly string[] = ["flat-out", "everyone"];

const count = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** Date, machine, versions, and a table for each scenario that was played. */
export function figuresOf(report: Report): string {
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  const quick = report.quick ? " A quick run: the figures are rough." : "";
  const tables = SCENARIOS.map((scenario) => ({ scenario, rows: rowsOf(report, scenario) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ scenario, rows }) => `### ${scenario.title}\n\n${toMarkdown(rows)}`);
  return [
    `Measured on ${report.date.slice(0, 10)}.${quick}`,
    `- Machine: ${machineLine(report)}\n- Measured: ${versions.join("; ")}`,
    "![Deliveries per second by server](performance.svg)",
    ...tables,
  ].join("\n\n");
}

/** `document` with `figures` where the last ones stood. Throws if there is no place for them. */
export function insertFigures(document: string, figures: string): string {
  const start = document.indexOf(START);
  const end = document.indexOf(END);
  if (start < 0 || end < start) throw new Error(`Cannot find "${START}" and "${END}"`);
  return `${document.slice(0, start)}${START}\n\n${figures}\n\n${document.slice(end)}`;
}

/** Deliveries per second, those who deliver most first. */
export function chartOf(report: Report): string {
  const groups = SCENARIOS.filter(({ name }) => CHARTED.includes(name))
    .map((scenario) => groupOf(report, scenario))
    .filter(({ bars }) => bars.length > 0);
  return barChart(groups, "Deliveries per second by server and scenario");
}

function groupOf(report: Report, { name, title }: Scenario): BarGroup {
  const bars = report.results.filter(({ scenario }) => scenario === name)
    .map(({ peer, figures }) => ({ peer, value: figures?.deliveriesPerSecond ?? 0 }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .map(({ peer, value }) => ({
      label: titleOf(peer),
      value,
      text: `${count.format(value)}/s`,
      own: peer === "netchat",
    }));
  return { title, bars };
}
