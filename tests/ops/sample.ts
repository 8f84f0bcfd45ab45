// What is in a sample of the metrics, for tests.

import type { Sample } from "../../src/ops/metrics.ts";

interface Value {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly metricName?: string;
}

interface Metric {
  readonly name: string;
  readonly values: readonly Value[];
}

/** The number with that name and these labels; NaN if there is none. */
export function valueOf(
  sample: Sample,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  for (const metric of sample as readonly Metric[]) {
    for (const { value, labels: has, metricName = metric.name } of metric.values) {
      if (metricName !== name) continue;
      if (Object.entries(labels).every(([key, label]) => has[key] === label)) return value;
    }
  }
  return NaN;
}
