// Prometheus' text format, read by a library that did not write it.

import parsePrometheusTextFormat from "parse-prometheus-text-format";

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "COUNTER" | "GAUGE" | "HISTOGRAM" | "SUMMARY" | "UNTYPED";
  readonly metrics: readonly {
    readonly value?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly buckets?: Readonly<Record<string, string>>;
    readonly count?: string;
    readonly sum?: string;
  }[];
}

export function parse(text: string): Family[] {
  return parsePrometheusTextFormat(text) as Family[];
}

/** The number of that name with these labels; NaN if there is none. */
export function valueIn(
  families: readonly Family[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const { metrics } = families.find((family) => family.name === name) ?? { metrics: [] };
  const metric = metrics.find((metric) =>
    Object.entries(labels).every(([key, label]) => metric.labels?.[key] === label)
  );
  return Number(metric?.value ?? NaN);
}
