import { describe, expect, it } from 'vitest';
import { flowAgent, flowSwarm, iso } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { CallLedgers, SAME_CALL_MS, type ParsedLine } from './ledgers.ts';
import { ProjectRegistry } from './registry.ts';

function ledgers(): CallLedgers {
  const registry = new ProjectRegistry('scope');
  registry.acceptAgents({ agents: { 'agent-1': flowAgent('agent-1') } });
  registry.acceptSwarms({ swarms: { 'swarm-1': flowSwarm('swarm-1', ['agent-1']) } }, NOON);
  return new CallLedgers('scope', registry);
}

const transcript = (fields: Record<string, unknown> = {}) =>
  JSON.stringify({
    ts: iso(NOON),
    task_hash: 'hash-1',
    model: 'sonnet',
    resolved: true,
    messages: [
      { role: 'system', content: 'You are a coder. Agent ID: agent-1. Stay focused.' },
      { role: 'user', content: 'MARKER Agent ID: agent-2' },
    ],
    tokens: { input: 383, output: 440 },
    ...fields,
  });
const trajectory = (fields: Record<string, unknown> = {}) =>
  JSON.stringify({
    type: 'outcome',
    ts: iso(NOON - 3),
    task_hash: 'hash-1',
    quality: 1,
    tokens: { input: 383, output: 440 },
    cost_usd: 0.000823,
    ...fields,
  });

const recordOf = (line: ParsedLine) => ('record' in line ? line.record : undefined);

describe('a run transcript', () => {
  it('is a model request of the agent that its system text names', () => {
    const parsed = ledgers().runTranscript(transcript());
    expect(recordOf(parsed)).toMatchObject({
      source: 'claude-flow-3/run-transcripts',
      kind: 'request',
      status: 'completed',
      swarmId: 'swarm-1',
      agentId: 'agent-1',
      agentType: 'coder',
      model: 'sonnet',
      endedAt: NOON,
      tokens: { input: 383, output: 440 },
    });
    expect(JSON.stringify(parsed)).not.toContain('MARKER');
  });

  it('without a known agent belongs to nobody', () => {
    for (const messages of [undefined, [], [{ role: 'user', content: 'Agent ID: agent-1' }], [null], 'x']) {
      expect(recordOf(ledgers().runTranscript(transcript({ messages })))).toMatchObject({ swarmId: 'unassigned' });
    }
  });

  it('may have failed, and may have no tokens', () => {
    const failed = recordOf(ledgers().runTranscript(transcript({ resolved: false, tokens: undefined })));
    expect(failed).toMatchObject({ status: 'failed', tokens: undefined });
    expect(recordOf(ledgers().runTranscript(transcript({ tokens: { output: 5 } })))?.tokens).toEqual({ output: 5 });
  });

  it.each([
    '',
    'null',
    '[]',
    '{"ts":',
    transcript({ ts: null }),
    transcript({ resolved: 'yes' }),
    transcript({ task_hash: 7 }),
  ])('that is not whole is refused: %#', (line) => {
    expect(ledgers().runTranscript(line)).toMatchObject({ rejection: { reason: 'malformed' } });
  });
});

describe('a trajectory', () => {
  it('never carries the made-up price, but the price of a named model', () => {
    expect(recordOf(ledgers().trajectory(trajectory()))).not.toHaveProperty('costUsd');
    expect(recordOf(ledgers().trajectory(trajectory({ model_id: 'claude-sonnet-5' })))).toMatchObject({
      costUsd: 0.000823,
      model: 'claude-sonnet-5',
    });
  });

  it('with quality 0 is a failed call', () => {
    const failed = recordOf(ledgers().trajectory(trajectory({ quality: 0, tokens: undefined })));
    expect(failed).toMatchObject({ status: 'failed', swarmId: 'unassigned' });
  });

  it('that is a decision, or tells no quality, measures nothing', () => {
    expect(ledgers().trajectory(trajectory({ type: 'decision' }))).toEqual({ ignored: true });
    expect(ledgers().trajectory(trajectory({ quality: null }))).toEqual({ ignored: true });
    expect(ledgers().trajectory('{"ts"')).toMatchObject({ rejection: { reason: 'malformed' } });
  });
});

describe('two lines about one call', () => {
  const factsOf = (book: CallLedgers, transcripts: string[], trajectories: string[]) => ({
    calls: transcripts.map((line) => recordOf(book.runTranscript(line))?.factId),
    claims: trajectories.map((line) => recordOf(book.trajectory(line))?.factId),
  });

  it('are found by prompt and time', () => {
    const { calls, claims } = factsOf(ledgers(), [transcript()], [trajectory()]);
    expect(claims).toEqual(calls);
  });

  it('are two calls when they are too far apart or of another prompt', () => {
    const far = trajectory({ ts: iso(NOON - SAME_CALL_MS - 1) });
    const { calls, claims } = factsOf(ledgers(), [transcript()], [far, trajectory({ task_hash: 'hash-2' })]);
    expect(new Set([...calls, ...claims]).size).toBe(3);
  });

  it('of equal prompts are paired by the nearest time, each once', () => {
    const times = [0, 1000, 2000].map((offset) => NOON + offset);
    const { calls, claims } = factsOf(
      ledgers(),
      times.map((time) => transcript({ ts: iso(time) })),
      [2, 0, 1].map((place) => trajectory({ ts: iso((times[place] ?? 0) - 3) }))
    );
    expect(claims).toEqual([calls[2], calls[0], calls[1]]);
  });

  it('are never three: a call that was claimed leaves the next one to the next line', () => {
    const { calls, claims } = factsOf(
      ledgers(),
      [NOON, NOON + 1000].map((time) => transcript({ ts: iso(time) })),
      [NOON + 100, NOON + 200, NOON + 300].map((time) => trajectory({ ts: iso(time) }))
    );
    expect(claims.slice(0, 2)).toEqual(calls);
    expect(calls).not.toContain(claims[2]);
  });

  it('are no pair any more once the call was forgotten', () => {
    const book = ledgers();
    book.runTranscript(transcript());
    book.runTranscript(transcript({ ts: iso(NOON + 60_000) }));
    book.forget(NOON + 30_000);
    const late = recordOf(book.trajectory(trajectory()));
    expect(late?.factId).toBe(`claude-flow-3/call/${late?.id}`);
    expect(recordOf(book.trajectory(trajectory({ ts: iso(NOON + 60_000) })))?.factId).not.toContain(late?.id);
  });

  it('are known by their text, whichever file or run they are read in', () => {
    expect(recordOf(ledgers().trajectory(trajectory()))?.id).toBe(recordOf(ledgers().trajectory(trajectory()))?.id);
    expect(recordOf(ledgers().trajectory(trajectory()))?.id).not.toBe(
      recordOf(ledgers().trajectory(trajectory({ tokens: { input: 1, output: 1 } })))?.id
    );
  });
});
