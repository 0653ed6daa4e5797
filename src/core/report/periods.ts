import type { Comparison, MetricRanking } from '../compare/types.ts';
import { cellOf, intervalCell, left, pCell, right, valueCell } from './cells.ts';
import type { Cell, Section } from './document.ts';
import { formatTime, formatValue } from './format.ts';

/** Ids of the two sides in a comparison of periods. */
export const NOW = 'this period';
export const BEFORE = 'the period before';

/** Swarms held against themselves at another time. */
export interface PeriodComparison {
  /** Epoch ms, `to` exclusive. */
  before: { from: number; to: number };
  /** Id of the saved report whose window that is; absent: the time just before. */
  report?: string;
  swarms: Array<{ swarmId: string; comparison: Comparison }>;
  notCompared: number;
}

export function periodsSection({ before, report, swarms, notCompared }: PeriodComparison): Section {
  const rows = swarms.flatMap(({ swarmId, comparison }) =>
    comparison.metrics.filter(({ entries }) => entries.length > 0).map((metric) => periodRow(swarmId, metric))
  );
  const time = `${formatTime(before.from)} to ${formatTime(before.to)}`;
  const which = report === undefined ? 'the period before' : `the window of report ${report}`;
  const alpha = swarms.reduce((sum, { comparison }) => sum + comparison.alpha, 0);
  const remarks = swarms.flatMap(({ swarmId, comparison }) =>
    [...comparison.findings.map(({ text }) => `${text}.`), ...comparison.notices].map((text) => `${swarmId}: ${text}`)
  );
  const items = [
    ...remarks,
    ...(notCompared > 0 ? [`${notCompared} more swarms were not held against ${which}.`] : []),
  ];
  return {
    heading: report === undefined ? 'Against the period before' : 'Against a saved report',
    blocks: [
      {
        type: 'paragraph',
        text:
          rows.length === 0
            ? `Nothing was measured in this report's window or in ${which}, ${time}.`
            : `Each swarm against itself in ${which}, ${time}. p is adjusted by Holm over the metrics of a swarm, and the level shared out over the swarms: the chance of any false claim in this table is at most ${formatValue(alpha, 'ratio')}.`,
      },
      ...(rows.length === 0
        ? []
        : [
            {
              type: 'table' as const,
              caption: 'Change of each swarm',
              columns: [
                left('Swarm'),
                left('Metric'),
                left('Verdict'),
                right('Before', 'Before', 'Unit'),
                right('Now'),
                right('Difference'),
                right('95 % interval', 'Difference low', 'Difference high'),
                right('p adjusted'),
                right('n now / before', 'n now', 'n before'),
              ],
              rows,
            },
          ]),
      ...(items.length > 0 ? [{ type: 'list' as const, items }] : []),
    ],
  };
}

function periodRow(swarmId: string, { name, unit, entries, pairs }: MetricRanking): Cell[] {
  const [now, before] = [NOW, BEFORE].map((side) => entries.find(({ id }) => id === side));
  const pair = pairs.find(({ candidate }) => candidate === NOW);
  return [
    swarmId,
    name,
    pair?.verdict ?? `only measured in ${now ? NOW : BEFORE}`,
    cellOf(formatValue(before?.estimate, unit), before?.estimate ?? null, unit),
    valueCell(now?.estimate, unit),
    ...(pair
      ? [valueCell(pair.shift, unit), intervalCell(pair.shiftLow, pair.shiftHigh, unit), pCell(pair.pAdjusted)]
      : [cellOf('–', null), cellOf('–', null, null), cellOf('–', null)]),
    cellOf(`${now?.n ?? 0} / ${before?.n ?? 0}`, now?.n ?? 0, before?.n ?? 0),
  ];
}
