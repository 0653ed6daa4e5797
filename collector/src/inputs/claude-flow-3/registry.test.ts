import { describe, expect, it } from 'vitest';
import { flowAgent, flowSwarm, iso } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { ProjectRegistry } from './registry.ts';

const byId = (...swarms: Array<ReturnType<typeof flowSwarm>>) => ({
  swarms: Object.fromEntries(swarms.map((swarm) => [swarm.swarmId, swarm])),
});

describe('the swarm of an agent', () => {
  it('is the one that lists it', () => {
    const registry = new ProjectRegistry('scope');
    registry.acceptSwarms(byId(flowSwarm('a', ['x']), flowSwarm('b', ['y', 'z'])), NOON);
    expect(['x', 'y', 'z', 'stranger', undefined].map((agent) => registry.swarmOf(agent, NOON))).toEqual([
      'a',
      'b',
      'b',
      'unassigned',
      'unassigned',
    ]);
  });

  it('of several is the newest that existed at the time, else the oldest', () => {
    const registry = new ProjectRegistry('scope');
    registry.acceptSwarms(
      byId(
        flowSwarm('middle', ['x'], { createdAt: iso(NOON) }),
        flowSwarm('old', ['x'], { createdAt: iso(NOON - 1000) }),
        flowSwarm('new', ['x'], { createdAt: iso(NOON + 1000) })
      ),
      NOON
    );
    expect([-2000, -1000, -1, 0, 999, 1000, 9999].map((offset) => registry.swarmOf('x', NOON + offset))).toEqual([
      'old',
      'old',
      'old',
      'middle',
      'middle',
      'new',
      'new',
    ]);
  });

  it('stays known after claude-flow has reset its store', () => {
    const registry = new ProjectRegistry('scope');
    registry.acceptSwarms(byId(flowSwarm('a', ['x'])), NOON);
    registry.acceptAgents({ agents: { x: flowAgent('x') } });
    expect(registry.acceptSwarms({ swarms: {} }, NOON)).toEqual([]);
    expect(registry.acceptAgents({ agents: {} })).toBe(true);
    expect(registry.swarmOf('x', NOON)).toBe('a');
    expect(registry.agent('x')).toMatchObject({ agentType: 'coder' });
  });
});

describe('what the registry takes over', () => {
  it('describes a swarm anew only when something of it changed', () => {
    const registry = new ProjectRegistry('scope');
    const idOf = (swarm: ReturnType<typeof flowSwarm>) => registry.acceptSwarms(byId(swarm), NOON)?.[0]?.id;
    const first = idOf(flowSwarm('a', ['x']));
    expect(idOf(flowSwarm('a', ['x']))).toBe(first);
    expect(idOf(flowSwarm('a', ['x', 'y']))).not.toBe(first);
    expect(idOf(flowSwarm('a', ['x'], { status: 'stopped' }))).not.toBe(first);
    expect(idOf(flowSwarm('b', ['x']))).not.toBe(first);
  });

  it('holds topology, strategy and number of agents, never the task count', () => {
    const swarm = flowSwarm('a', ['x', 'y', '', null], {
      topology: undefined,
      config: { topology: 'star', strategy: 'specialized' },
      taskCount: 99,
      maxAgents: 6,
    });
    const [record] = new ProjectRegistry('scope').acceptSwarms(byId(swarm), NOON + 1) ?? [];
    expect(record).toMatchObject({
      swarmId: 'a',
      topology: 'star',
      strategy: 'specialized',
      agentCount: 2,
      maxAgents: 6,
    });
    expect(JSON.stringify(record)).not.toContain('99');
  });

  it('is true when the file says so, else when it was last changed', () => {
    const registry = new ProjectRegistry('scope');
    const observed = (fields: Record<string, unknown>) =>
      registry.acceptSwarms(byId(flowSwarm('a', [], fields)), NOON + 5)?.[0]?.observedAt;
    expect(observed({ updatedAt: iso(NOON + 1) })).toBe(NOON + 1);
    expect(observed({ updatedAt: null })).toBe(NOON + 5);
  });

  it.each([undefined, null, [], {}, { swarms: [] }, { agents: 'x' }])('is nothing of %j', (value) => {
    const registry = new ProjectRegistry('scope');
    expect(registry.acceptSwarms(value, NOON)).toBeUndefined();
    expect(registry.acceptAgents(value)).toBe(false);
    expect(registry.agentRecords(NOON)).toEqual([]);
  });

  it('takes any name for a name', () => {
    const registry = new ProjectRegistry('scope');
    const text = '{"__proto__":{"agents":["constructor"]},"constructor":{"agents":["__proto__"]}}';
    registry.acceptSwarms({ swarms: JSON.parse(text) }, NOON);
    registry.acceptAgents({ agents: JSON.parse('{"__proto__":{"agentType":"coder"},"toString":5}') });
    expect(registry.swarmOf('constructor', NOON)).toBe('__proto__');
    expect(registry.swarmOf('__proto__', NOON)).toBe('constructor');
    expect(registry.agent('__proto__')).toMatchObject({ agentType: 'coder' });
    expect(registry.agent('toString')).toBeUndefined();
  });
});
