import { sampleMetric, workMetric, type MetricRecord } from '../../../../src/core/guide/metricRecord.ts';
import type { IngestRecord } from '../../../../src/core/metrics/records.ts';

/** How many metrics of a batch are shown. */
const PREVIEW = 5;

/** The guide's message about a stored batch. `count` is the number of metric records in it. */
export interface MetricsBatch {
  type: 'metrics_batch';
  data: { count: number; timestamp: number; preview: MetricRecord[] };
}

/** Undefined when the batch holds nothing that is a metric. */
export function metricsBatch(records: readonly IngestRecord[], timestamp: number): MetricsBatch | undefined {
  const metrics = records.flatMap((record) => metricOf(record) ?? []);
  return metrics.length > 0
    ? { type: 'metrics_batch', data: { count: metrics.length, timestamp, preview: metrics.slice(0, PREVIEW) } }
    : undefined;
}

/** A record as the guide's metric; undefined when it is none. */
export function metricOf(record: IngestRecord): MetricRecord | undefined {
  switch (record.type) {
    case 'task':
      return workMetric(record);
    case 'sample':
      return sampleMetric(record);
    default:
      return undefined;
  }
}
