import { describe, expect, it } from 'vitest';
import { CHART_TYPES } from '../../../src/core/chart/chart.ts';
import { svgProblem } from '../../../src/core/report/svgCheck.ts';
import { startService, type TestService } from '../testing/service.ts';
import { chartOf } from './chartOf.ts';
import { chartRequestSchema, type ChartInput } from './schema.ts';

const NOON = Date.UTC(2026, 5, 10, 12);

/** Two swarms of 40 tasks, ms: `a` 100 to 139, `<b>` 300 to 339, of which every fourth failed. */
async function serviceWithWork(): Promise<TestService> {
  const service = await startService();
  const metrics = ['a', '<b>'].flatMap((swarmId, swarm) =>
    Array.from({ length: 40 }, (_, index) => ({
      id: `${swarmId}.${index}`,
      swarmId,
      metricType: 'TASK_DURATION',
      unit: 'ms',
      timestamp: NOON + index * 60_000,
      value: 100 + 200 * swarm + index,
      tags: { status: swarm === 1 && index % 4 === 0 ? 'failed' : 'completed' },
    }))
  );
  await service.post('/api/v1/metrics', { metrics });
  return service;
}

const chart = ({ system }: TestService, input: ChartInput) => chartOf(system.store, chartRequestSchema.parse(input));

describe('charts of what is stored', () => {
  it('hold the numbers that were measured', async () => {
    const service = await serviceWithWork();
    expect(await chart(service, { type: 'bar', metric: 'error_rate' })).toMatchObject({
      unit: 'ratio',
      categories: ['<b>', 'a'],
      series: [{ values: [0.25, 0] }],
    });
    expect(await chart(service, { type: 'gauge', metric: 'error_rate', swarms: ['<b>'] })).toMatchObject({
      value: 0.25,
      min: 0,
      max: 1,
    });
    const histogram = await chart(service, { type: 'histogram', metric: 'TASK_DURATION', swarms: ['a'] });
    expect(histogram).toMatchObject({ description: expect.stringContaining('of 40 tasks') });
    if (histogram.type === 'histogram') {
      expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(40);
      expect([histogram.edges[0], histogram.edges.at(-1)]).toEqual([100, 139]);
    }
    const pie = await chart(service, { type: 'pie', metric: 'task_count' });
    expect(pie).toMatchObject({ slices: [{ value: 40 }, { value: 40 }] });
    const line = await chart(service, { metric: 'task_duration', swarms: ['a'], from: NOON, to: NOON + 600_000 });
    if (line.type === 'line') {
      expect(line.series.map(({ name }) => name)).toEqual(['a']);
      expect(line.series[0]?.points.every(([time]) => time >= NOON && time < NOON + 600_000)).toBe(true);
    }
    const rate = await chart(service, { type: 'bar', metric: 'task_duration', aggregation: 'count' });
    expect(rate).toMatchObject({ unit: 'count', title: 'Task duration (count)' });
    const heatmap = await chart(service, { type: 'heatmap', metric: 'task_duration' });
    expect(heatmap).toMatchObject({ rows: expect.arrayContaining(['a', '<b>']) });
  });

  it.each(CHART_TYPES)('are drawn as %s in each format, and only draw', async (type) => {
    const service = await serviceWithWork();
    const metric = type === 'gauge' ? 'error_rate' : type === 'pie' ? 'task_count' : 'task_duration';
    const ask = (format: string) => service.post('/api/v1/charts', { type, metric, swarms: ['<b>'], format });
    const svg = await ask('svg');
    expect([svg.status, svg.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(svg.headers.get('content-security-policy')).toContain('sandbox');
    expect(svgProblem(await svg.text())).toBeUndefined();
    const png = Buffer.from(await (await ask('png')).arrayBuffer());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(1440);
    const html = await (await ask('html')).text();
    expect(html).toContain('&lt;b&gt;');
    expect(html).not.toMatch(/<script|<b>/);
  });

  it.each([
    [{ type: 'gauge', metric: 'task_duration', swarms: ['a'] }, 'BAD_REQUEST', 'take "bar"'],
    [{ type: 'gauge', metric: 'error_rate' }, 'BAD_REQUEST', 'name one swarm'],
    [{ type: 'pie', metric: 'task_duration' }, 'BAD_REQUEST', 'adds up to nothing'],
    [{ type: 'histogram', metric: 'error_rate' }, 'BAD_REQUEST', 'no single values'],
    [{ metric: 'task_duration', swarms: ['nobody'] }, 'UNKNOWN_SWARM', 'Known: '],
    [{ metric: 'cost_usd' }, 'EMPTY_WINDOW', 'nothing is stored'],
    [{ metric: 'task_duration', from: 1, to: 2 }, 'EMPTY_WINDOW', 'change "from" and "to"'],
    [{ metric: 'error_rate', aggregation: 'p95' }, 'BAD_REQUEST', 'leave it out'],
    [{ metric: 'task_count', aggregation: 'p95' }, 'BAD_REQUEST', 'ask for "count" or "rate"'],
  ] as const)('are refused where they would mislead: %j', async (input, code, message) => {
    const service = await serviceWithWork();
    const found: Promise<unknown> = (async () => chart(service, chartRequestSchema.parse(input)))();
    await expect(found).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it.each([
    [{}, 'metric'],
    [{ metric: 'nonsense' }, 'nonsense'],
    [{ metric: 'task_duration', type: 'radar' }, 'type'],
    [{ metric: 'task_duration', colour: 'red' }, 'colour'],
    [{ metric: 'task_duration', from: 5, to: 5 }, '"from\\" must be before'],
  ])('say which field of %j is wrong', async (body, message) => {
    const service = await startService();
    const response = await service.post('/api/v1/charts', body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(message);
  });
});
