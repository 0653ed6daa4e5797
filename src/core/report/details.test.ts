import { recommendationsSection } from './details.ts';

it('calls a metric by its name where the title begins with its id', () => {
  const titles = ['TASK_DURATION: see what has changed', 'See why tasks fail', 'NOBODY_KNOWS: x'];
  const recommendations = titles.map((title) => ({
    title,
    description: 'n = 9.',
    targetSwarm: 'a',
    expectedImprovement: null,
    effort: null,
    priority: 'low' as const,
    evidence: { n: 9, metricType: 'TASK_DURATION', window: null, low: null, high: null },
  }));
  const swarm = {
    swarmId: 'a',
    window: null,
    status: 'ok' as const,
    reason: null,
    anomalies: [],
    trends: [],
    series: [],
  };
  const [block] = recommendationsSection({ swarms: [{ ...swarm, recommendations }], notAnalysed: 0 }).blocks;
  expect(block).toEqual({
    type: 'list',
    items: [
      'a (low): Task duration: see what has changed. n = 9.',
      'a (low): See why tasks fail. n = 9.',
      'a (low): NOBODY_KNOWS: x. n = 9.',
    ],
  });
});
