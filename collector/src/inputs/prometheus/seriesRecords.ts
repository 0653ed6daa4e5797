import { createHash } from 'node:crypto';
import type { SampleRecord } from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';
import { readMetadata } from '../push/metadata.ts';
import type { Series } from './api.ts';
import { increases, type LastPoint } from './increases.ts';
import type { Mapping } from './names.ts';

export interface SeriesOptions {
  scope: string;
  swarmLabel: string;
  swarm?: string;
  agentLabel?: string;
}

/** Labels that are kept: the others may name a person, a session or a machine. */
const KEPT = ['type', 'decision', 'tool', 'tool_name', 'language', 'start_type', 'query_source', 'provider', 'status'];

/** What a series is known by, whatever suffixes its name has and wherever it is read. */
export function seriesKey(base: string, labels: Record<string, string>): string {
  const others = Object.entries(labels)
    .filter(([name]) => name !== '__name__')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([base, others]))
    .digest('base64url')
    .slice(0, 22);
}

export interface ReadSeries {
  records: SampleRecord[];
  rejected: Rejection[];
  last: LastPoint | undefined;
}

/** Turns new samples of one series into records; those up to `before` have been read. */
export function seriesRecords(
  key: string,
  { labels, points }: Series,
  mapping: Mapping,
  before: LastPoint | undefined,
  countFirst: boolean,
  options: SeriesOptions
): ReadSeries {
  const fresh = points.filter(({ at }) => before === undefined || at > before.at);
  const rejected = fresh.flatMap(({ value }) => refusalOf(value, mapping) ?? []);
  const known = before && Number.isFinite(before.value) ? before : undefined;
  const { values, last: lastGood } = valuesOf(fresh, mapping, known, countFirst);
  // A broken sample is refused once, not at each reading, though the series may have had no other.
  const readTo = fresh.at(-1)?.at ?? before?.at;
  const last = readTo === undefined ? undefined : { at: readTo, value: lastGood?.value ?? NaN };
  const swarmId = labels[options.swarmLabel] || options.swarm;
  if (swarmId === undefined) {
    const message = `the series has no label "${options.swarmLabel}": name its swarm in "swarm", or the label in "swarmLabel"`;
    return {
      records: [],
      rejected: [...rejected, ...values.map((): Rejection => ({ reason: 'malformed', message }))],
      last,
    };
  }
  const agentId = options.agentLabel === undefined ? undefined : labels[options.agentLabel];
  const { metricType, unit, factor } = mapping;
  const records = values.map(({ at, value, isFirst }): SampleRecord => ({
    type: 'sample',
    id: `${key}.${at}`,
    source: 'prometheus',
    scope: options.scope,
    timestamp: at,
    swarmId,
    ...(agentId ? { agentId } : {}),
    metricType,
    value: value * factor,
    unit,
    ...(labels['model'] ? { model: labels['model'] } : {}),
    tags: Object.fromEntries(KEPT.flatMap((name) => (labels[name] ? [[name, labels[name]]] : []))),
    metadata: readMetadata({ dimensions: ['type'] }, metricType),
    provenance: isFirst ? 'estimated' : 'measured',
  }));
  return { records, rejected, last };
}

function refusalOf(value: number, { type }: Mapping): Rejection | undefined {
  if (!Number.isFinite(value)) {
    return { reason: 'not_finite', message: 'the sample is not a finite number' };
  }
  return type === 'counter' && value < 0
    ? { reason: 'negative', message: 'the sample of a counter is negative' }
    : undefined;
}

function valuesOf(
  points: Series['points'],
  { type }: Mapping,
  before: LastPoint | undefined,
  countFirst: boolean
): { values: Array<{ at: number; value: number; isFirst: boolean }>; last: LastPoint | undefined } {
  if (type === 'counter') {
    const { increases: values, last } = increases(points, before, countFirst);
    return { values, last };
  }
  const values = points.filter(({ value }) => Number.isFinite(value)).map((point) => ({ ...point, isFirst: false }));
  const newest = values.at(-1);
  return { values, last: newest ? { at: newest.at, value: newest.value } : before };
}
