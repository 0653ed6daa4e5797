import type { Comparison, PairResult } from '../compare/types.ts';
import type { Column, Notice, Table } from '../frames/table.ts';
import { DIMENSION_LABELS, type Dimension } from './model.ts';

export interface ComparisonRequest {
  comparison: Comparison;
  groupBy: Dimension;
  window: { from: number; to: number } | null;
  notices?: Notice[];
}

/** Two tables: every tested pair, and every group's estimate. Both carry the overall finding in `meta.custom`. */
export function comparisonTables({ comparison, groupBy, window, notices }: ComparisonRequest): [Table, Table] {
  const { overallWinner, alpha, tests, baseline, paretoFront, findings } = comparison;
  const all = [...(notices ?? []), ...noticesOf(comparison)];
  const bootstrap = Object.fromEntries(comparison.metrics.map((metric) => [metric.metric, metric.bootstrap]));
  const meta: Table['meta'] = {
    kind: 'table',
    ...(all.length > 0 ? { notices: all } : {}),
    custom: { overallWinner, alpha, tests, baseline: baseline ?? null, window, paretoFront, findings, bootstrap },
  };
  return [
    { name: 'pairs', meta, columns: pairColumns(comparison.metrics.flatMap((metric) => metric.pairs)) },
    { name: 'estimates', meta, columns: estimateColumns(comparison, groupBy) },
  ];
}

/** What changes how a verdict reads, and where the computation was bounded; every finding is in `meta.custom`. */
export function noticesOf({ findings, notices }: Pick<Comparison, 'findings' | 'notices'>): Notice[] {
  const grave = findings.filter(({ kind }) => kind !== 'autocorrelated' && kind !== 'failed left out');
  return [
    ...grave.map(({ text }): Notice => ({ severity: 'warning', text: `${text}.` })),
    ...notices.map((text): Notice => ({ severity: 'info', text })),
  ];
}

function pairColumns(pairs: readonly PairResult[]): Column[] {
  const text = (name: string, of: (pair: PairResult) => string | null): Column => ({
    name,
    type: 'string',
    values: pairs.map(of),
  });
  const number = (name: string, of: (pair: PairResult) => number | null): Column => ({
    name,
    type: 'number',
    values: pairs.map(of),
  });
  return [
    text('metric', (pair) => pair.metric),
    text('candidate', (pair) => pair.candidate),
    text('reference', (pair) => pair.reference),
    text('verdict', (pair) => pair.verdict),
    number('shift', (pair) => pair.shift),
    number('shift_low', (pair) => pair.shiftLow),
    number('shift_high', (pair) => pair.shiftHigh),
    number('ratio', (pair) => pair.ratio),
    number('cliffs_delta', (pair) => pair.cliffsDelta),
    text('magnitude', (pair) => pair.magnitude),
    text('test', (pair) => pair.test),
    number('p', (pair) => pair.p),
    number('p_adjusted', (pair) => pair.pAdjusted),
    number('n_candidate', (pair) => pair.nCandidate),
    number('n_reference', (pair) => pair.nReference),
    number('n_effective_candidate', (pair) => pair.nEffectiveCandidate),
    number('n_effective_reference', (pair) => pair.nEffectiveReference),
    number('types_compared', (pair) => pair.withinTypes?.shared ?? null),
    text('verdict_all_types', (pair) => pair.withinTypes?.pooled.verdict ?? null),
  ];
}

function estimateColumns({ metrics }: Comparison, groupBy: Dimension): Column[] {
  const rows = metrics.flatMap((metric) => metric.entries.map((entry) => ({ metric: metric.metric, ...entry })));
  type Row = (typeof rows)[number];
  const number = (name: string, of: (row: Row) => number | null): Column => ({
    name,
    type: 'number',
    values: rows.map(of),
  });
  return [
    { name: 'metric', type: 'string', values: rows.map((row) => row.metric) },
    { name: DIMENSION_LABELS[groupBy], type: 'string', values: rows.map((row) => row.id) },
    number('n', (row) => row.n),
    number('estimate', (row) => row.estimate),
    number('low', (row) => row.low),
    number('high', (row) => row.high),
    number('rank_low', (row) => row.rankLow),
    number('rank_high', (row) => row.rankHigh),
    number('n_effective', (row) => row.nEffective),
    number('p_best', (row) => row.pBest),
    number('p_top', (row) => row.pTop),
  ];
}
