import { describe, expect, it, onTestFinished } from 'vitest';
import type { IngestRecord } from '../../../src/core/metrics/records.ts';
import { ServiceError } from '../errors.ts';
import { Ingestor } from '../ingest/ingestor.ts';
import { PushReceiver } from '../inputs/push/pushReceiver.ts';
import { NOON, sample, task } from '../testing/records.ts';
import { openStore, summaryOf } from '../testing/stores.ts';
import { PerformanceCollector, type CollectorParts } from './performanceCollector.ts';
import { keptShare } from './sampling.ts';
import type { SourceMetric } from './source.ts';

const clock = () => NOON;

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

async function startCollector(config: object = {}, parts: Partial<CollectorParts> = {}) {
  const store = await openStore();
  const ingestor = new Ingestor(store, clock);
  const push = new PushReceiver(ingestor);
  const receive: CollectorParts['receive'] = (metrics, provenance) => push.receive(metrics, provenance);
  const collector = new PerformanceCollector(
    { receive, store: () => store, clock, ...parts },
    { sources: ['agent'], retryAttempts: 0, ...config }
  );
  ingestor.on('stored', (records) => collector.stored(records));
  onTestFinished(() => collector.stop());
  const errors: string[] = [];
  collector.on('collection:error', ({ error }) => errors.push(error));
  return { store, collector, errors };
}

const duration = (id: string, fields: Partial<SourceMetric> = {}): SourceMetric => ({
  id,
  timestamp: NOON,
  swarmId: 'swarm-1',
  metricType: 'TASK_DURATION',
  value: 100,
  unit: 'ms',
  ...fields,
});

describe('collecting', () => {
  it('stores what registered sources yield, and nothing where there is none', async () => {
    const { store, collector, errors } = await startCollector({
      sources: ['agent', 'coordinator', 'memory', 'neural'],
    });
    await collector.collectNow();
    expect(await store.info()).toEqual({ tasks: 0, steps: 0, samples: 0 });
    const remove = collector.registerSource('agent', () => [duration('a')]);
    collector.registerSource('neural', {
      async *collect() {
        yield duration('t', { metricType: 'token_usage', value: 7, unit: 'tokens', metadata: { source: 'agent' } });
      },
    });
    collector.registerSource('system', () => [duration('not asked for')]);
    await collector.collectNow();
    expect(await store.info()).toMatchObject({ tasks: 1, steps: 0, samples: 1 });
    expect((await store.samples({ limit: 1 }))[0]?.metadata.source).toBe('neural');
    remove();
    await collector.collectNow();
    expect(collector.status().counts).toMatchObject({ collected: 3, stored: 2, errors: 0 });
    expect(errors).toEqual([]);
  });

  it('runs at its interval, stores the rest when it stops, and says so', async () => {
    const { store, collector } = await startCollector({ interval: 100 });
    const said: string[] = [];
    for (const name of ['collector:started', 'collector:stopped', 'collector:configured'] as const) {
      collector.on(name, () => said.push(name));
    }
    let count = 0;
    collector.registerSource('agent', () => [duration(`m${count++}`)]);
    await collector.start();
    await collector.start();
    while (count < 3) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    collector.configure({ interval: 3_600_000 });
    await collector.stop();
    const after = count;
    expect(await store.info()).toMatchObject({ tasks: after });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(count).toBe(after);
    expect(said).toEqual(['collector:started', 'collector:configured', 'collector:stopped']);
  });

  it('does not start where it is off, and refuses settings that make no sense', async () => {
    const { collector } = await startCollector({ enabled: false });
    await collector.start();
    expect(collector.status().running).toBe(false);
    expect(() => collector.configure({ sampling: { rate: 0 } })).toThrow(ServiceError);
    expect(collector.config.sampling.rate).toBe(1);
    expect(collector.config).toMatchObject({ interval: 5000, batchSize: 100, bufferSize: 1000, timeout: 30_000 });
  });

  it('measures this machine when it is asked for the system', async () => {
    const { store, collector } = await startCollector({ sources: ['system'] });
    await collector.collectNow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await collector.collectNow();
    const samples = await store.samples({ limit: 9 });
    expect(new Set(samples.map(({ metricType }) => metricType))).toEqual(new Set(['MEMORY_USAGE', 'CPU_USAGE']));
    for (const { value, provenance, tags, swarmId } of samples) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
      expect([provenance, tags['scope'], swarmId]).toEqual(['measured', 'host', 'unassigned']);
    }
    expect(await store.swarms({})).toEqual([]);
  });

  it('leaves out what is excluded, in either spelling', async () => {
    const { store, collector } = await startCollector({ excludeMetrics: ['task_duration'] });
    collector.registerSource('agent', () => [
      duration('a'),
      duration('b', { metricType: 'QUALITY', unit: 'ratio', value: 1 }),
    ]);
    await collector.collectNow();
    expect(await store.info()).toMatchObject({ tasks: 0, steps: 0, samples: 1 });
    expect(collector.status().counts.excluded).toBe(1);
  });
});

describe('what goes wrong', () => {
  it('is tried again, then told and counted; other sources go on', async () => {
    const { store, collector, errors } = await startCollector({ retryAttempts: 1 });
    let calls = 0;
    collector.registerSource('agent', () => {
      calls++;
      throw new Error('no answer');
    });
    let flaky = 0;
    collector.registerSource('agent', () => {
      if (flaky++ === 0) {
        throw new Error('once');
      }
      return [duration('a')];
    });
    await collector.collectNow();
    expect([calls, flaky]).toEqual([2, 2]);
    expect(errors).toEqual(['no answer']);
    expect(await store.info()).toMatchObject({ tasks: 1 });
  });

  it('of a source that never answers is a timeout', async () => {
    const { collector, errors } = await startCollector({ timeout: 100 });
    let aborted = false;
    collector.registerSource('agent', (signal) => {
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise(() => undefined);
    });
    await collector.collectNow();
    expect(errors).toEqual(['source agent did not answer within 100 ms']);
    expect(aborted).toBe(true);
  });

  it('of the store keeps the records, with their ids, for the next round', async () => {
    let fails = true;
    const store = await openStore();
    const push = new PushReceiver(new Ingestor(store, clock));
    const { collector, errors } = await startCollector(
      {},
      {
        receive: async (metrics, provenance) => {
          const result = await push.receive(metrics, provenance);
          if (fails) {
            // Stored, but the answer was lost.
            throw new Error('the answer was lost');
          }
          return result;
        },
      }
    );
    const remove = collector.registerSource('agent', () => [duration('', { id: undefined })]);
    await collector.collectNow();
    remove();
    expect([errors, collector.status().buffered]).toEqual([['the answer was lost'], 1]);
    fails = false;
    await collector.collectNow();
    expect(collector.status()).toMatchObject({ buffered: 0, counts: { stored: 0 } });
    expect(await store.info()).toMatchObject({ tasks: 1 });
  });

  it('drops the oldest when the buffer is full, and counts them', async () => {
    const { collector, errors } = await startCollector(
      { bufferSize: 10 },
      { receive: () => Promise.reject(new Error('down')) }
    );
    let count = 0;
    collector.registerSource('agent', () => Array.from({ length: 6 }, () => duration(`m${count++}`)));
    for (let round = 0; round < 5; round++) {
      await collector.collectNow();
    }
    expect(collector.status()).toMatchObject({ buffered: 10, counts: { collected: 30, dropped: 20 } });
    expect(errors.filter((error) => error.includes('buffer is full'))).toHaveLength(1);
  });

  it('with a record is told, and the others are kept', async () => {
    const { store, collector, errors } = await startCollector();
    collector.registerSource('agent', () => [duration('a'), duration('b', { unit: 's' })]);
    await collector.collectNow();
    expect(errors).toEqual([expect.stringContaining('1 records were refused: TASK_DURATION')]);
    expect(await store.info()).toMatchObject({ tasks: 1 });
  });
});

describe('sampling', () => {
  const settings = (strategy: 'uniform' | 'adaptive' | 'priority', rate: number) => ({ enabled: true, rate, strategy });

  it('keeps the share that the guide names', () => {
    const priorities = ['high', 'medium', 'low'] as const;
    expect(priorities.map((priority) => keptShare(settings('priority', 0.5), priority, 0))).toEqual([1, 0.75, 0.5]);
    expect(priorities.map((priority) => keptShare(settings('priority', 0.8), priority, 0))).toEqual([1, 1, 0.8]);
    expect([0, 0.5, 1].map((load) => keptShare(settings('adaptive', 0.5), 'low', load))).toEqual([0.5, 0.375, 0.25]);
    expect(keptShare(settings('uniform', 0.3), 'high', 1)).toBe(0.3);
    expect(keptShare({ ...settings('uniform', 0.3), enabled: false }, 'high', 1)).toBe(1);
  });

  it.each(['uniform', 'adaptive', 'priority'] as const)('%s does not change what counts say', async (strategy) => {
    const count = 20_000;
    const { store, collector } = await startCollector(
      { sampling: { enabled: true, rate: 0.3, strategy }, bufferSize: 20_000, batchSize: 5000 },
      { random: seeded(7) }
    );
    const priority = ['high', 'medium', 'low'];
    const metrics = Array.from({ length: count }, (_, i) =>
      duration(`m${i}`, { tags: { success: i % 4 !== 0 }, metadata: { priority: priority[i % 3] } })
    );
    collector.registerSource('agent', () => metrics);
    await collector.collectNow();
    const { tasks, sampled } = await summaryOf(store, 'swarm-1');
    const { stored, sampledOut } = collector.status().counts;
    expect(sampled).toBe(true);
    expect(stored + sampledOut).toBe(count);
    expect(stored).toBeLessThan(0.7 * count);
    // The weight of a record varies by (1 - p) / p: four standard errors.
    const tolerance = 4 * Math.sqrt(count * (0.7 / 0.2));
    expect(Math.abs(tasks.total - count)).toBeLessThan(tolerance);
    expect(Math.abs((tasks.errorRate ?? 0) - 0.25)).toBeLessThan(0.02);
    const shares = new Set((await store.tasks({ limit: count })).map(({ sampleRate }) => sampleRate));
    expect([...shares].every((share) => share === null || (share > 0 && share <= 1))).toBe(true);
  });
});

describe('collect', () => {
  it('looks back over event time and never waits', async () => {
    const { store, collector } = await startCollector();
    await store.append(
      [
        task('old', { endedAt: NOON - 60_000, durationMs: 1 }),
        task('new', { endedAt: NOON - 10_000, durationMs: 2 }),
        task('other', { swarmId: 'swarm-2', durationMs: 3 }),
      ],
      NOON
    );
    const ids = async (swarmId: string, duration?: number) =>
      (await collector.collect(swarmId, duration)).map(({ id }) => id);
    expect(await ids('swarm-1', 10_000)).toEqual(['new']);
    expect(await ids('swarm-1', 9_999)).toEqual([]);
    expect(await ids('swarm-1')).toEqual(['new', 'old']);
    expect(await ids('nobody')).toEqual([]);
  });
});

describe('events', () => {
  const listening = async () => {
    const { collector } = await startCollector({ batchSize: 2 });
    const events: Array<[string, unknown]> = [];
    for (const name of ['metrics:batch', 'high:error_rate', 'high:memory_usage'] as const) {
      collector.on(name, (event: unknown) => events.push([name, event]));
    }
    return { collector, events, names: () => events.map(([name]) => name) };
  };
  const tasks = (failed: number, completed: number, at = NOON): IngestRecord[] =>
    Array.from({ length: failed + completed }, (_, i) =>
      task(`t${i}`, { endedAt: at, status: i < failed ? 'failed' : 'completed' })
    );

  it('tell of all that is stored, in batches', async () => {
    const { collector, events } = await listening();
    collector.stored([task('a', { durationMs: 1 }), task('b', { durationMs: 2 }), sample('c'), task('untimed')]);
    expect(events).toMatchObject([
      ['metrics:batch', { count: 2, timestamp: NOON, metrics: [{ id: 'a' }, { id: 'b' }] }],
      ['metrics:batch', { count: 1, metrics: [{ id: 'c' }] }],
    ]);
  });

  it('tell of a high error rate once, when it is known and recent', async () => {
    const { collector, events, names } = await listening();
    collector.stored(tasks(1, 9));
    collector.stored(tasks(5, 4, NOON - 600_000).map((record) => ({ ...record, swarmId: 'past' })));
    expect(names()).not.toContain('high:error_rate');
    collector.stored(tasks(2, 8));
    collector.stored(tasks(3, 7));
    expect(events.filter(([name]) => name === 'high:error_rate')).toEqual([
      ['high:error_rate', { swarmId: 'swarm-1', errorRate: 0.2, finished: 10, reported: false, timestamp: NOON }],
    ]);
    collector.stored(tasks(0, 10));
    collector.stored(tasks(2, 8));
    expect(names().filter((name) => name === 'high:error_rate')).toHaveLength(2);
  });

  it('count what several sources tell as one, and a sample for all it stands for', async () => {
    const { collector, names } = await listening();
    const told = (id: string, status: 'failed' | 'completed') => task(id, { factId: 'fact', status });
    collector.stored([...Array.from({ length: 30 }, (_, i) => told(`r${i}`, 'failed')), ...tasks(0, 9)]);
    expect(names()).not.toContain('high:error_rate');
    const { collector: other, names: otherNames } = await listening();
    other.stored([...tasks(0, 19), task('kept', { status: 'failed', sampleRate: 0.25 })]);
    expect(otherNames()).toContain('high:error_rate');
  });

  it('tell of memory nearly full, and of a rate that somebody reports, marked as such', async () => {
    const { collector, events } = await listening();
    const value = (id: string, metricType: 'MEMORY_USAGE' | 'ERROR_RATE', ratio: number) =>
      sample(id, { metricType, unit: 'ratio', value: ratio, agentId: 'x' });
    collector.stored([value('a', 'MEMORY_USAGE', 0.9), value('b', 'ERROR_RATE', 0.1)]);
    collector.stored([value('c', 'MEMORY_USAGE', 0.95), value('d', 'ERROR_RATE', 0.2)]);
    collector.stored([value('e', 'MEMORY_USAGE', 0.99)]);
    expect(events.filter(([name]) => name.startsWith('high'))).toEqual([
      ['high:memory_usage', { swarmId: 'swarm-1', agentId: 'x', memoryUsage: 0.95, timestamp: NOON }],
      ['high:error_rate', { swarmId: 'swarm-1', errorRate: 0.2, reported: true, timestamp: NOON }],
    ]);
  });
});
