import { holm } from '../stats/holm.ts';
import { spearman } from '../stats/spearman.ts';
import type { CorrelationPair, MeasuredSeries } from './analysisTypes.ts';

export const ALPHA = 0.05;
/** Cost is made of tokens: that both move together is no finding. */
const BOUND = new Set(['cost_usd token_usage', 'token_usage cost_usd']);

/** Every two series, where enough buckets hold both. That two go together says nothing of which drives which. */
export function correlationsOf(series: readonly MeasuredSeries[]): CorrelationPair[] {
  const used = series.filter(({ uses }) => uses.includes('correlation'));
  const pairs = used.flatMap((first, index) => used.slice(index + 1).flatMap((second) => tested(first, second)));
  const adjusted = holm(pairs.map(({ p }) => p));
  return pairs.map((pair, index) => ({ ...pair, pAdjusted: adjusted[index], shown: adjusted[index] < ALPHA }));
}

function tested(first: MeasuredSeries, second: MeasuredSeries): Array<Omit<CorrelationPair, 'pAdjusted' | 'shown'>> {
  const [one, other] = [first.metric.id, second.metric.id];
  if (first.bucketMs !== second.bucketMs || BOUND.has(`${one} ${other}`)) {
    return [];
  }
  const at = new Map(second.times.map((time, index) => [time, second.values[index]]));
  const both = first.times.flatMap((time, index) => {
    const [x, y] = [first.values[index], at.get(time) ?? null];
    return x === null || y === null ? [] : [{ x, y }];
  });
  const found = spearman(
    Float64Array.from(both, ({ x }) => x),
    Float64Array.from(both, ({ y }) => y)
  );
  return found === null
    ? []
    : [
        {
          metrics: [one.toUpperCase(), other.toUpperCase()],
          coefficient: found.rho,
          n: found.n,
          effectiveN: found.effectiveN,
          p: found.p,
        },
      ];
}
