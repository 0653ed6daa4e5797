import type { MetricType } from '../../../../src/core/metrics/metricTypes.ts';
import type { IngestRecord, SampleRecord } from '../../../../src/core/metrics/records.ts';
import type { Unit } from '../../../../src/core/metrics/units.ts';
import type { Rejection } from '../../ingest/account.ts';
import { array, finite, object, string } from '../narrow.ts';
import { nanoTime, readAttributes, text, type Attributes } from './attributes.ts';
import { contentId, identify, swarmRecord } from './identity.ts';
import type { Decoded } from './decoded.ts';

const SOURCE = 'claude-code/metrics';
const CUMULATIVE = 2;

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

/** Samples of an OTLP/JSON metrics request. Points of metrics that we don't know are counted, not kept. */
export function decodeMetrics(body: Record<string, unknown>): Decoded {
  const decoded: Decoded = { items: [], ignored: 0 };
  for (const resourceMetrics of (array(body['resourceMetrics']) ?? []).map(object)) {
    const resourceAttributes = object(resourceMetrics?.['resource'])?.['attributes'];
    const resource = readAttributes(resourceAttributes);
    for (const scopeMetrics of (array(resourceMetrics?.['scopeMetrics']) ?? []).map(object)) {
      for (const metric of (array(scopeMetrics?.['metrics']) ?? []).map(object)) {
        decodeMetric(metric ?? {}, { resourceAttributes, scope: scopeMetrics?.['scope'], resource }, decoded);
      }
    }
  }
  return decoded;
}

interface Context {
  /** As they came, for the id. */
  resourceAttributes: unknown;
  scope: unknown;
  resource: Attributes;
}

function decodeMetric(metric: Record<string, unknown>, context: Context, decoded: Decoded): void {
  const name = string(metric['name']) ?? '';
  const data =
    object(metric['sum']) ??
    object(metric['gauge']) ??
    object(metric['histogram']) ??
    object(metric['exponentialHistogram']) ??
    object(metric['summary']);
  const points = array(data?.['dataPoints']) ?? [];
  const mapping = MAPPINGS.get(name);
  if (!mapping) {
    decoded.ignored += points.length;
    return;
  }
  const temporality = object(metric['sum'])?.['aggregationTemporality'];
  for (const point of points) {
    const item =
      temporality === CUMULATIVE || temporality === 'AGGREGATION_TEMPORALITY_CUMULATIVE'
        ? cumulative(name)
        : decodePoint(object(point) ?? {}, name, mapping, context);
    decoded.items.push(item);
  }
}

function cumulative(name: string): Rejection {
  return {
    reason: 'cumulative',
    message: `${name} came with cumulative temporality; set OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta, Claude Code's default`,
  };
}

function decodePoint(
  point: Record<string, unknown>,
  name: string,
  mapping: Mapping,
  context: Context
): IngestRecord[] | Rejection {
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
  const sample: SampleRecord = {
    type: 'sample',
    id: contentId([
      sorted(context.resourceAttributes),
      context.scope,
      name,
      sorted(point['attributes']),
      point['startTimeUnixNano'],
      point['timeUnixNano'],
    ]),
    source: SOURCE,
    scope: identity.scope,
    timestamp: Math.floor(timestamp),
    swarmId: identity.swarmId,
    swarmInferred: identity.swarmInferred,
    agentId: text(own, 'agent.name') ?? 'main',
    metricType: mapping.metricType,
    value,
    unit: mapping.unit,
    ...(model === undefined ? {} : { model }),
    tags,
    metadata: mapping.metadata,
    provenance: 'measured',
  };
  return [sample, swarmRecord(identity, SOURCE, sample.timestamp)];
}

function pointValue(point: Record<string, unknown>): number | undefined {
  const whole = point['asInt'];
  return (
    finite(point['asDouble']) ?? (typeof whole === 'string' && /^-?\d+$/.test(whole) ? Number(whole) : finite(whole))
  );
}

/** Attributes in an order of their own, since a sender may change it between two sendings. */
function sorted(attributes: unknown): unknown[] {
  const key = (attribute: unknown) => string(object(attribute)?.['key']) ?? '';
  return [...(array(attributes) ?? [])].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
