import type { MetricRanking } from '../compare/types.ts';
import type { SwarmSummary } from '../metrics/swarm.ts';
import type { Block } from './document.ts';

/** More rows than that are no picture any more; the table has them all. */
const MOST_ROWS = 30;

/** None where there is one swarm, or nothing has finished. */
export function tasksChart(swarms: readonly SwarmSummary[], tableCaption: string): Block[] {
  const busiest = swarms.filter(({ tasks }) => tasks.total > 0).sort((a, b) => b.tasks.total - a.tasks.total);
  const shown = busiest.slice(0, MOST_ROWS);
  if (busiest.length < 2) {
    return [];
  }
  const series = (['completed', 'failed', 'cancelled'] as const)
    .map((outcome) => ({ name: outcome, values: shown.map(({ tasks }) => tasks[outcome]) }))
    .filter(({ values }) => values.some((value) => value > 0));
  return [
    {
      type: 'chart',
      tableCaption,
      chart: {
        type: 'bar',
        title: 'Finished tasks and sub-agents by outcome',
        description: `Bars of the number of tasks of ${partOf(shown.length, busiest.length, 'swarms', 'with the most tasks')}.`,
        unit: 'count',
        stacked: true,
        categories: shown.map(({ swarmId }) => swarmId),
        series,
      },
    },
  ];
}

/** None where only one swarm was measured. */
export function rankingChart({ name, unit, entries, sampleUnit }: MetricRanking, tableCaption: string): Block[] {
  if (entries.length < 2) {
    return [];
  }
  const shown = entries.slice(0, MOST_ROWS);
  const estimate = unit === 'ratio' ? 'share' : 'median';
  return [
    {
      type: 'chart',
      tableCaption,
      chart: {
        type: 'interval',
        title: `${name}: ${estimate} with 95 % interval`,
        description: `The ${estimate} per ${sampleUnit} of ${partOf(shown.length, entries.length, 'swarms', 'in the order shown')}, each with the interval that the data allow. Where a line is missing, there were too few to bound it.`,
        unit,
        rows: shown.map(({ id, estimate: value, low, high }) => ({ name: id, estimate: value, low, high })),
      },
    },
  ];
}

function partOf(shown: number, all: number, noun: string, which: string): string {
  return shown < all ? `the first ${shown} of ${all} ${noun} ${which}` : `${all} ${noun}`;
}
