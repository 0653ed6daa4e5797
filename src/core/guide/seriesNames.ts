import type { MetricDefinition } from '../metrics/catalogue.ts';
import type { Aggregation } from '../query/model.ts';
import { formatDuration } from '../trend/duration.ts';
import type { MeasuredSeries } from './analysisTypes.ts';

/** What a point of a series is, for people: `Task duration (median per 10 s)`. */
export function seriesName({ metric, aggregation, bucketMs }: MeasuredSeries): string {
  return `${metric.name} (${kindOf(metric, aggregation)} per ${formatDuration(bucketMs)})`;
}

function kindOf({ shape, sampleUnit }: MetricDefinition, aggregation: Aggregation): string {
  if (shape === 'ratio') {
    return 'share';
  }
  return aggregation === 'avg' ? `mean of a ${sampleUnit},` : aggregation === 'sum' ? 'total' : aggregation;
}

/** Name of a metric as the guide spells it. */
export function metricTypeOf({ id }: MetricDefinition): string {
  return id.toUpperCase();
}
