import { guideRequestSchema } from './schema.ts';

const wrong = (request: unknown) => {
  const { success, error } = guideRequestSchema.safeParse(request);
  return success ? [] : error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('the guide’s report request', () => {
  it('is a spec', () => {
    const config = {
      id: 'mcp_report_1',
      name: 'Performance Report - swarm-1',
      description: 'MCP-generated',
      outputFormat: 'html',
      timeRange: { start: 1000, end: 2000, granularity: 'minute' },
      metrics: [
        { metricType: 'TASK_DURATION', aggregation: 'avg', groupBy: ['swarmId'] },
        { metricType: 'ERROR_RATE', aggregation: 'avg', groupBy: ['swarmId', 'agentId'] },
      ],
      visualizations: [],
      filters: [
        { field: 'agentId', operator: 'eq', value: 'coder' },
        { field: 'model', operator: 'in', value: ['a', 'b'] },
        { field: 'taskType', operator: 'contains', value: 'c++ (v1.0)' },
      ],
    };
    expect(guideRequestSchema.parse({ swarmId: 'swarm-1', format: 'html', config })).toMatchObject({
      version: 1,
      title: 'Performance Report - swarm-1',
      swarms: ['swarm-1'],
      range: { from: 1000, to: 2000 },
      metrics: [
        { metric: 'task_duration', aggregation: 'avg', groupBy: ['swarm'] },
        { metric: 'error_rate', aggregation: 'avg', groupBy: ['swarm', 'agent'] },
      ],
      filters: [
        { key: 'agent', operator: 'eq', values: ['coder'] },
        { key: 'model', operator: 'in', values: ['a', 'b'] },
        { key: 'type', operator: 'matches', values: ['c\\+\\+ \\(v1\\.0\\)'] },
      ],
      whenEmpty: 'report',
    });
  });

  it('names swarms in either place, and its own range wins', () => {
    const spec = guideRequestSchema.parse({
      swarmIds: ['b', 'a'],
      swarmId: 'a',
      baseline: 'c',
      from: 5,
      config: { name: '', timeRange: { start: 1, end: 9 }, metrics: [] },
    });
    expect(spec).toMatchObject({ swarms: ['b', 'a'], baseline: 'c', range: { from: 5, to: 9 } });
    expect(spec).not.toHaveProperty('title');
    expect(spec.metrics).toHaveLength(6);
  });

  it.each<[string, unknown]>([
    ['swarmIds: name a swarm in "swarmId" or several in "swarmIds"', {}],
    ['swarmIds', { swarmIds: [] }],
    ['from: "from" must be before "to"', { swarmId: 'a', from: 9, to: 9 }],
    [
      'config.timeRange.start: "start" must be before "end"',
      { swarmId: 'a', config: { timeRange: { start: 9, end: 8 } } },
    ],
    [
      'config.filters.0: "gt" has no meaning for a name',
      { swarmId: 'a', config: { filters: [{ field: 'model', operator: 'gt', value: 'x' }] } },
    ],
    [
      'config.filters.0.field: "cost" is none of',
      { swarmId: 'a', config: { filters: [{ field: 'cost', operator: 'eq', value: 'x' }] } },
    ],
    ['metrics.0.metric: unknown metric', { swarmId: 'a', config: { metrics: [{ metricType: 'SPEED' }] } }],
  ])('names the field: %s', (start, request) => {
    expect(wrong(request)[0]?.slice(0, start.length)).toBe(start);
  });
});
