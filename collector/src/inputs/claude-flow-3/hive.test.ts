import { describe, expect, it } from 'vitest';
import { iso } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { parseCliSwarm, parseHive } from './hive.ts';
import { ProjectRegistry } from './registry.ts';

/** As claude-flow 3.42.5 writes it. */
const HIVE = {
  initialized: true,
  topology: 'mesh',
  workers: ['worker-1', 'worker-2'],
  consensus: { pending: [], history: [] },
  sharedMemory: { plan: 'private-plan' },
  createdAt: iso(NOON),
  updatedAt: iso(NOON + 1000),
  consensusStrategy: 'byzantine',
  queen: { agentId: 'queen-1', electedAt: iso(NOON), term: 1 },
  hiveToken: 'private-token',
};

const CLI = {
  id: 'swarm-1',
  topology: 'mesh',
  maxAgents: 5,
  strategy: 'development',
  v3Mode: false,
  permissions: null,
  initializedAt: iso(NOON),
  status: 'ready',
};

const registry = () => new ProjectRegistry('scope');

describe('a hive-mind', () => {
  it('is a swarm of its queen and workers, and its token is left where it is', () => {
    const hive = parseHive(HIVE);
    expect(hive).toEqual({
      swarm: {
        swarmId: `hive-${NOON}`,
        topology: 'mesh',
        status: 'active',
        agents: ['queen-1', 'worker-1', 'worker-2'],
        createdAt: NOON,
        updatedAt: NOON + 1000,
      },
      queen: { agentId: 'queen-1', agentType: 'queen', createdAt: NOON },
    });
    expect(JSON.stringify(hive)).not.toContain('private');
  });

  it('owns the work of its workers', () => {
    const known = registry();
    const hive = parseHive(HIVE);
    expect(hive && known.acceptHive(hive, NOON)).toMatchObject([{ swarmId: `hive-${NOON}`, agentCount: 3 }]);
    expect(known.swarmOf('worker-2', NOON + 5000)).toBe(`hive-${NOON}`);
    expect(known.agentRecords(NOON)).toMatchObject([{ agentId: 'queen-1', swarmId: `hive-${NOON}` }]);
  });

  it.each([
    ['none', null],
    ['a text', '{}'],
    ['one that was never initialised', { ...HIVE, initialized: false }],
    ['one without a time', { ...HIVE, createdAt: undefined }],
    ['one without workers', { ...HIVE, workers: {} }],
  ])('is not made of %s', (_, value) => {
    expect(parseHive(value)).toBeUndefined();
  });

  it('takes workers as objects, passes over what is no name, and lists nobody twice', () => {
    const workers = ['queen-1', { agentId: 'worker-1' }, { id: 'worker-2' }, null, 7, '', '__proto__'];
    expect(parseHive({ ...HIVE, workers })?.swarm.agents).toEqual(['queen-1', 'worker-1', 'worker-2', '__proto__']);
    expect(parseHive({ ...HIVE, queen: null })).not.toHaveProperty('queen');
  });
});

describe('the swarm of the command line', () => {
  it('is read without a count of agents, since it has only a plan', () => {
    const swarm = parseCliSwarm({ ...CLI, agents: 15, objective: 'private-objective', agentPlan: [{ role: 'x' }] });
    expect(swarm).toEqual({
      swarmId: 'swarm-1',
      topology: 'mesh',
      strategy: 'development',
      status: 'ready',
      maxAgents: 5,
      createdAt: NOON,
    });
    expect(swarm && registry().acceptCliSwarm(swarm, NOON)[0]).not.toHaveProperty('agentCount');
  });

  it('of `swarm start` has its id and time under other names', () => {
    expect(parseCliSwarm({ swarmId: 'swarm-2', startedAt: iso(NOON) })).toMatchObject({
      swarmId: 'swarm-2',
      createdAt: NOON,
    });
    expect([null, {}, { id: 3 }, []].map(parseCliSwarm)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('does not replace what swarm-state.json knows of the same swarm, whichever comes first', () => {
    const store = { swarms: { 'swarm-1': { swarmId: 'swarm-1', agents: ['agent-1'], createdAt: iso(NOON) } } };
    const swarm = parseCliSwarm(CLI);
    for (const cliFirst of [true, false]) {
      const known = registry();
      const steps = [() => swarm && known.acceptCliSwarm(swarm, NOON), () => known.acceptSwarms(store, NOON)];
      (cliFirst ? steps : steps.reverse()).forEach((step) => step());
      expect(known.swarmOf('agent-1', NOON)).toBe('swarm-1');
    }
  });
});
