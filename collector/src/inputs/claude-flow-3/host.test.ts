import { describe, expect, it } from 'vitest';
import { iso } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { performanceSamples, systemSamples } from './host.ts';

const valuesOf = (samples: ReturnType<typeof systemSamples>) =>
  samples.map(({ metricType, value, timestamp }) => [metricType, value, timestamp]);

describe('samples of the host', () => {
  it('are CPU and memory only: every other number in the files is made up', () => {
    const performance = {
      metrics: [
        {
          timestamp: iso(NOON),
          cpu: { usage: 25, cores: 4 },
          memory: { used: 512, total: 2048, heap: 77 },
          latency: { avg: 45, p95: 52 },
          throughput: { requests: 1250 },
          errors: { count: 13 },
        },
      ],
    };
    const system = {
      lastCheck: iso(NOON + 1),
      uptime: 999,
      cpu: 50,
      memory: { used: 1, total: 4 },
      agents: { active: 12 },
      tasks: { completed: 11 },
      requests: { total: 10 },
    };
    expect(valuesOf(performanceSamples(performance, 'scope'))).toEqual([
      ['CPU_USAGE', 0.25, NOON],
      ['MEMORY_USAGE', 0.25, NOON],
    ]);
    expect(valuesOf(systemSamples(system, 'scope'))).toEqual([
      ['CPU_USAGE', 0.5, NOON + 1],
      ['MEMORY_USAGE', 0.25, NOON + 1],
    ]);
    for (const sample of [...performanceSamples(performance, 'scope'), ...systemSamples(system, 'scope')]) {
      expect(sample).toMatchObject({ swarmId: 'unassigned', tags: { scope: 'host' }, unit: 'ratio' });
    }
  });

  it('have a load above all cores as 1', () => {
    expect(valuesOf(systemSamples({ lastCheck: iso(NOON), cpu: 340 }, 'scope'))).toEqual([['CPU_USAGE', 1, NOON]]);
  });

  it.each([
    [{ lastCheck: iso(NOON), cpu: 'busy', memory: { used: 5 } }],
    [{ lastCheck: iso(NOON), memory: { used: 5, total: 0 } }],
    [{ lastCheck: null, cpu: 5 }],
    [{ cpu: 5 }],
    [null],
    [[]],
    ['x'],
  ])('of %j are none', (value) => {
    expect(systemSamples(value, 'scope')).toEqual([]);
    expect(performanceSamples({ metrics: [value] }, 'scope')).toEqual([]);
    expect(performanceSamples(value, 'scope')).toEqual([]);
  });

  it('are known by folder, file and time', () => {
    const ids = [
      ...systemSamples({ lastCheck: iso(NOON), cpu: 5 }, 'scope'),
      ...systemSamples({ lastCheck: iso(NOON), cpu: 5 }, 'other'),
      ...performanceSamples({ metrics: [{ timestamp: iso(NOON), cpu: { usage: 5 } }] }, 'scope'),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });
});
