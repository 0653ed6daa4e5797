import type { MetricType } from '../../../../src/core/metrics/metricTypes.ts';
import type { SampleRecord } from '../../../../src/core/metrics/records.ts';
import type { Unit } from '../../../../src/core/metrics/units.ts';
import type { Rejection } from '../../ingest/account.ts';
import { array, finite, object, string } from '../narrow.ts';
import { nanoTime, readAttributes, text, type Attributes } from './attributes.ts';
import { canonicalAttributes, canonicalScope, wholeText } from './canonical.ts';
import type { CounterPoint } from './counters.ts';
import type { Decoded } from './decoded.ts';
import { actor, contentId, identify, swarmRecord } from './identity.ts';

const SOURCE = 'claude-code/metrics';

/** A metrics request: increases are records, cumulative counters have yet to be compared with their last value. */
export interface DecodedMetrics extends Decoded {
  counters: CounterPoint[];
}

interface Mapping {
  metricType: MetricType;
  unit: Unit;
  /** Attributes that become tags. */
  tags: readonly string[];
  metadata: SampleRecord['metadata'];
}

const business = (dimensions: string[]): SampleRecord['metadata'] => ({
  source: 'agent',
  priority: 'low',
  category: 'business',
  dimensions,
});

const MAPPINGS: ReadonlyMap<string, Mapping> = new Map([
  [
    'claude_code.token.usage',
    {
      metricType: 'TOKEN_USAGE',
      unit: 'tokens',
      tags: ['type', 'query_source'],
      metadata: { ...business(['type', 'model']), source: 'neural' },
    },
  ],
  [
    'claude_code.cost.usage',
    {
      metricType: 'COST_USD',
      unit: 'USD',
      tags: ['query_source'],
      metadata: { ...business(['model']), source: 'neural' },
    },
  ],
  [
    'claude_code.session.count',
    { metricType: 'SESSION_COUNT', unit: 'count', tags: ['start_type'], metadata: business(['start_type']) },
  ],
  [
    'claude_code.active_time.total',
    { metricType: 'ACTIVE_TIME', unit: 's', tags: ['type'], metadata: business(['type']) },
  ],
  [
    'claude_code.lines_of_code.count',
    { metricType: 'LINES_OF_CODE', unit: 'count', tags: ['type'], metadata: business(['type', 'model']) },
  ],
  ['claude_code.commit.count', { metricType: 'COMMIT_COUNT', unit: 'count', tags: [], metadata: business([]) }],
  [
    'claude_code.pull_request.count',
    { metricType: 'PULL_REQUEST_COUNT', unit: 'count', tags: [], metadata: business([]) },
  ],
  [
    'claude_code.code_edit_tool.decision',
    {
      metricType: 'EDIT_DECISION',
      unit: 'count',
      tags: ['tool_name', 'decision', 'source', 'language'],
      metadata: business(['decision']),
    },
  ],
]);

/** Samples of an OTLP metrics request. Points of metrics that we don't know are counted, not kept. */
export function decodeMetrics(body: Record<string, unknown>): DecodedMetrics {
  const decoded: DecodedMetrics = { items: [], ignored: 0, counters: [] };
  for (const resourceMetrics of (array(body['resourceMetrics']) ?? []).map(object)) {
    const attributes = object(resourceMetrics?.['resource'])?.['attributes'];
    const context = { resource: readAttributes(attributes), resourceKey: canonicalAttributes(attributes) };
    for (const scopeMetrics of (array(resourceMetrics?.['scopeMetrics']) ?? []).map(object)) {
      const scopeKey = canonicalScope(scopeMetrics?.['scope']);
      for (const metric of (array(scopeMetrics?.['metrics']) ?? []).map(object)) {
        decodeMetric(metric ?? {}, { ...context, scopeKey }, decoded);
      }
    }
  }
  return decoded;
}

interface Context {
  resource: Attributes;
  /** What the resource and the scope are known by. */
  resourceKey: string;
  scopeKey: string;
}

const KINDS = ['sum', 'gauge', 'histogram', 'exponentialHistogram', 'summary'] as const;

function decodeMetric(metric: Record<string, unknown>, context: Context, decoded: DecodedMetrics): void {
  const name = string(metric['name']) ?? '';
  const kind = KINDS.find((candidate) => object(metric[candidate]) !== undefined);
  const points = array(kind && object(metric[kind])?.['dataPoints']) ?? [];
  const mapping = MAPPINGS.get(name);
  if (!mapping) {
    decoded.ignored += points.length;
    return;
  }
  const reading = readingOf(metric, kind, name);
  for (const point of points) {
    const read = typeof reading === 'object' ? reading : decodePoint(object(point) ?? {}, name, mapping, context);
    if ('reason' in read) {
      decoded.items.push(read);
    } else if (reading === 'increase') {
      decoded.items.push([read.sample, read.swarm]);
    } else {
      decoded.counters.push(read);
    }
  }
}

/** How the points of a metric are to be read, or why they can't be. */
function readingOf(
  metric: Record<string, unknown>,
  kind: (typeof KINDS)[number] | undefined,
  name: string
): 'increase' | 'counter' | Rejection {
  const sum = object(metric['sum']);
  if (kind !== 'sum' || !sum) {
    return { reason: 'malformed', message: `${name} is a counter, but came as ${kind ?? 'nothing known'}` };
  }
  switch (sum['aggregationTemporality']) {
    case 1:
    case 'AGGREGATION_TEMPORALITY_DELTA':
      return 'increase';
    case 2:
    case 'AGGREGATION_TEMPORALITY_CUMULATIVE':
      return sum['isMonotonic'] === true
        ? 'counter'
        : {
            reason: 'cumulative',
            message: `${name} came cumulative and not monotonic: it can't be told how much was added`,
          };
    default:
      return { reason: 'malformed', message: `${name} came without its temporality` };
  }
}

function decodePoint(
  point: Record<string, unknown>,
  name: string,
  mapping: Mapping,
  context: Context
): CounterPoint | Rejection {
  const own = readAttributes(point['attributes']);
  const timestamp = nanoTime(point['timeUnixNano']);
  const value = pointValue(point);
  const identity = identify(own, context.resource);
  if (timestamp === undefined) {
    return { reason: 'missing_time', message: `a point of ${name} has no time` };
  }
  if (value === undefined) {
    return { reason: 'not_finite', message: `a point of ${name} has no finite value` };
  }
  if (!identity) {
    return { reason: 'malformed', message: `a point of ${name} names neither swarm.id nor session.id` };
  }
  const model = text(own, 'model');
  const tags = Object.fromEntries(mapping.tags.flatMap((tag) => (own.has(tag) ? [[tag, String(own.get(tag))]] : [])));
  const start = nanos(point['startTimeUnixNano']);
  const time = nanos(point['timeUnixNano']) ?? 0n;
  const series = contentId([
    context.resourceKey,
    context.scopeKey,
    name,
    canonicalAttributes(point['attributes']),
    String(start ?? ''),
  ]);
  const agentId = actor(own);
  const sample: SampleRecord = {
    type: 'sample',
    id: `${series}|${time}`,
    source: SOURCE,
    scope: identity.scope,
    timestamp: Math.floor(timestamp),
    swarmId: identity.swarmId,
    swarmInferred: identity.swarmInferred,
    ...(agentId === undefined ? {} : { agentId }),
    metricType: mapping.metricType,
    value,
    unit: mapping.unit,
    ...(model === undefined ? {} : { model }),
    tags,
    metadata: mapping.metadata,
    provenance: 'measured',
  };
  return { series, start, time, sample, swarm: swarmRecord(identity, SOURCE, sample.timestamp) };
}

/** Undefined where 0 or nothing stands for "not known". */
function nanos(value: unknown): bigint | undefined {
  const whole = wholeText(value);
  return whole === undefined || whole === '0' ? undefined : BigInt(whole);
}

function pointValue(point: Record<string, unknown>): number | undefined {
  const whole = wholeText(point['asInt']);
  return finite(point['asDouble']) ?? (whole === undefined ? undefined : Number(whole));
}
