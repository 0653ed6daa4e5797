import { createHash } from 'node:crypto';
import { taskFact } from '../../../../src/core/metrics/facts.ts';
import { parseMetricName, unitOf, type MetricName } from '../../../../src/core/metrics/metricTypes.ts';
import type { Provenance } from '../../../../src/core/metrics/provenance.ts';
import {
  UNASSIGNED_SWARM,
  type SampleRecord,
  type TaskKind,
  type TaskRecord,
  type TaskStatus,
} from '../../../../src/core/metrics/records.ts';
import { UNITS, type Unit } from '../../../../src/core/metrics/units.ts';
import type { RejectReason, Rejection } from '../../ingest/account.ts';
import { object, string, time } from '../narrow.ts';
import { readMetadata } from './metadata.ts';
import { readTags, type ReadTags } from './tags.ts';

/** Pushed records name their swarm and nothing finer. */
export const PUSH_SCOPE = 'push';

export interface ReadMetric {
  record: TaskRecord | SampleRecord;
  tagsLeftOut: number;
}

interface Head {
  id: string;
  timestamp: number;
  swarmId: string;
  agentId?: string;
  value: number;
  sampleRate?: number;
}

/** Other spellings of the units that we keep; nothing is converted. */
const UNIT_NAMES = new Map<string, Unit>([
  ...UNITS.map((unit) => [unit.toLowerCase(), unit] as const),
  ['milliseconds', 'ms'],
  ['seconds', 's'],
  ['ops/sec', 'ops_per_s'],
  ['ops/s', 'ops_per_s'],
]);

/** Types whose record is the end of a unit of work, and the kind of that unit. A response time is one only where it says so. */
const WORK_TYPES: Partial<Record<MetricName, (kind: string | undefined) => TaskKind | undefined>> = {
  TASK_DURATION: (kind) => (kind === 'subagent' ? 'subagent' : 'task'),
  TOOL_DURATION: () => 'tool',
  RESPONSE_TIME: (kind) => (kind === 'request' || kind === 'llm' ? 'request' : undefined),
};

/**
 * Reads one metric record of the integration guide: a finished unit of work becomes work, everything else a sample.
 * @param nthOfItsKind how many records with the same content came before it in the request, for those without an id
 * @param provenance of the values; what is pushed is told by its caller
 */
export function readMetric(
  value: unknown,
  nthOfItsKind: (content: string) => number,
  provenance: Provenance = 'caller-reported'
): ReadMetric | Rejection {
  const sent = object(value);
  if (!sent) {
    return refuse('malformed', 'a metric is an object');
  }
  const name = string(sent['metricType']);
  const type = name === undefined ? undefined : parseMetricName(name);
  if (!type) {
    return refuse('unknown_name', '"metricType" is a name of letters, digits and "_", such as TASK_DURATION');
  }
  const unit = readUnit(sent['unit'], type);
  if (typeof unit !== 'string') {
    return unit;
  }
  const head = readHead(sent, nthOfItsKind);
  if ('reason' in head) {
    return head;
  }
  const tags = readTags(sent['tags']);
  const known = sent['provenance'] === 'estimated' || object(sent['metadata'])?.['provenance'] === 'estimated';
  const told = known ? 'estimated' : provenance;
  const kind = WORK_TYPES[type]?.(tags.get('kind'));
  return {
    record: kind
      ? work(head, kind, tags, told)
      : sample(head, { metricType: type, unit }, tags, readMetadata(sent['metadata'], type), told),
    tagsLeftOut: tags.leftOut,
  };
}

function readUnit(value: unknown, type: MetricName): Unit | Rejection {
  const kept = unitOf(type);
  const unit = typeof value === 'string' ? UNIT_NAMES.get(value.toLowerCase()) : undefined;
  return unit && (kept === undefined || unit === kept)
    ? unit
    : refuse('wrong_unit', `${kept ? `${type} is` : 'a type of your own may be'} sent in ${kept ?? UNITS.join(', ')}`);
}

function readHead(sent: Record<string, unknown>, nthOfItsKind: (content: string) => number): Head | Rejection {
  const timestamp = time(sent['timestamp']);
  if (timestamp === undefined) {
    return refuse('missing_time', '"timestamp" is epoch milliseconds, or ISO 8601 with a zone');
  }
  const { value } = sent;
  if (typeof value !== 'number') {
    return refuseValue(value);
  }
  // Of a sum, which may fall, no type is known; a negative duration is a clock that was moved.
  if (value < 0) {
    return refuse('negative', '"value" is negative');
  }
  const rate = sent['sampleRate'] ?? object(sent['metadata'])?.['sampleRate'];
  if (rate !== undefined && typeof rate !== 'number') {
    return refuse('malformed', '"sampleRate" is a number above 0, at most 1');
  }
  const agentId = string(sent['agentId']);
  const swarmId = string(sent['swarmId']);
  if (swarmId === undefined) {
    return refuse('malformed', '"swarmId" is missing');
  }
  if (sent['id'] !== undefined && string(sent['id']) === undefined) {
    return refuse('malformed', '"id" is a text');
  }
  return {
    id: string(sent['id']) ?? contentId(sent, nthOfItsKind),
    timestamp,
    swarmId,
    ...(agentId === undefined ? {} : { agentId }),
    value,
    ...(typeof rate === 'number' ? { sampleRate: rate } : {}),
  };
}

function refuseValue(value: unknown): Rejection {
  if (value === undefined || value === null) {
    return refuse('missing_value', '"value" is missing');
  }
  if (typeof value === 'string' && /^[+-]?(nan|inf(inity)?)$/i.test(value)) {
    return refuse('not_finite', '"value" is not a finite number');
  }
  return refuse('malformed', `"value" is a number, not ${Array.isArray(value) ? 'a list' : `of type ${typeof value}`}`);
}

/**
 * Stands in for an id that the sender did not give: sending the same request again makes the same ids, and two equal
 * records in one request stay two.
 */
function contentId(sent: Record<string, unknown>, nthOfItsKind: (content: string) => number): string {
  const { swarmId, agentId, metricType, timestamp, value, unit, tags } = sent;
  const sampleRate = sent['sampleRate'] ?? object(sent['metadata'])?.['sampleRate'];
  const content = createHash('sha256')
    .update(JSON.stringify([swarmId, agentId, metricType, timestamp, value, unit, tags, sampleRate]))
    .digest('base64url');
  return `${content.slice(0, 27)}.${nthOfItsKind(content)}`;
}

const CLAUDE_FLOW_TASK = /^task-\d{13}-[a-z0-9]+$/;

function work(head: Head, kind: TaskKind, tags: ReadTags, provenance: Provenance): TaskRecord {
  const { timestamp, value, ...rest } = head;
  const id = (kind === 'task' || kind === 'subagent' ? tags.get('taskId') : undefined) ?? head.id;
  const optional = {
    agentType: tags.get('agentType'),
    taskType: tags.get('taskType') ?? (kind === 'tool' ? (tags.get('toolName') ?? tags.get('tool')) : tags.get('type')),
    model: tags.get('model'),
    errorClass: tags.get('errorClass') ?? tags.get('errorType') ?? tags.get('statusCode'),
  };
  return {
    ...rest,
    type: 'task',
    id,
    // A task that claude-flow numbered is the same one that its project folder tells of.
    factId: CLAUDE_FLOW_TASK.test(id) ? taskFact(id) : id,
    source: 'push',
    scope: PUSH_SCOPE,
    kind,
    status: statusOf(tags),
    endedAt: timestamp,
    endedAtProvenance: provenance,
    durationMs: value,
    provenance,
    ...Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== undefined)),
  };
}

const STATUSES = new Map<string, TaskStatus>([
  ...['completed', 'success', 'succeeded', 'ok', 'done'].map((text) => [text, 'completed'] as const),
  ...['failed', 'failure', 'error', 'timeout'].map((text) => [text, 'failed'] as const),
  ...['cancelled', 'canceled', 'aborted'].map((text) => [text, 'cancelled'] as const),
]);

/** A task that has a duration and says nothing of its end has completed, as in the guide. */
function statusOf(tags: ReadTags): TaskStatus {
  const status = STATUSES.get((tags.get('status') ?? tags.get('outcome') ?? '').toLowerCase());
  const success = tags.get('success')?.toLowerCase();
  return status ?? (success === 'false' || success === '0' ? 'failed' : 'completed');
}

const TOKEN_KINDS = new Map([
  ['cacheread', 'cacheRead'],
  ['cachecreation', 'cacheCreation'],
  ['cachewrite', 'cacheCreation'],
  ['input', 'input'],
  ['output', 'output'],
]);

function sample(
  head: Head,
  { metricType, unit }: Pick<SampleRecord, 'metricType' | 'unit'>,
  read: ReadTags,
  metadata: SampleRecord['metadata'],
  provenance: Provenance
): SampleRecord {
  const { model, ...tags } = read.tags;
  const kind =
    metricType === 'TOKEN_USAGE' ? TOKEN_KINDS.get((tags['type'] ?? '').replace(/[_-]/g, '').toLowerCase()) : undefined;
  return {
    ...head,
    type: 'sample',
    source: 'push',
    scope: PUSH_SCOPE,
    metricType,
    unit,
    ...(model === undefined ? {} : { model }),
    tags: kind === undefined ? tags : { ...tags, type: kind },
    metadata,
    provenance,
  };
}

/** Load of a machine belongs to no swarm. */
export const HOST_SWARM = UNASSIGNED_SWARM;

function refuse(reason: RejectReason, message: string): Rejection {
  return { reason, message };
}
