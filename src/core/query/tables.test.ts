import { compareSamples } from '../compare/compareSamples.ts';
import type { MetricSamples } from '../compare/types.ts';
import { column, numbers, rowCount, strings, type Table } from '../frames/table.ts';
import { comparisonTables } from './comparisonTables.ts';
import { rankingTable } from './rankingTable.ts';
import { swarmsTable } from './swarmsTable.ts';
import { tasksTable, type TaskRow } from './tasksTable.ts';

const HEAD = {
  metric: 'task_duration',
  name: 'Task duration',
  unit: 'ms',
  direction: 'lower',
  sampleUnit: 'task',
} as const;
const spread = (from: number) => Float64Array.from({ length: 12 }, (_, index) => from + index);
const SAMPLES: MetricSamples[] = [
  {
    ...HEAD,
    shape: 'values',
    groups: [
      { id: 'fast', values: spread(100) },
      { id: 'slow', values: spread(500) },
    ],
  },
];
const comparison = compareSamples(SAMPLES, { groups: ['fast', 'slow'] });
const WINDOW = { from: 1, to: 2 };

const empty = (table: Table) => table.columns.map(({ name, type, values }) => [name, type, values.length]);

describe('swarmsTable', () => {
  const bare = {
    swarmId: 'a',
    inferred: false,
    sources: [],
    tasks: { total: 0, completed: 0, failed: 0, cancelled: 0 },
  };

  it('has null where nothing was measured and 0 where 0 was', () => {
    const table = swarmsTable([bare, { ...bare, swarmId: 'b', costUsd: 0, tokens: { total: 0, input: 0 } }]);
    expect(strings(table, 'swarm_id')).toEqual(['a', 'b']);
    expect(numbers(table, 'tasks')).toEqual([null, null]);
    expect(numbers(table, 'cost_usd')).toEqual([null, 0]);
    expect(numbers(table, 'tokens_input')).toEqual([null, 0]);
    expect(numbers(table, 'tokens_output')).toEqual([null, null]);
    expect(numbers(table, 'error_rate')).toEqual([null, null]);
    expect(numbers(table, 'first_seen')).toEqual([null, null]);
    expect(strings(table, 'topology')).toEqual([null, null]);
  });

  it('has no count of tasks where only sources without tasks tell of the swarm', () => {
    const tasks = (...sources: string[]) => numbers(swarmsTable([{ ...bare, sources }]), 'tasks');
    expect([tasks('claude-code/metrics'), tasks('prometheus', 'claude-code/traces')]).toEqual([[null], [null]]);
    expect([tasks('claude-flow-3/swarms'), tasks('claude-code/metrics', 'claude-code/events')]).toEqual([[0], [0]]);
  });

  it('shows every total of a swarm', () => {
    const table = swarmsTable([
      {
        ...bare,
        topology: 'mesh',
        agentCount: 4,
        firstSeen: 5,
        lastSeen: 9,
        tasks: {
          total: 4,
          completed: 3,
          failed: 1,
          cancelled: 0,
          errorRate: 0.25,
          duration: { n: 3, mean: 2, median: 2.5, p95: 3, min: 1, max: 4 },
        },
        tokens: { total: 10, input: 1, output: 2, cacheRead: 3, cacheCreation: 4 },
        costUsd: 0.5,
        requests: { total: 7, failed: 2 },
        tools: { total: 6, failed: 5 },
      },
    ]);
    const row = Object.fromEntries(table.columns.map(({ name, values }) => [name, values[0]]));
    expect(row).toEqual({
      swarm_id: 'a',
      topology: 'mesh',
      agents: 4,
      tasks: 4,
      completed: 3,
      failed: 1,
      error_rate: 0.25,
      duration_mean: 2,
      duration_median: 2.5,
      duration_p95: 3,
      tokens_total: 10,
      tokens_input: 1,
      tokens_output: 2,
      tokens_cache_read: 3,
      tokens_cache_creation: 4,
      cost_usd: 0.5,
      requests: 7,
      requests_failed: 2,
      tools: 6,
      tools_failed: 5,
      first_seen: 5,
      last_seen: 9,
    });
  });

  it('has the same columns without rows', () => {
    expect(empty(swarmsTable([])).map(([name, type]) => [name, type])).toEqual(
      swarmsTable([bare]).columns.map(({ name, type }) => [name, type])
    );
    expect(rowCount(swarmsTable([]))).toBe(0);
  });
});

describe('tasksTable', () => {
  const task: TaskRow = {
    id: 'a',
    kind: 'task',
    swarmId: 's',
    agentId: null,
    agentType: null,
    taskType: null,
    status: 'failed',
    createdAt: null,
    startedAt: null,
    endedAt: 5,
    durationMs: null,
    tokensInput: null,
    tokensOutput: null,
    tokensCacheRead: null,
    tokensCacheCreation: null,
    costUsd: 0,
    model: null,
    errorClass: '529',
    provenance: 'measured',
    endedAtProvenance: 'estimated',
  };

  it('shows what is known of a task', () => {
    const table = tasksTable([task], undefined);
    expect([numbers(table, 'ended_at'), numbers(table, 'duration'), numbers(table, 'cost_usd')]).toEqual([
      [5],
      [null],
      [0],
    ]);
    expect([strings(table, 'status'), strings(table, 'error_class'), strings(table, 'ended_at_provenance')]).toEqual([
      ['failed'],
      ['529'],
      ['estimated'],
    ]);
    expect(table.meta).not.toHaveProperty('notices');
  });

  it('says when there are more', () => {
    expect(tasksTable([task], 1).meta.notices).toEqual([
      { severity: 'warning', text: expect.stringContaining('newest 1 rows') },
    ]);
  });
});

describe('rankingTable', () => {
  const [ranking] = comparison.metrics;
  if (!ranking) {
    throw new Error('no ranking');
  }
  const request = {
    ranking,
    groupBy: 'swarm',
    alpha: comparison.alpha,
    window: WINDOW,
    topologies: new Map([['slow', 'mesh']]),
  } as const;

  it('is in display order and says who wins', () => {
    const table = rankingTable(request);
    expect(strings(table, 'swarm_id')).toEqual(['fast', 'slow']);
    expect([numbers(table, 'value'), numbers(table, 'n'), numbers(table, 'position')]).toEqual([
      [105.5, 505.5],
      [12, 12],
      [1, 2],
    ]);
    expect([numbers(table, 'rank_low'), numbers(table, 'rank_high')]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect([strings(table, 'topology'), strings(table, 'tied_with')]).toEqual([
      [null, 'mesh'],
      ['', ''],
    ]);
    expect(table.meta.custom).toMatchObject({
      metric: 'task_duration',
      winner: { id: 'fast' },
      window: WINDOW,
      sampleUnit: 'task',
      alpha: 0.05,
    });
    expect(column(table, 'value')?.config).toMatchObject({ unit: 'ms' });
  });

  it('has no topology where the groups are no swarms, and carries notices', () => {
    const notices = [{ severity: 'warning' as const, text: 'cut' }];
    const table = rankingTable({ ...request, groupBy: 'model', notices });
    expect(strings(table, 'model')).toEqual(['fast', 'slow']);
    expect(strings(table, 'topology')).toEqual([null, null]);
    expect(table.meta.notices).toEqual(notices);
  });
});

describe('comparisonTables', () => {
  it('are the tested pairs and the estimates, both with the finding', () => {
    const [pairs, estimates] = comparisonTables({ comparison, groupBy: 'swarm', window: WINDOW });
    expect([strings(pairs, 'candidate'), strings(pairs, 'reference'), strings(pairs, 'verdict')]).toEqual([
      ['slow'],
      ['fast'],
      ['worse'],
    ]);
    expect(numbers(pairs, 'shift')).toEqual([400]);
    expect([strings(estimates, 'swarm_id'), numbers(estimates, 'estimate')]).toEqual([
      ['fast', 'slow'],
      [105.5, 505.5],
    ]);
    for (const table of [pairs, estimates]) {
      expect(table.meta.custom).toMatchObject({
        overallWinner: { id: 'fast' },
        tests: 1,
        baseline: null,
        window: WINDOW,
      });
    }
  });

  it('say what the units are worth, how often a group is best, and what has to be known', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => (i * 7919) % 97);
    const groups = ['a', 'b'].map((id) => ({
      id,
      values: values.slice().sort(),
      units: {
        values,
        types: { names: [`only ${id}`, 'both'], codes: Uint32Array.from(values, (_, at) => (at % 4 === 0 ? 0 : 1)) },
      },
      outcomes: { total: 50, failed: 10 },
    }));
    const mixed = compareSamples([{ ...HEAD, shape: 'values', groups }], { groups: ['a', 'b'] });
    const [pairs, estimates] = comparisonTables({ comparison: mixed, groupBy: 'swarm', window: WINDOW });
    expect([numbers(pairs, 'types_compared'), strings(pairs, 'verdict_all_types')]).toEqual([
      [1],
      ['no difference shown'],
    ]);
    expect([numbers(pairs, 'n_candidate'), numbers(pairs, 'n_effective_candidate')]).toEqual([[30], [30]]);
    expect([numbers(estimates, 'n_effective'), numbers(estimates, 'p_best')]).toEqual([
      [40, 40],
      [null, null],
    ]);
    expect(pairs.meta.notices).toEqual([{ severity: 'warning', text: expect.stringContaining('mixed differently') }]);
    expect(pairs.meta.custom?.['findings']).toEqual(mixed.findings);
    expect(mixed.findings.map(({ kind }) => kind)).toEqual(['types mixed differently', 'failed left out']);
    const [ranking] = mixed.metrics;
    const table =
      ranking &&
      rankingTable({
        ranking,
        groupBy: 'swarm',
        alpha: 0.05,
        window: WINDOW,
        topologies: new Map(),
        comparison: mixed,
      });
    expect(table?.meta.notices).toEqual(pairs.meta.notices);
    expect(table?.meta.custom).toMatchObject({ findings: mixed.findings, bootstrap: null });
  });

  it('have P(best) where it was drawn', () => {
    const [, estimates] = comparisonTables({ comparison, groupBy: 'swarm', window: WINDOW });
    expect(numbers(estimates, 'p_best')).toEqual([1, 0]);
    const [ranking] = comparison.metrics;
    const table =
      ranking && rankingTable({ ranking, groupBy: 'swarm', alpha: 0.05, window: WINDOW, topologies: new Map() });
    expect([table && numbers(table, 'p_best'), table && numbers(table, 'n_effective')]).toEqual([
      [1, 0],
      [12, 12],
    ]);
    expect(table?.meta.custom?.['bootstrap']).toEqual({ draws: 1000, seed: expect.any(Number), top: 3 });
  });

  it('are typed without rows when there is nothing to compare', () => {
    const [pairs, estimates] = comparisonTables({
      comparison: compareSamples([], { groups: [] }),
      groupBy: 'swarm',
      window: null,
    });
    expect([...empty(pairs), ...empty(estimates)].map(([, , length]) => length).every((length) => length === 0)).toBe(
      true
    );
    expect(pairs.columns.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['p', 'p_adjusted', 'ratio', 'cliffs_delta', 'n_candidate'])
    );
  });
});
