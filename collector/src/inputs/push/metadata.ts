import {
  METRIC_CATEGORIES,
  METRIC_PRIORITIES,
  METRIC_SOURCES,
  type SampleRecord,
} from '../../../../src/core/metrics/records.ts';
import type { MetricName } from '../../../../src/core/metrics/metricTypes.ts';
import { array, object, string } from '../narrow.ts';

type Metadata = SampleRecord['metadata'];

/** The original module's source, priority and category of each type, for records that don't say their own. */
const DEFAULTS: Partial<Record<MetricName, Omit<Metadata, 'dimensions'>>> = {
  TASK_DURATION: { source: 'agent', priority: 'high', category: 'performance' },
  MEMORY_USAGE: { source: 'memory', priority: 'medium', category: 'resource' },
  CPU_USAGE: { source: 'system', priority: 'medium', category: 'resource' },
  NETWORK_LATENCY: { source: 'system', priority: 'medium', category: 'performance' },
  ERROR_RATE: { source: 'coordinator', priority: 'high', category: 'error' },
  TOKEN_USAGE: { source: 'neural', priority: 'low', category: 'business' },
  COST_USD: { source: 'neural', priority: 'low', category: 'business' },
  NEURAL_PROCESSING_TIME: { source: 'neural', priority: 'medium', category: 'performance' },
  RESPONSE_TIME: { source: 'neural', priority: 'medium', category: 'performance' },
};
const OTHERWISE = { source: 'coordinator', priority: 'medium', category: 'performance' } as const;

const DIMENSION = /^[A-Za-z][\w.-]{0,63}$/;
const MOST_DIMENSIONS = 20;

/** Reads the guide's metadata by allow-list; `context` and other free parts are not kept. */
export function readMetadata(value: unknown, type: MetricName): Metadata {
  const sent = object(value) ?? {};
  const usual = DEFAULTS[type] ?? OTHERWISE;
  const dimensions = (array(sent['dimensions']) ?? []).flatMap((name) => string(name) ?? []);
  return {
    source: oneOf(METRIC_SOURCES, sent['source']) ?? usual.source,
    priority: oneOf(METRIC_PRIORITIES, sent['priority']) ?? usual.priority,
    category: oneOf(METRIC_CATEGORIES, sent['category']) ?? usual.category,
    dimensions: dimensions.filter((name) => DIMENSION.test(name)).slice(0, MOST_DIMENSIONS),
  };
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}
