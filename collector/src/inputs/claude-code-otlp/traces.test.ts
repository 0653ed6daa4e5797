import { describe, expect, it } from 'vitest';
import { attributes, nanos, recordedSessions, span, tracesBody } from '../../testing/otlp.ts';
import { NOON } from '../../testing/records.ts';
import { decodeTraces } from './traces.ts';

const OK = { request_id: 'req-1', success: true };

/** What a request with one span gives: the record, the refusal, or how many were ignored. */
function decode(fields: Record<string, unknown>) {
  const { items, ignored, parts } = decodeTraces(tracesBody(fields));
  const [item] = items;
  return Array.isArray(item) ? item[0] : (item ?? parts[0] ?? { ignored });
}

const attempts = (...times: number[]) => ({
  events: times.map((time) => ({ name: 'gen_ai.request.attempt', timeUnixNano: nanos(time) })),
});

describe('a span llm_request', () => {
  it('is a request of the agent that made it, known by the id that its event has too', () => {
    const own = {
      ...OK,
      model: 'opus',
      duration_ms: 448,
      attempt: 1,
      input_tokens: 37,
      output_tokens: { intValue: '123' },
      agent_id: 'a600ce3cc65e76432',
      ttft_ms: 186,
    };
    expect(decode(span('llm_request', own))).toMatchObject({
      type: 'task',
      kind: 'request',
      status: 'completed',
      id: '0af7651916cd43dd8448eb211c80319c/b7ad6b7169203331',
      factId: 'claude-code/request/session-1/req-1',
      source: 'claude-code/traces',
      scope: 'claude-code:session-1',
      agentId: 'a600ce3cc65e76432',
      taskType: 'subagent',
      startedAt: NOON - 1000,
      endedAt: NOON,
      durationMs: 448,
      tokens: { input: 37, output: 123 },
      model: 'opus',
    });
    expect(decode(span('llm_request', OK))).toMatchObject({ agentId: 'main', agentType: 'main' });
  });

  it('that needed several attempts lasted as long as the last one, like in its event', () => {
    const own = { ...OK, attempt: 3, duration_ms: 2931 };
    expect(decode(span('llm_request', own, attempts(NOON - 2900, NOON - 2000, NOON - 978)))).toMatchObject({
      durationMs: 978,
    });
    // Without the times of the attempts nobody knows how long the last one took.
    expect(decode(span('llm_request', own))).not.toHaveProperty('durationMs');
  });

  it('that failed has its status and not its text', () => {
    const failed = decode(
      span(
        'llm_request',
        { request_id: 'r', success: false, status_code: 529, error: 'MARKER' },
        { status: { code: 2, message: 'MARKER' } }
      )
    );
    expect(failed).toMatchObject({ status: 'failed', errorClass: '529' });
    expect(failed).not.toHaveProperty('tokens');
    expect(JSON.stringify(failed)).not.toContain('MARKER');
  });

  it.each([
    ['missing_time', span('llm_request', OK, { endTimeUnixNano: undefined })],
    ['missing_value', span('llm_request', { request_id: 'r' })],
    ['malformed', span('llm_request', { ...OK, 'session.id': undefined })],
    ['malformed', span('llm_request', OK, { traceId: 'zz' })],
    ['malformed', span('llm_request', OK, { spanId: undefined })],
  ])('is refused as %s', (reason, fields) => {
    expect(decode(fields)).toMatchObject({ reason });
  });

  it('without the id of the API is not counted: its event would count beside it', () => {
    expect(decode(span('llm_request', { success: true }))).toEqual({ ignored: 1 });
  });
});

describe('spans of a tool call', () => {
  it.each([
    ['interaction', { user_prompt: 'MARKER' }],
    ['tool.blocked_on_user', { decision: 'accept' }],
    ['tool.blocked_on_user', { decision: 'unknown' }],
    ['tool.blocked_on_user', { decision: 'reject' }],
    ['tool', { tool_name: 'Bash' }],
    ['tool.execution', { success: true }],
    ['tool.something', { tool_use_id: 't' }],
    ['__proto__', {}],
  ])('that tell nothing of how it went are ignored: %s %j', (name, own) => {
    expect(decode(span(name, own))).toEqual({ ignored: 1 });
  });

  it.each([
    ['missing_time', span('tool', { tool_use_id: 't' }, { endTimeUnixNano: '0' })],
    ['missing_value', span('tool.execution', { tool_use_id: 't' })],
    ['malformed', span('tool.execution', { tool_use_id: 't', success: true, 'session.id': undefined })],
  ])('are refused as %s', (reason, fields) => {
    expect(decode(fields)).toMatchObject({ reason });
  });
});

describe('a traces request', () => {
  it.each([{}, { resourceSpans: [] }, { resourceSpans: [null, {}, { scopeSpans: [null, {}, { spans: [] }] }] }])(
    'without spans is empty: %#',
    (body) => {
      expect(decodeTraces(body)).toEqual({ items: [], ignored: 0, parts: [] });
    }
  );

  it('counts what is no span', () => {
    expect(decodeTraces({ resourceSpans: [{ scopeSpans: [{ spans: [null, 5, {}] }] }] })).toMatchObject({ ignored: 3 });
  });

  it('keeps nothing of who sent it and of what was said', async () => {
    const marked = span('llm_request', {
      ...OK,
      'user.id': 'MARKER',
      'user.email': 'MARKER',
      error: 'MARKER',
      prompt: 'MARKER',
    });
    const resource = { attributes: attributes({ 'host.name': 'MARKER', 'user.id': 'MARKER' }) };
    const body = { resourceSpans: [{ resource, scopeSpans: [{ spans: [marked] }] }] };
    expect(JSON.stringify(decodeTraces(body))).not.toContain('MARKER');
    const recorded = (await recordedSessions('traces')).map((request) => JSON.stringify(decodeTraces(Object(request))));
    for (const text of ['REDACTED', 'Overloaded', 'request refused', '000000000000000000000000']) {
      expect(recorded.join('')).not.toContain(text);
    }
  });
});
