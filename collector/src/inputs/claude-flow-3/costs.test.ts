import { describe, expect, it } from 'vitest';
import { flowAgent, flowSwarm, iso } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { costRecord } from './costs.ts';
import { ProjectRegistry } from './registry.ts';

const registry = new ProjectRegistry('scope');
registry.acceptAgents({ agents: { 'agent-1': flowAgent('agent-1') } });
registry.acceptSwarms({ swarms: { 'swarm-1': flowSwarm('swarm-1', ['agent-1']) } }, NOON);

const event = (fields: Record<string, unknown> = {}) =>
  JSON.stringify({
    ts: iso(NOON),
    task_id: 'task-1',
    agent_id: 'agent-1',
    session_id: 'private-session',
    model: 'haiku',
    tier: 2,
    tokens_in: 100,
    tokens_out: 20,
    cost_usd: 0.002,
    ...fields,
  });
const read = (line: string) => costRecord(line, 'scope', registry);

describe('a cost event', () => {
  it('is a model request of its agent’s swarm, as reported', () => {
    const parsed = read(event());
    expect(parsed).toMatchObject({
      record: {
        source: 'claude-flow-3/costs',
        kind: 'request',
        swarmId: 'swarm-1',
        agentId: 'agent-1',
        agentType: 'coder',
        endedAt: NOON,
        tokens: { input: 100, output: 20 },
        costUsd: 0.002,
        model: 'haiku',
        provenance: 'caller-reported',
      },
    });
    expect(JSON.stringify(parsed)).not.toContain('private');
  });

  it('keeps only the amounts that are there', () => {
    const only = read(event({ tokens_in: undefined, tokens_out: 'many', agent_id: undefined }));
    expect(only).toMatchObject({ record: { costUsd: 0.002, swarmId: 'unassigned' } });
    expect('record' in only && only.record).not.toHaveProperty('tokens');
    expect(read(event({ cost_usd: null }))).not.toHaveProperty('record.costUsd');
    expect(read(event({ tokens_in: null, tokens_out: null, cost_usd: null }))).toEqual({ ignored: true });
  });

  it.each(['', '{', 'null', '[1]', '{"tokens_in":1}', event({ ts: 'yesterday' })])('is not %j', (line) => {
    expect(read(line)).toMatchObject({ rejection: { reason: 'malformed' } });
  });
});
