import type { PairResult } from '../compare/types.ts';
import type { Notice, Table } from '../frames/table.ts';
import { DIMENSION_LABELS, type Dimension } from './model.ts';
import { numberTable } from './numberTable.ts';

export interface RegressionRequest {
  groupBy: Dimension;
  /** Pairs of each group as candidate, one a metric that both sides have values of. */
  groups: ReadonlyArray<{ id: string; pairs: readonly PairResult[] }>;
  notices?: readonly Notice[];
}

/**
 * One number a group for alert rules: on how many metrics it is proven worse than its baseline. A group of which no metric could
 * be compared has no row: nothing shown is not the same as nothing wrong.
 */
export function regressionTable({ groupBy, groups, notices = [] }: RegressionRequest): Table {
  const label = DIMENSION_LABELS[groupBy];
  const judged = groups.filter(({ pairs }) => pairs.some(({ verdict }) => verdict !== 'too few samples'));
  const silent = groups.length - judged.length;
  return numberTable({
    name: 'regressions',
    labelNames: [label],
    rows: judged.map(({ id, pairs }) => ({
      labels: { [label]: id },
      value: pairs.filter(({ verdict }) => verdict === 'worse').length,
    })),
    config: { displayName: 'Metrics proven worse than the baseline', decimals: 0 },
    notices: [
      ...notices,
      ...(silent > 0
        ? [{ severity: 'info' as const, text: `${silent} of ${groups.length} groups have too few samples to compare.` }]
        : []),
    ],
    custom: {
      regressions: judged.flatMap(({ id, pairs }) =>
        pairs
          .filter(({ verdict }) => verdict === 'worse')
          .map(({ metric, shift, pAdjusted }) => ({ [label]: id, metric, shift, pAdjusted }))
      ),
    },
  });
}
