import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryArrow } from './support/arrow.ts';
import { FLOW, OTLP, type Summary } from './support/known.ts';
import { sendRecording } from './support/otlp.ts';
import { RECORDING, Workplace, type Service } from './support/service.ts';

interface Frame {
  schema: {
    name?: string;
    meta: { custom?: Record<string, unknown>; stats?: unknown };
    fields: Array<{ name: string }>;
  };
  data: { values: Array<Array<string | number | null>> };
}
type Row = Record<string, string | number | null>;

const work = new Workplace();
let service: Service;
/** Ids of the claude-flow swarms by topology. */
let ids: Record<string, string>;

const EVER = 'duration=1000000000000&limit=1000000';

beforeAll(async () => {
  const data = await work.folder();
  service = await work.start(['--no-demo', '--data', data, '--claude-flow', RECORDING]);
  await sendRecording(service);
  await sendRecording(service);
  const { swarms } = (await service.json('/api/v1/swarms')) as { swarms: Summary[] };
  ids = Object.fromEntries(
    swarms
      .filter(({ tasks, tools }) => tasks.total === 24 && !tools)
      .map(({ topology, swarmId }) => [topology ?? '', swarmId])
  );
});
afterAll(() => work.clear());

const idOf = (topology: string) => ids[topology] ?? '';
const rowsOf = ({ schema, data }: Frame): Row[] =>
  (data.values[0] ?? []).map((_, row) =>
    Object.fromEntries(schema.fields.map(({ name }, column) => [name, data.values[column]?.[row] ?? null]))
  );
const byName = (rows: Row[], of: string, key = 'swarm_id') => new Map(rows.map((row) => [String(row[key]), row[of]]));
const round = (value: unknown) => Math.round(Number(value));
const money = (value: unknown) => Number(value).toFixed(4);

/** Rows of the first frame of each query, once from JSON and once from Arrow; they must be the same. */
/** What an answer says of its data, without how it came about: the second time it is one that is kept. */
function untold(meta: Frame['schema']['meta']): object {
  return { ...meta, stats: undefined };
}

async function ask(queries: Array<Record<string, unknown> & { refId: string }>): Promise<Map<string, Row[]>> {
  const { results } = (await service.postJson('/api/v1/query', { queries })) as {
    results: Record<string, { status: number; frames: Frame[] }>;
  };
  const arrow = await queryArrow(service, queries);
  return new Map(
    queries.map(({ refId }) => {
      const frames = results[refId]?.frames ?? [];
      const tables = arrow.get(refId) ?? [];
      expect(tables).toHaveLength(frames.length);
      frames.forEach((frame, index) => {
        const table = tables[index];
        const rows = Array.from(table ?? [], (row) => ({ ...row?.toJSON() }));
        expect(rows).toEqual(rowsOf(frame));
        expect(untold(JSON.parse(table?.schema.metadata.get('meta') ?? '{}'))).toEqual(untold(frame.schema.meta));
      });
      return [refId, frames[0] ? rowsOf(frames[0]) : []];
    })
  );
}

describe('GET /api/v1/swarms', () => {
  it('has exactly the six swarms with their totals, though everything was sent twice', async () => {
    const { swarms } = (await service.json('/api/v1/swarms')) as { swarms: Summary[] };
    expect(swarms).toHaveLength(6);
    for (const { topology, tasks, failed, mean, p95, tokens, input, output } of FLOW) {
      const swarm = swarms.find(({ swarmId }) => swarmId === ids[topology]);
      expect(swarm).toMatchObject({
        topology,
        agentCount: 4,
        tasks: { total: tasks, failed, completed: tasks - failed },
        requests: { total: 24 },
      });
      expect([round(swarm?.tasks.duration?.mean), round(swarm?.tasks.duration?.p95)]).toEqual([mean, p95]);
      expect(swarm?.tokens).toEqual({ total: tokens, input, output });
      expect(swarm).not.toHaveProperty('costUsd');
      expect(swarm).not.toHaveProperty('tools');
    }
    for (const { swarm: id, topology, cost, tools, toolsFailed, ...kinds } of OTLP) {
      const swarm = swarms.find(({ swarmId }) => swarmId === id);
      expect(swarm).toMatchObject({ topology, tokens: kinds, tools: { total: tools, failed: toolsFailed } });
      expect(money(swarm?.costUsd)).toBe(cost);
    }
    expect(swarms.reduce((sum, { requests }) => sum + (requests?.total ?? 0), 0)).toBe(72 + 60);
  });
});

describe('GET /api/v1/analysis/:swarmId', () => {
  it('has the totals of each swarm', async () => {
    for (const { topology, failed, mean, p95, tokens } of FLOW) {
      const report = (await service.json(`/api/v1/analysis/${idOf(topology)}`)) as {
        keyMetrics: Record<string, unknown>;
        statistics: { metrics: Record<string, { count: number; mean: number; percentiles: { p95: number } }> };
      };
      expect(report.keyMetrics).toMatchObject({ tokens, errorRate: `${((failed / 24) * 100).toFixed(1)}%` });
      expect([round(report.keyMetrics['avgTaskDuration']), round(report.keyMetrics['p95TaskDuration'])]).toEqual([
        mean,
        p95,
      ]);
      const statistics = report.statistics.metrics['TASK_DURATION'];
      expect([statistics?.count, round(statistics?.mean), round(statistics?.percentiles.p95)]).toEqual([
        24 - failed,
        mean,
        p95,
      ]);
    }
    for (const { swarm, cost } of OTLP) {
      const report = (await service.json(`/api/v1/analysis/${swarm}`)) as { keyMetrics: { costUsd: number } };
      expect(money(report.keyMetrics.costUsd)).toBe(cost);
    }
  });
});

describe('GET /api/v1/metrics/:swarmId', () => {
  it('has the records that the totals are made of', async () => {
    interface Answer {
      metrics: Array<{ metricType: string; value: number; tags: Record<string, string> }>;
      truncated: boolean;
    }
    for (const { swarm, cost, input, output, cacheRead, cacheCreation, tools, toolsFailed } of OTLP) {
      const { metrics, truncated } = (await service.json(`/api/v1/metrics/${swarm}?${EVER}`)) as Answer;
      const sum = (type: string, kind?: string) =>
        metrics
          .filter(({ metricType, tags }) => metricType === type && (kind === undefined || tags['type'] === kind))
          .reduce((total, { value }) => total + value, 0);
      expect(['input', 'output', 'cacheRead', 'cacheCreation'].map((kind) => sum('TOKEN_USAGE', kind))).toEqual([
        input,
        output,
        cacheRead,
        cacheCreation,
      ]);
      expect(money(sum('COST_USD'))).toBe(cost);
      const calls = metrics.filter(({ metricType }) => metricType === 'TOOL_DURATION');
      expect([calls.length, calls.filter(({ tags }) => tags['status'] === 'failed').length, truncated]).toEqual([
        tools,
        toolsFailed,
        false,
      ]);
    }
    for (const { topology, failed, mean } of FLOW) {
      const { metrics } = (await service.json(`/api/v1/metrics/${idOf(topology)}?${EVER}`)) as Answer;
      const durations = metrics
        .filter(({ metricType, tags }) => metricType === 'TASK_DURATION' && tags['status'] === 'completed')
        .map(({ value }) => value);
      expect([durations.length, round(durations.reduce((a, b) => a + b, 0) / durations.length)]).toEqual([
        24 - failed,
        mean,
      ]);
    }
  });
});

describe('POST /api/v1/query', () => {
  const instant = (refId: string, metric: string, aggregation?: string) => ({
    refId,
    metric,
    aggregation,
    instant: true,
  });

  it('has the totals as one table', async () => {
    const rows = (await ask([{ refId: 'A', type: 'swarms' }])).get('A') ?? [];
    const row = (id: string) => rows.find(({ swarm_id }) => swarm_id === id);
    expect(rows).toHaveLength(6);
    for (const { topology, tasks, failed, mean, p95, tokens } of FLOW) {
      const found = row(idOf(topology));
      expect(found).toMatchObject({ topology, tasks, failed, tokens_total: tokens, cost_usd: null, tools: null });
      expect([round(found?.['duration_mean']), round(found?.['duration_p95'])]).toEqual([mean, p95]);
    }
    for (const { swarm, cost, input, output, cacheRead, cacheCreation, tools, toolsFailed } of OTLP) {
      const found = row(swarm);
      expect(found).toMatchObject({
        tokens_input: input,
        tokens_output: output,
        tokens_cache_read: cacheRead,
        tokens_cache_creation: cacheCreation,
        tools,
        tools_failed: toolsFailed,
      });
      expect(money(found?.['cost_usd'])).toBe(cost);
    }
  });

  it('has each total as an instant number, as an alert rule asks', async () => {
    const answers = await ask([
      instant('mean', 'task_duration', 'avg'),
      instant('p95', 'task_duration', 'p95'),
      instant('errors', 'error_rate'),
      instant('count', 'task_count'),
      instant('tokens', 'token_usage'),
      instant('cost', 'cost_usd'),
      instant('tools', 'tool_count'),
      instant('toolErrors', 'tool_error_rate'),
    ]);
    const of = (refId: string, name: string) => byName(answers.get(refId) ?? [], name);
    for (const { topology, tasks, failed, mean, p95, tokens } of FLOW) {
      const id = idOf(topology);
      expect([round(of('mean', 'task_duration').get(id)), round(of('p95', 'task_duration').get(id))]).toEqual([
        mean,
        p95,
      ]);
      expect([
        of('errors', 'error_rate').get(id),
        of('count', 'task_count').get(id),
        of('tokens', 'token_usage').get(id),
      ]).toEqual([failed / tasks, tasks, tokens]);
      expect(of('cost', 'cost_usd').has(id)).toBe(false);
    }
    for (const { swarm, cost, input, output, cacheRead, cacheCreation, tools, toolsFailed } of OTLP) {
      expect(money(of('cost', 'cost_usd').get(swarm))).toBe(cost);
      expect(of('tokens', 'token_usage').get(swarm)).toBe(input + output + cacheRead + cacheCreation);
      expect([of('tools', 'tool_count').get(swarm), of('toolErrors', 'tool_error_rate').get(swarm)]).toEqual([
        tools,
        toolsFailed / tools,
      ]);
    }
  });

  it('has the same sums in a series as at once', async () => {
    const queries = [
      { refId: 'A', metric: 'task_count', groupBy: [], format: 'wide' },
      {
        refId: 'B',
        metric: 'token_usage',
        groupBy: [],
        filters: [{ key: 'swarm', operator: 'in', values: FLOW.map(({ topology }) => idOf(topology)) }],
      },
    ];
    const answers = await ask(queries);
    const sum = (refId: string, name: string) =>
      (answers.get(refId) ?? []).reduce((total, row) => total + Number(row[name] ?? 0), 0);
    expect(sum('B', 'token_usage')).toBe(83_761);
    expect(sum('A', 'task_count')).toBe(72 + 12);
  });

  it('lists the single tasks', async () => {
    const rows =
      (
        await ask([{ refId: 'A', type: 'tasks', limit: 10_000, swarms: FLOW.map(({ topology }) => idOf(topology)) }])
      ).get('A') ?? [];
    for (const { topology, tasks, failed, mean } of FLOW) {
      const own = rows.filter(({ swarm_id, kind }) => swarm_id === idOf(topology) && kind === 'task');
      const completed = own.filter(({ status }) => status === 'completed');
      expect([own.length, own.length - completed.length]).toEqual([tasks, failed]);
      expect(round(completed.reduce((total, row) => total + Number(row['duration']), 0) / completed.length)).toBe(mean);
    }
    expect(rows.filter(({ kind }) => kind === 'request')).toHaveLength(72);
  });

  it('ranks mesh last and does not separate the others', async () => {
    const swarms = FLOW.map(({ topology }) => idOf(topology));
    const rows = (await ask([{ refId: 'A', type: 'ranking', metric: 'task_duration', swarms }])).get('A') ?? [];
    expect(rows.map(({ topology, rank_low, rank_high }) => [topology, rank_low, rank_high])).toEqual([
      ['hierarchical', 1, 2],
      ['star', 1, 2],
      ['mesh', 3, 3],
    ]);
    expect(rows.map(({ n }) => n)).toEqual([23, 21, 22]);
  });
});

describe('POST /api/v1/compare', () => {
  it('proves mesh the slowest and claims no more than the intervals allow', async () => {
    interface Answer {
      overallWinner: string | null;
      swarms: Array<{
        swarmId: string;
        rank: number;
        rankInterval: number[];
        strengths: string[];
        weaknesses: string[];
      }>;
      comparison: {
        metrics: Array<{
          metric: string;
          pairs: Array<{
            candidate: string;
            reference: string;
            verdict: string;
            pAdjusted: number;
            shiftLow: number;
            shiftHigh: number;
          }>;
        }>;
      };
    }
    const swarmIds = ['hierarchical', 'mesh', 'star'].map(idOf);
    const answer = (await service.postJson('/api/v1/compare', { swarmIds })) as Answer;
    expect(answer.overallWinner).toBeNull();
    expect(answer.swarms.map(({ rank, rankInterval }) => [rank, rankInterval])).toEqual([
      [1, [1, 2]],
      [3, [3, 3]],
      [1, [1, 2]],
    ]);
    const verdicts = Object.fromEntries(
      answer.comparison.metrics.map(({ metric, pairs }) => [
        metric,
        pairs.map(({ candidate, reference, verdict }) => [candidate, verdict, reference]),
      ])
    );
    const [hierarchical, mesh, star] = swarmIds;
    expect(verdicts['task_duration']).toEqual([
      [mesh, 'worse', hierarchical],
      [star, 'no difference shown', hierarchical],
      [star, 'better', mesh],
    ]);
    expect(verdicts['error_rate']?.map(([, verdict]) => verdict)).toEqual([
      'no difference shown',
      'no difference shown',
      'no difference shown',
    ]);
    for (const { verdict, pAdjusted, shiftLow, shiftHigh } of answer.comparison.metrics[0]?.pairs ?? []) {
      const proven = verdict !== 'no difference shown';
      expect([pAdjusted < 0.05, shiftLow > 0 || shiftHigh < 0]).toEqual([proven, proven]);
    }
    expect(JSON.stringify(answer.swarms)).not.toContain('"score":0');
  });

  it('finds the winner where there is one', async () => {
    const swarmIds = ['hierarchical', 'mesh'].map(idOf);
    const answer = await service.postJson('/api/v1/compare', { swarmIds, metrics: ['TASK_DURATION'] });
    expect(answer).toMatchObject({ overallWinner: idOf('hierarchical') });
  });
});

describe('POST /api/v1/reports', () => {
  const report = async (format: string, swarmIds: string[]) =>
    (await service.post('/api/v1/reports', { swarmIds, format })).text();
  const flow = () => FLOW.map(({ topology }) => idOf(topology));

  it('as JSON has the numbers themselves', async () => {
    const written = JSON.parse(await report('json', [...flow(), ...OTLP.map(({ swarm }) => swarm)])) as {
      swarms: Summary[];
    };
    const { swarms } = (await service.json('/api/v1/swarms')) as { swarms: Summary[] };
    expect(written.swarms).toEqual(swarms);
  });

  it.each(['html', 'markdown'])('as %s shows them', async (format) => {
    const text = (await report(format, flow())).replace(/<[^>]+>/g, ' ').replace(/\\/g, '');
    for (const { topology, tokens, input, output } of FLOW) {
      expect(text).toContain(idOf(topology));
      for (const shown of [tokens, input, output]) {
        expect(text).toContain(shown.toLocaleString('en-US'));
      }
    }
    for (const shown of [
      '229.2 ms',
      '395.7 ms',
      '492',
      '822.9 ms',
      '260',
      '373 ms',
      '4.167 %',
      '8.333 %',
      '12.5 %',
      'No overall winner',
    ]) {
      expect(text).toContain(shown);
    }
    const money = (
      await report(
        format,
        OTLP.map(({ swarm }) => swarm)
      )
    ).replace(/\\/g, '');
    for (const { cost } of OTLP) {
      expect(money).toContain(`$${cost}`);
    }
  });
});
