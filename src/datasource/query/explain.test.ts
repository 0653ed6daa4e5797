import { QUERY_TYPES } from '../../core/query/model.ts';
import { completeQuery, type PerformanceQuery } from '../types.ts';
import { explainQuery } from './explain.ts';

const explain = (query: Partial<PerformanceQuery>) => explainQuery(completeQuery({ refId: 'A', ...query }));

it.each<[Partial<PerformanceQuery>, string]>([
  [{}, 'Task duration (Median) per Swarm over time. Of all swarms.'],
  [{ groupBy: [], metric: 'error_rate' }, 'Error rate over time. Of all swarms.'],
  [
    { instant: true, groupBy: ['swarm', 'model'], metric: 'cost' },
    'Cost (Sum) per Swarm × Model: one number each, over the whole range. Of all swarms.',
  ],
  [{ type: 'health', check: 'stalled' }, 'Stalled swarms, as the collector sees it. Of all swarms.'],
  [{ type: 'tasks', limit: 10, swarms: ['a', 'b'] }, 'The newest finished tasks, at most 10. Only of a, b.'],
  [
    { type: 'comparison', metrics: ['task_duration'], baseline: 'old' },
    'Each (Swarm) tested against old on Task duration. Of all swarms.',
  ],
  [
    { type: 'anomalies', method: 'mad', filters: [{ key: 'agentType', operator: 'notIn', values: ['x', 'y'] }] },
    'Where Task duration (Median) was not as expected (Median deviation), with the incidents. Of all swarms. Where Agent type is not x, y.',
  ],
])('says what %j asks', (query, text) => {
  expect(explain(query)).toBe(text);
});

it('has a sentence for every type, and cuts what others have named', () => {
  const swarms = Array.from({ length: 1000 }, (_, at) => `${at}${'x'.repeat(10_000)}`);
  for (const type of QUERY_TYPES) {
    const text = explain({ type, swarms, metric: 'y'.repeat(10_000), method: 'z'.repeat(10_000) });
    expect(text).toMatch(/and 995 more\.$/);
    expect(text.length).toBeLessThan(600);
  }
});
