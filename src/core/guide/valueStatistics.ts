import { describe } from '../stats/describe.ts';
import { quantileSorted } from '../stats/order.ts';
import { finiteOrNull } from '../frames/table.ts';
import type { Distribution, MetricStatistics } from './analysisTypes.ts';

const MOST_BINS = 20;

/** The guide's statistics of finite ascending values, in their unit; undefined without values. */
export function valueStatistics(values: Float64Array): MetricStatistics | undefined {
  const { n, mean, sd, min, max } = describe(values);
  const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((p) => quantileSorted(values, p));
  if (mean === null || min === null || max === null || p50 == null || p90 == null || p95 == null || p99 == null) {
    return undefined;
  }
  return { count: n, mean, median: p50, stdDev: finiteOrNull(sd), min, max, percentiles: { p50, p90, p95, p99 } };
}

/** How finite ascending values lie: about √n bins, at most 20. Undefined below 2 values. */
export function distributionOf(values: Float64Array): Distribution | undefined {
  const statistics = valueStatistics(values);
  if (statistics === undefined || values.length < 2) {
    return undefined;
  }
  const { min, max, mean, median, stdDev } = statistics;
  const bins = max > min ? Math.min(MOST_BINS, Math.ceil(Math.sqrt(values.length))) : 1;
  // Shares of both ends: their distance itself could overflow.
  const edges = Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? max : min * (1 - i / bins) + max * (i / bins)
  );
  const counts = new Array<number>(bins).fill(0);
  let bin = 0;
  for (const value of values) {
    while (bin < bins - 1 && value >= edges[bin + 1]) {
      bin++;
    }
    counts[bin]++;
  }
  const skewness = stdDev === null || stdDev === 0 ? null : finiteOrNull((mean - median) / stdDev);
  return { type: null, parameters: { medianSkewness: skewness }, histogram: { edges, counts } };
}
