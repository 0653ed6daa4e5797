import type { MetricDefinition } from '../metrics/catalogue.ts';
import { quantileOf } from './aggregation.ts';
import type { Aggregation } from './model.ts';
import type { Measure, MeasureField, Selection } from './plan.ts';

/** Name of the measure that tells of sampling: the smallest share that any of the rows was kept with. */
const SHARE = 'share';

/** True when a number of this row is scaled up from a sample. */
export function isScaled(plan: MetricPlan, row: Record<string, number | null>): boolean {
  return plan.measures.some((measure) => measure.as === SHARE) && (row[SHARE] ?? 1) < 1;
}

/** How a metric is asked of a store, and how its number is made of the answer. */
export interface MetricPlan {
  selection: Pick<Selection, 'relation' | 'kinds' | 'statuses' | 'metricType' | 'known' | 'outcomes'>;
  measures: Measure[];
  /** The metric's value for one answer row over a window of so many seconds; null when nothing was measured. */
  value(row: Record<string, number | null>, seconds: number): number | null;
  /** True where an empty window between two events means 0, not "unknown": counts, rates and sums. */
  additive: boolean;
}

/** @throws RangeError when the metric has no such aggregation; the message says which it has. */
export function planMetric(metric: MetricDefinition, aggregation: Aggregation): MetricPlan {
  const plan = planned(metric, aggregation);
  const scales = plan.measures.some(({ fn }) => fn === 'count' || fn === 'sum');
  return scales ? { ...plan, measures: [...plan.measures, { as: SHARE, fn: 'min', field: 'sampleRate' }] } : plan;
}

function planned(metric: MetricDefinition, aggregation: Aggregation): MetricPlan {
  const work = { relation: 'work', kinds: metric.kinds } as const;
  switch (metric.shape) {
    case 'ratio':
      return {
        selection: { ...work, statuses: ['completed', 'failed'], outcomes: true },
        measures: [count('n'), { as: 'failed', fn: 'count', statuses: ['failed'] }],
        value: ({ n, failed }) => (n && failed != null ? failed / n : null),
        additive: false,
      };
    case 'throughput':
      return {
        selection: { ...work, statuses: ['completed'] },
        measures: [count('n')],
        value: ({ n }, seconds) => (n == null ? null : n / seconds),
        additive: true,
      };
    case 'count':
      return counted(metric, work, aggregation);
    case 'distribution':
      return aggregated({ ...work, statuses: ['completed'] }, field(metric), aggregation);
    case 'usage':
      return aggregation === 'sum' || aggregation === 'rate'
        ? summed(metric, aggregation)
        : aggregated(work, field(metric), aggregation);
    case 'sample':
      return aggregated({ relation: 'samples', metricType: metric.sampleType }, 'value', aggregation);
  }
}

function counted(metric: MetricDefinition, selection: MetricPlan['selection'], aggregation: Aggregation): MetricPlan {
  if (aggregation !== 'count' && aggregation !== 'sum' && aggregation !== 'rate') {
    throw new RangeError(
      `${metric.id} is a number of ${metric.sampleUnit}s: ask for "count" or "rate", not "${aggregation}"`
    );
  }
  return {
    selection,
    measures: [count('n')],
    value: ({ n }, seconds) => (n == null ? null : aggregation === 'rate' ? n / seconds : n),
    additive: true,
  };
}

function summed(metric: MetricDefinition, aggregation: 'sum' | 'rate'): MetricPlan {
  return {
    selection: { relation: 'usage', known: field(metric) },
    measures: [{ as: 'sum', fn: 'sum', field: field(metric) }],
    value: ({ sum }, seconds) => (sum == null ? null : aggregation === 'rate' ? sum / seconds : sum),
    additive: true,
  };
}

function aggregated(selection: MetricPlan['selection'], of: MeasureField, aggregation: Aggregation): MetricPlan {
  const known = { ...selection, known: of };
  if (aggregation === 'count' || aggregation === 'rate') {
    return {
      selection: known,
      measures: [count('n')],
      value: ({ n }, seconds) => (n == null ? null : aggregation === 'rate' ? n / seconds : n),
      additive: true,
    };
  }
  return {
    selection: known,
    measures: [measure(aggregation, of)],
    value: ({ v }) => v ?? null,
    additive: aggregation === 'sum',
  };
}

function measure(aggregation: Exclude<Aggregation, 'count' | 'rate'>, of: MeasureField): Measure {
  const q = quantileOf(aggregation);
  if (q !== undefined) {
    return { as: 'v', fn: 'quantile', field: of, q };
  }
  switch (aggregation) {
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
      return { as: 'v', fn: aggregation, field: of };
    default:
      throw new RangeError(`unknown aggregation "${aggregation}"`);
  }
}

function count(as: string): Measure {
  return { as, fn: 'count' };
}

function field(metric: MetricDefinition): MeasureField {
  return metric.field ?? 'value';
}
