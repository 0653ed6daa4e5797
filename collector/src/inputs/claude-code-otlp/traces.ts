import { requestFact } from '../../../../src/core/metrics/facts.ts';
import type { IngestRecord, TaskRecord, TokenCounts } from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';
import { array, finite, object, string } from '../narrow.ts';
import { flag, nanoTime, number, readAttributes, text, type Attributes } from './attributes.ts';
import { hexId } from './canonical.ts';
import type { Decoded } from './decoded.ts';
import { identify, swarmRecord } from './identity.ts';
import { toolPart, type ToolPart } from './toolParts.ts';

export const TRACES_SOURCE = 'claude-code/traces';

/** One span, with everything that its record needs. */
export interface Span {
  fields: Record<string, unknown>;
  own: Attributes;
  resource: Attributes;
  traceId: string;
  spanId: string;
  /** Epoch ms. */
  startedAt?: number;
  endedAt?: number;
}

/** A traces request: finished model requests, and the parts of tool calls, which may come in several requests. */
export interface DecodedTraces extends Decoded {
  parts: ToolPart[];
}

/** Spans that measure nothing we keep, such as whole interactions, are counted, not kept. */
export function decodeTraces(body: Record<string, unknown>): DecodedTraces {
  const decoded: DecodedTraces = { items: [], ignored: 0, parts: [] };
  for (const resourceSpans of (array(body['resourceSpans']) ?? []).map(object)) {
    const resource = readAttributes(object(resourceSpans?.['resource'])?.['attributes']);
    for (const scopeSpans of (array(resourceSpans?.['scopeSpans']) ?? []).map(object)) {
      for (const fields of array(scopeSpans?.['spans']) ?? []) {
        decodeSpan(object(fields) ?? {}, resource, decoded);
      }
    }
  }
  return decoded;
}

function decodeSpan(fields: Record<string, unknown>, resource: Attributes, decoded: DecodedTraces): void {
  const name = string(fields['name']) ?? '';
  const own = readAttributes(fields['attributes']);
  const traceId = hexId(fields['traceId']);
  const spanId = hexId(fields['spanId']);
  if (name !== 'claude_code.llm_request' && !name.startsWith('claude_code.tool')) {
    decoded.ignored++;
    return;
  }
  if (traceId === undefined || spanId === undefined) {
    decoded.items.push({ reason: 'malformed', message: 'a span has no valid trace and span id' });
    return;
  }
  const span: Span = {
    fields,
    own,
    resource,
    traceId,
    spanId,
    startedAt: nanoTime(fields['startTimeUnixNano']),
    endedAt: nanoTime(fields['endTimeUnixNano']),
  };
  const result = name === 'claude_code.llm_request' ? request(span) : toolPart(name, span);
  if (result === undefined) {
    decoded.ignored++;
  } else if ('key' in result) {
    decoded.parts.push(result);
  } else {
    decoded.items.push(result);
  }
}

/**
 * A model request. Its own duration holds retries and the waiting between them, while events measure the last attempt: so
 * does this. Requests without an id of the API can't be told apart from their event and would count twice.
 */
function request(span: Span): IngestRecord[] | Rejection | undefined {
  const { own, resource } = span;
  const requestId = text(own, 'request_id');
  const session = text(own, 'session.id') ?? text(resource, 'session.id');
  const identity = identify(own, resource);
  if (requestId === undefined) {
    return undefined;
  }
  if (span.endedAt === undefined) {
    return { reason: 'missing_time', message: 'a span llm_request has no end' };
  }
  const success = flag(own, 'success');
  if (success === undefined) {
    return { reason: 'missing_value', message: 'a span llm_request does not say whether it succeeded' };
  }
  if (!identity || session === undefined) {
    return { reason: 'malformed', message: 'a span llm_request names no session.id' };
  }
  const agentId = text(own, 'agent_id');
  const durationMs = requestDuration(span);
  const tokens = tokenCounts(own);
  const task: TaskRecord = {
    type: 'task',
    id: `${span.traceId}/${span.spanId}`,
    factId: requestFact(session, requestId),
    source: TRACES_SOURCE,
    scope: identity.scope,
    kind: 'request',
    swarmId: identity.swarmId,
    swarmInferred: identity.swarmInferred,
    agentId: agentId ?? 'main',
    ...(agentId === undefined ? { agentType: 'main' } : { taskType: 'subagent' }),
    status: success ? 'completed' : 'failed',
    ...(span.startedAt === undefined ? {} : { startedAt: Math.floor(span.startedAt) }),
    endedAt: Math.floor(span.endedAt),
    endedAtProvenance: 'measured',
    ...(durationMs === undefined ? {} : { durationMs }),
    provenance: 'measured',
    ...(tokens ? { tokens } : {}),
    model: text(own, 'model'),
    ...(success ? {} : { errorClass: text(own, 'status_code') ?? 'unknown' }),
  };
  return [task, swarmRecord(identity, TRACES_SOURCE, task.endedAt)];
}

function requestDuration({ fields, own, endedAt }: Span): number | undefined {
  const attempts = (array(fields['events']) ?? [])
    .map(object)
    .filter((event) => event?.['name'] === 'gen_ai.request.attempt')
    .flatMap((event) => nanoTime(event?.['timeUnixNano']) ?? []);
  const attempt = number(own, 'attempt') ?? attempts.length;
  const last = attempts.reduce((latest, time) => Math.max(latest, time), -Infinity);
  if (attempt <= 1) {
    return number(own, 'duration_ms');
  }
  return endedAt !== undefined && Number.isFinite(last) ? finite(Math.round(endedAt - last)) : undefined;
}

/** What an event or a span of a request says of its tokens; undefined when nothing. */
export function tokenCounts(own: Attributes): TokenCounts | undefined {
  const tokens: TokenCounts = {
    input: number(own, 'input_tokens'),
    output: number(own, 'output_tokens'),
    cacheRead: number(own, 'cache_read_tokens'),
    cacheCreation: number(own, 'cache_creation_tokens'),
  };
  return Object.values(tokens).some((value) => value !== undefined) ? tokens : undefined;
}
