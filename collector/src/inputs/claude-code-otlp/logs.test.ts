import { describe, expect, it } from 'vitest';
import { event, logsBody, nanos } from '../../testing/otlp.ts';
import { NOON } from '../../testing/records.ts';
import { decodeLogs } from './logs.ts';

/** What a request with one event gives: the record, the refusal, or how many were ignored. */
function decode(record: Record<string, unknown>) {
  const { items, ignored } = decodeLogs(logsBody(record));
  const [item] = items;
  return Array.isArray(item) ? item[0] : (item ?? { ignored });
}

const idOf = (record: Record<string, unknown>) => {
  const decoded = decode(record);
  return 'id' in decoded ? decoded.id : undefined;
};

describe('an api_request', () => {
  it('is a completed request with tokens, cost and model', () => {
    const own = {
      model: 'opus',
      cost_usd: 0.05,
      duration_ms: 979,
      input_tokens: 2,
      output_tokens: { intValue: '40' },
      query_source: 'sdk',
    };
    expect(decode(event('api_request', own))).toMatchObject({
      type: 'task',
      kind: 'request',
      status: 'completed',
      source: 'claude-code/events',
      scope: 'claude-code:session-1',
      swarmId: 'swarm-1',
      endedAt: NOON,
      startedAt: NOON - 979,
      durationMs: 979,
      tokens: { input: 2, output: 40, cacheRead: undefined, cacheCreation: undefined },
      costUsd: 0.05,
      model: 'opus',
      agentId: 'main',
      taskType: 'main',
    });
  });

  it('without tokens, cost or duration has none', () => {
    const bare = decode(event('api_request'));
    for (const name of ['tokens', 'costUsd', 'durationMs', 'startedAt']) {
      expect(bare).not.toHaveProperty(name);
    }
  });

  it.each([
    [{ query_source: 'main' }, 'main', 'main'],
    [{ query_source: 'sdk' }, 'main', 'main'],
    [{}, 'main', 'main'],
    [{ query_source: 'auxiliary' }, 'main', 'auxiliary'],
    [{ query_source: 'subagent' }, undefined, 'subagent'],
    [{ query_source: 'agent:builtin:Explore', 'agent.name': 'Explore' }, 'Explore', 'subagent'],
    [{ query_source: 'agent:custom', 'agent.name': 'custom' }, 'custom', 'subagent'],
  ])('of %j is asked for by %s as %s', (own, agentId, taskType) => {
    expect({ agentId: undefined, ...decode(event('api_request', own)) }).toMatchObject({ agentId, taskType });
  });
});

describe('an api_error', () => {
  it('is a failed request with its status and without its text', () => {
    const failed = decode(event('api_error', { status_code: 529, error: 'MARKER', duration_ms: '12', attempt: 11 }));
    expect(failed).toMatchObject({ kind: 'request', status: 'failed', errorClass: '529', durationMs: 12 });
    expect(JSON.stringify(failed)).not.toContain('MARKER');
    expect(decode(event('api_error'))).toMatchObject({ errorClass: 'unknown' });
  });

  it('counts once: the api_retries_exhausted beside it is no request', () => {
    const { items, ignored } = decodeLogs(
      logsBody(event('api_error', { status_code: '500' }), event('api_retries_exhausted', { 'event.sequence': 2 }))
    );
    expect([items.length, ignored]).toEqual([1, 1]);
  });
});

describe('a tool_result', () => {
  it.each([
    ['true', 'completed'],
    ['false', 'failed'],
    [true, 'completed'],
  ])('with success %j is %s', (success, status) => {
    expect(decode(event('tool_result', { tool_name: 'Bash', success, duration_ms: '31' }))).toMatchObject({
      kind: 'tool',
      status,
      taskType: 'Bash',
      durationMs: 31,
    });
  });

  it('that does not say whether it succeeded is refused', () => {
    expect(decode(event('tool_result', { tool_name: 'Bash' }))).toMatchObject({ reason: 'missing_value' });
    expect(decode(event('tool_result', { success: 'perhaps' }))).toMatchObject({ reason: 'missing_value' });
  });

  it('keeps the class of an error', () => {
    expect(decode(event('tool_result', { success: 'false', error_type: 'Error' }))).toMatchObject({
      errorClass: 'Error',
    });
  });
});

describe('a subagent_completed', () => {
  it('is a unit of work; its tokens are the last request’s only and are not read', () => {
    const record = decode(
      event('subagent_completed', { agent_type: 'Explore', duration_ms: 4000, total_tokens: 99, model: 'haiku' })
    );
    expect(record).toMatchObject({ kind: 'subagent', status: 'completed', agentId: 'Explore', durationMs: 4000 });
    expect(record).not.toHaveProperty('tokens');
    expect(JSON.stringify(record)).not.toContain('99');
  });
});

describe('an event', () => {
  it.each([
    'user_prompt',
    'assistant_response',
    'tool_decision',
    'api_refusal',
    'something_new',
    '__proto__',
    'constructor',
    '',
  ])('of the name %j measures nothing that is kept', (name) => {
    expect(decode(event(name))).toEqual({ ignored: 1 });
  });

  it('is named by its attribute, else by its body', () => {
    const bodyOnly = event('tool_result', { 'event.name': undefined, success: 'true' });
    expect(decode(bodyOnly)).toMatchObject({ kind: 'tool' });
    expect(decode({ ...bodyOnly, body: { stringValue: 'tool_result' } })).toMatchObject({ kind: 'tool' });
    expect(decode(event('api_request', {}, { body: { stringValue: 'claude_code.tool_result' } }))).toMatchObject({
      kind: 'request',
    });
  });

  it('takes its time from the record, else from its attribute; without one it is refused', () => {
    const timeless = { timeUnixNano: undefined };
    const stamp = { 'event.timestamp': '2026-11-23T12:00:00.250Z' };
    expect(decode(event('api_request', stamp))).toMatchObject({ endedAt: NOON });
    expect(decode(event('api_request', stamp, timeless))).toMatchObject({ endedAt: NOON + 250 });
    expect(decode(event('api_request', {}, timeless))).toMatchObject({ reason: 'missing_time' });
  });

  it('belongs to its swarm, else to its session; without either it is refused', () => {
    expect(decode(event('api_request', { 'swarm.id': undefined }))).toMatchObject({
      swarmId: 'session-1',
      swarmInferred: true,
    });
    expect(decode(event('api_request', { 'session.id': undefined }))).toMatchObject({ scope: 'claude-code' });
    expect(decode(event('api_request', { 'swarm.id': undefined, 'session.id': undefined }))).toMatchObject({
      reason: 'malformed',
    });
  });

  it('with a negative duration has no start; the gate drops the duration', () => {
    const record = decode(event('api_request', { duration_ms: -5 }));
    expect(record).toMatchObject({ durationMs: -5 });
    expect(record).not.toHaveProperty('startedAt');
  });
});

describe('the id of an event', () => {
  it('is the same when it is sent again', () => {
    expect(idOf(event('api_request', { model: 'a' }))).toBe(idOf(event('api_request', { model: 'a' })));
  });

  it('differs after a resume, which starts the sequence anew', () => {
    const resumed = event('api_request', {}, { timeUnixNano: nanos(NOON + 60_000) });
    expect(idOf(resumed)).not.toBe(idOf(event('api_request')));
    const stamped = (time: string) =>
      idOf(event('api_request', { 'event.timestamp': time }, { timeUnixNano: undefined }));
    expect(stamped('2026-11-23T12:00:00Z')).not.toBe(stamped('2026-11-23T13:00:00Z'));
  });

  it('differs between sessions, names and numbers', () => {
    const ids = [
      idOf(event('api_request')),
      idOf(event('api_error')),
      idOf(event('api_request', { 'session.id': 'session-2' })),
      idOf(event('api_request', { 'event.sequence': 2 })),
    ];
    expect(new Set(ids).size).toBe(4);
  });

  it('without a sequence is made of all it holds', () => {
    const bare = (own = {}) => idOf(event('api_request', { 'event.sequence': undefined, ...own }));
    expect(bare()).toBe(bare());
    expect(bare({ request_id: 'a' })).not.toBe(bare({ request_id: 'b' }));
  });
});

describe('a logs request', () => {
  it.each([{}, { resourceLogs: [] }, { resourceLogs: [null, {}, { scopeLogs: [null, {}, { logRecords: [] }] }] }])(
    'without events is empty: %#',
    (body) => {
      expect(decodeLogs(body)).toEqual({ items: [], ignored: 0 });
    }
  );

  it('counts events that are nothing', () => {
    expect(decodeLogs({ resourceLogs: [{ scopeLogs: [{ logRecords: [null, 5, {}] }] }] })).toEqual({
      items: [],
      ignored: 3,
    });
  });
});

describe('events without a session', () => {
  it('of two swarms are two, whatever their sequence and time', () => {
    const of = (swarm: string) =>
      event('tool_result', { 'session.id': undefined, 'swarm.id': swarm, success: 'true', 'event.sequence': 7 });
    expect(idOf(of('one'))).not.toBe(idOf(of('two')));
    expect(idOf(of('one'))).toBe(idOf(of('one')));
  });
});
