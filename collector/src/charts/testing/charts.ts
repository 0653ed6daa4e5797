import type { Chart } from '../../../../src/core/chart/chart.ts';

const HOUR = 3_600_000;

/** One chart of each type, with a gap wherever one can be; every name is the one given. */
export function chartsOf(name = 'swarm') {
  const head = { title: name, description: `Of ${name}`, unit: 'ms' as const };
  const series = [1, 2].map((factor) => ({
    name,
    points: [3, 5, null, 4, 8].map((value, index) => [index * HOUR, value === null ? null : value * factor] as const),
  }));
  return {
    line: { ...head, type: 'line', series },
    area: { ...head, type: 'area', series },
    scatter: { ...head, type: 'scatter', series },
    bar: {
      ...head,
      type: 'bar',
      categories: [name, 'b'],
      series: [1, 2].map((value) => ({ name, values: [value, null] })),
    },
    interval: {
      ...head,
      type: 'interval',
      rows: [
        { name, estimate: 1, low: 0.5, high: 3 },
        { name: 'b', estimate: 2, low: null, high: null },
      ],
    },
    histogram: { ...head, type: 'histogram', edges: [0, 1, 2, 3], counts: [4, 0, 2], counted: 'tasks' },
    heatmap: {
      ...head,
      type: 'heatmap',
      columns: [name, 'b'],
      rows: ['x', name],
      values: [
        [1, null],
        [2, 3],
      ],
    },
    pie: { ...head, type: 'pie', slices: [1, 2].map((value) => ({ name, value })) },
    gauge: { ...head, type: 'gauge', value: 30, min: 0, max: 100 },
  } satisfies Record<Chart['type'], Chart>;
}
