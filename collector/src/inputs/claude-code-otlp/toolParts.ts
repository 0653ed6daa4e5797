import type { Rejection } from '../../ingest/account.ts';
import { finite, object, string } from '../narrow.ts';
import { flag, number, text } from './attributes.ts';
import { hexId } from './canonical.ts';
import { identify, type Identity } from './identity.ts';
import type { Span } from './traces.ts';

/** The whole call: who and what, but not whether it succeeded. */
export interface WholePart {
  session: string;
  toolUseId: string;
  toolName?: string;
  agentId?: string;
  startedAt?: number;
  endedAt: number;
}

/** The run of the tool; a call that was refused has none. */
export interface ExecutionPart {
  session: string;
  toolUseId: string;
  success: boolean;
  durationMs?: number;
  startedAt?: number;
  endedAt: number;
}

/** What is known of a tool call: its spans end one after the other, so they may come in several requests. */
export interface ToolCall {
  whole?: WholePart;
  execution?: ExecutionPart;
  /** The user or the permissions said no. */
  denied?: true;
  identity: Identity;
}

/** One span of a tool call; `key` is that of the call. */
export interface ToolPart extends ToolCall {
  key: string;
}

/** Reads a span of a tool call; undefined when it says nothing of how the call went. */
export function toolPart(name: string, span: Span): ToolPart | Rejection | undefined {
  switch (name) {
    case 'claude_code.tool':
      return whole(span);
    case 'claude_code.tool.execution':
      return execution(span);
    case 'claude_code.tool.blocked_on_user':
      return denial(span);
    default:
      return undefined;
  }
}

function whole(span: Span): ToolPart | Rejection | undefined {
  const base = baseOf(span, 'tool');
  if (!base || 'reason' in base) {
    return base;
  }
  const toolName = text(span.own, 'tool_name');
  const agentId = text(span.own, 'agent_id');
  return {
    key: `${span.traceId}/${span.spanId}`,
    identity: base.identity,
    whole: {
      ...base.part,
      ...(toolName === undefined ? {} : { toolName }),
      ...(agentId === undefined ? {} : { agentId }),
    },
  };
}

function execution(span: Span): ToolPart | Rejection | undefined {
  const base = baseOf(span, 'tool.execution');
  if (!base || 'reason' in base) {
    return base;
  }
  const success = flag(span.own, 'success');
  const key = parentKey(span);
  if (success === undefined) {
    return { reason: 'missing_value', message: 'a span tool.execution does not say whether it succeeded' };
  }
  const durationMs = number(span.own, 'duration_ms');
  return {
    key: key ?? `${span.traceId}/${span.spanId}`,
    identity: base.identity,
    execution: { ...base.part, success, ...(durationMs === undefined ? {} : { durationMs }) },
  };
}

function denial(span: Span): ToolPart | undefined {
  const identity = identify(span.own, span.resource);
  const key = parentKey(span);
  return text(span.own, 'decision') === 'reject' && identity && key !== undefined
    ? { key, identity, denied: true }
    : undefined;
}

type Base = Pick<WholePart, 'session' | 'toolUseId' | 'startedAt' | 'endedAt'>;

/** Without the model's id of the call it can't be told apart from its event, and would count twice: undefined then. */
function baseOf(
  { own, resource, startedAt, endedAt }: Span,
  name: string
): { identity: Identity; part: Base } | Rejection | undefined {
  const toolUseId = text(own, 'tool_use_id');
  const session = text(own, 'session.id') ?? text(resource, 'session.id');
  const identity = identify(own, resource);
  if (toolUseId === undefined) {
    return undefined;
  }
  if (endedAt === undefined) {
    return { reason: 'missing_time', message: `a span ${name} has no end` };
  }
  if (!identity || session === undefined) {
    return { reason: 'malformed', message: `a span ${name} names no session.id` };
  }
  return {
    identity,
    part: { session, toolUseId, ...(startedAt === undefined ? {} : { startedAt }), endedAt },
  };
}

function parentKey({ fields, traceId }: Span): string | undefined {
  const parent = hexId(fields['parentSpanId']);
  return parent === undefined ? undefined : `${traceId}/${parent}`;
}

/** Reads a noted call again; undefined when the note is not one. */
export function parseToolCall(note: string): ToolCall | undefined {
  const call = object(JSON.parse(note));
  const identity = object(call?.['identity']);
  const swarmId = string(identity?.['swarmId']);
  const scope = string(identity?.['scope']);
  if (!call || swarmId === undefined || scope === undefined) {
    return undefined;
  }
  const topology = string(identity?.['topology']);
  const wholePart = parsePart(call['whole']);
  const executionPart = parsePart(call['execution']);
  const success = object(call['execution'])?.['success'];
  const toolName = string(object(call['whole'])?.['toolName']);
  const agentId = string(object(call['whole'])?.['agentId']);
  const durationMs = finite(object(call['execution'])?.['durationMs']);
  return {
    identity: {
      swarmId,
      scope,
      swarmInferred: identity?.['swarmInferred'] === true,
      ...(topology === undefined ? {} : { topology }),
    },
    ...(wholePart
      ? {
          whole: {
            ...wholePart,
            ...(toolName === undefined ? {} : { toolName }),
            ...(agentId === undefined ? {} : { agentId }),
          },
        }
      : {}),
    ...(executionPart && typeof success === 'boolean'
      ? { execution: { ...executionPart, success, ...(durationMs === undefined ? {} : { durationMs }) } }
      : {}),
    ...(call['denied'] === true ? { denied: true } : {}),
  };
}

function parsePart(value: unknown): Base | undefined {
  const part = object(value);
  const session = string(part?.['session']);
  const toolUseId = string(part?.['toolUseId']);
  const endedAt = finite(part?.['endedAt']);
  const startedAt = finite(part?.['startedAt']);
  return session === undefined || toolUseId === undefined || endedAt === undefined
    ? undefined
    : { session, toolUseId, endedAt, ...(startedAt === undefined ? {} : { startedAt }) };
}
