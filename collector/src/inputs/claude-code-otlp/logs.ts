import { requestFact, toolFact } from '../../../../src/core/metrics/facts.ts';
import type { IngestRecord, TaskRecord } from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';
import { array, object, string } from '../narrow.ts';
import { flag, nanoTime, number, readAttributes, text, type Attributes } from './attributes.ts';
import { canonicalAttributes, wholeText } from './canonical.ts';
import { SESSION_UNKNOWN } from '../../../../src/core/metrics/precedence.ts';
import type { Decoded } from './decoded.ts';
import { actor, contentId, identify, isSubagent, swarmRecord, type Identity } from './identity.ts';
import { tokenCounts } from './traces.ts';

const SOURCE = 'claude-code/events';
const PREFIX = 'claude_code.';

type Parts = Pick<TaskRecord, 'kind' | 'status'> &
  Partial<Pick<TaskRecord, 'agentId' | 'agentType' | 'taskType' | 'tokens' | 'costUsd' | 'model' | 'errorClass'>>;

/** Events that are units of work. `api_retries_exhausted` comes beside the api_error of the same request, so it is not one. */
const EVENTS: ReadonlyMap<string, (event: Attributes) => Parts | Rejection> = new Map([
  ['api_request', apiRequest],
  ['api_error', apiError],
  ['tool_result', toolResult],
  ['subagent_completed', subagentCompleted],
]);

/** Finished units of an OTLP logs request. Events that measure nothing we keep are counted, not kept. */
export function decodeLogs(body: Record<string, unknown>): Decoded {
  const decoded: Decoded = { items: [], ignored: 0 };
  for (const resourceLogs of (array(body['resourceLogs']) ?? []).map(object)) {
    const resource = readAttributes(object(resourceLogs?.['resource'])?.['attributes']);
    for (const scopeLogs of (array(resourceLogs?.['scopeLogs']) ?? []).map(object)) {
      for (const record of array(scopeLogs?.['logRecords']) ?? []) {
        const item = decodeRecord(object(record) ?? {}, resource);
        if (item) {
          decoded.items.push(item);
        } else {
          decoded.ignored++;
        }
      }
    }
  }
  return decoded;
}

function decodeRecord(record: Record<string, unknown>, resource: Attributes): IngestRecord[] | Rejection | undefined {
  const own = readAttributes(record['attributes']);
  const name = eventName(record, own);
  const parts = EVENTS.get(name)?.(own);
  if (!parts) {
    return undefined;
  }
  if ('reason' in parts) {
    return parts;
  }
  const endedAt = nanoTime(record['timeUnixNano']) ?? eventTime(own);
  const identity = identify(own, resource);
  if (endedAt === undefined) {
    return { reason: 'missing_time', message: `an event ${name} has no time` };
  }
  if (!identity) {
    return { reason: 'malformed', message: `an event ${name} names neither swarm.id nor session.id` };
  }
  const id = eventId(record, own, name, identity);
  const durationMs = number(own, 'duration_ms');
  const task: TaskRecord = {
    type: 'task',
    id,
    factId: factOf(own, resource, parts.kind) ?? id,
    source: SOURCE,
    scope: identity.scope,
    swarmId: identity.swarmId,
    swarmInferred: identity.swarmInferred,
    endedAt: Math.floor(endedAt),
    endedAtProvenance: 'measured',
    provenance: 'measured',
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(durationMs === undefined || durationMs < 0 ? {} : { startedAt: Math.floor(endedAt - durationMs) }),
    ...parts,
  };
  return [task, swarmRecord(identity, SOURCE, task.endedAt)];
}

/** What traces and transcripts know the same unit by; undefined where the event does not name it. */
function factOf(own: Attributes, resource: Attributes, kind: TaskRecord['kind']): string | undefined {
  const session = text(own, 'session.id') ?? text(resource, 'session.id');
  const requestId = text(own, 'request_id');
  const toolUseId = text(own, 'tool_use_id');
  if (session !== undefined && kind === 'request' && requestId !== undefined) {
    return requestFact(session, requestId);
  }
  return session !== undefined && kind === 'tool' && toolUseId !== undefined ? toolFact(session, toolUseId) : undefined;
}

function eventName(record: Record<string, unknown>, own: Attributes): string {
  const body = string(object(record['body'])?.['stringValue']) ?? '';
  return text(own, 'event.name') ?? (body.startsWith(PREFIX) ? body.slice(PREFIX.length) : body);
}

function eventTime(own: Attributes): number | undefined {
  const parsed = Date.parse(text(own, 'event.timestamp') ?? '');
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** The sequence starts anew when a session is resumed, so the time belongs to the id; a repeated delivery keeps both. */
function eventId(record: Record<string, unknown>, own: Attributes, name: string, { scope, swarmId }: Identity): string {
  const sequence = text(own, 'event.sequence');
  const time = wholeText(record['timeUnixNano']) ?? text(own, 'event.timestamp') ?? '';
  // Without its session a sequence tells nothing apart.
  return sequence === undefined || scope === SESSION_UNKNOWN
    ? contentId([swarmId, name, time, canonicalAttributes(record['attributes'])])
    : [scope, name, sequence, time].join('|');
}

function apiRequest(event: Attributes): Parts {
  const tokens = tokenCounts(event);
  const costUsd = number(event, 'cost_usd');
  return {
    kind: 'request',
    status: 'completed',
    ...requester(event),
    ...(tokens ? { tokens } : {}),
    ...(costUsd === undefined ? {} : { costUsd }),
    model: text(event, 'model'),
  };
}

/** The error text is not read: it holds addresses and prompts. */
function apiError(event: Attributes): Parts {
  return {
    kind: 'request',
    status: 'failed',
    ...requester(event),
    model: text(event, 'model'),
    errorClass: text(event, 'status_code') ?? 'unknown',
  };
}

function requester(event: Attributes): Pick<Parts, 'agentId' | 'agentType' | 'taskType'> {
  const name = actor(event);
  const auxiliary = text(event, 'query_source') === 'auxiliary';
  return {
    ...(name === undefined ? {} : { agentId: name, agentType: name }),
    taskType: isSubagent(event) ? 'subagent' : auxiliary ? 'auxiliary' : 'main',
  };
}

function toolResult(event: Attributes): Parts | Rejection {
  const success = flag(event, 'success');
  if (success === undefined) {
    return { reason: 'missing_value', message: 'a tool_result does not say whether it succeeded' };
  }
  const errorClass = text(event, 'error_type');
  return {
    kind: 'tool',
    status: success ? 'completed' : 'failed',
    taskType: text(event, 'tool_name'),
    ...(errorClass === undefined ? {} : { errorClass }),
  };
}

/** `total_tokens` is the last request's only, so it is not read. */
function subagentCompleted(event: Attributes): Parts {
  const agentType = text(event, 'agent_type');
  return {
    kind: 'subagent',
    status: 'completed',
    agentId: agentType,
    agentType,
    taskType: 'subagent',
    model: text(event, 'model'),
  };
}
