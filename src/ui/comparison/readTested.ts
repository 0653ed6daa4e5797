import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { indexPairs } from '../../core/compare/pairIndex.ts';
import { overallWinner } from '../../core/compare/overallWinner.ts';
import type { Scope } from '../../core/compare/scope.ts';
import {
  EFFECT_MAGNITUDES,
  VERDICTS,
  type Comparison,
  type Estimate,
  type MetricRanking,
  type PairResult,
  type RankEntry,
  type Verdict,
} from '../../core/compare/types.ts';
import { findMetric } from '../../core/metrics/catalogue.ts';
import { GRAFANA_UNITS } from '../../core/metrics/units.ts';
import { paretoFront } from '../../core/rank/paretoFront.ts';
import { metricWinner } from '../../core/rank/metricWinner.ts';
import { displayOrder } from '../../core/rank/rankMetric.ts';
import { fieldNamed, numberAt, textAt } from '../frames/values.ts';
import { missingField } from '../frames/problem.ts';
import { readScope } from './readScope.ts';
import type { ComparisonResult, MetricDisplay, Origin, TestedSet, WithinNotes } from './model.ts';

/** True for the frame of a `comparison` query that has a row for each group and metric, whatever it was renamed to. */
export function isEstimates(frame: DataFrame): boolean {
  return frame.name === 'estimates' || has(frame, ['metric', 'estimate', 'rank_low']);
}

/** True for the frame of a `comparison` query that has a row for each pair. */
export function isPairs(frame: DataFrame): boolean {
  return frame.name === 'pairs' || has(frame, ['candidate', 'reference', 'verdict']);
}

/** Reads the frames of a `comparison` query back into what they were made of; nothing is tested anew. */
export function readTested(frames: readonly DataFrame[]): ComparisonResult<TestedSet> {
  const estimates = frames.find(isEstimates);
  const pairs = frames.find(isPairs);
  const present = frames.flatMap(({ fields }) => fields);
  if (!estimates) {
    return missingField('estimate', 'number', present);
  }
  const metric = fieldNamed(estimates, 'metric', FieldType.string);
  const id = estimates.fields.find(({ name, type }) => type === FieldType.string && name !== 'metric');
  const estimate = fieldNamed(estimates, 'estimate', FieldType.number);
  if (!metric) {
    return missingField('metric', 'string', present);
  }
  if (!id) {
    return missingField('swarm_id', 'string', present);
  }
  if (!estimate || !fieldNamed(estimates, 'n', FieldType.number)) {
    return missingField(estimate ? 'n' : 'estimate', 'number', present);
  }
  const rows = readEstimates(estimates, { metric, id, estimate });
  if (rows.length === 0) {
    return { ok: false, problem: { kind: 'no-data' } };
  }
  const read = pairs ? readPairs(pairs) : { pairs: [], within: new Map() };
  const groups = [
    ...new Set([
      ...rows.map(({ id: group }) => group),
      ...read.pairs.flatMap((pair) => [pair.reference, pair.candidate]),
    ]),
  ];
  const told = readScope(estimates, read.pairs.length);
  const scope: Scope = { groups, ...told.scope };
  const metrics = [...new Set(rows.map((row) => row.metric))].map((one) => ranked(one, rows, read.pairs, scope));
  const comparison: Comparison = {
    groups,
    ...(scope.baseline === undefined ? {} : { baseline: scope.baseline }),
    alpha: scope.alpha,
    tests: scope.tests,
    metrics,
    overallWinner: told.winner ?? overallWinner(metrics, scope),
    paretoFront: told.paretoFront ?? paretoFront(groups, metrics),
    findings: [],
    notices: [],
  };
  const displays = new Map(metrics.map((one) => [one.metric, displayOf(one, rows, estimate)]));
  return { ok: true, value: { kind: 'tested', comparison, displays, within: read.within } };
}

interface EstimateRow {
  id: string;
  metric: string;
  estimate: Estimate;
  rankLow: number | null;
  rankHigh: number | null;
  pBest: number | null;
  pTop: number | null;
  rowIndex: number;
}

function ranked(id: string, rows: readonly EstimateRow[], all: readonly PairResult[], scope: Scope): MetricRanking {
  const pairs = all.filter((pair) => pair.metric === id);
  const known = findMetric(id);
  const own = new Map(rows.filter((row) => row.metric === id).map((row) => [row.id, row]));
  const about = {
    metric: id,
    name: known?.name ?? id,
    unit: known?.unit ?? ('count' as const),
    direction: known?.direction ?? ('none' as const),
    sampleUnit: known?.sampleUnit ?? 'sample',
  };
  const ordered = displayOrder(
    [...own.values()].map(({ estimate }) => estimate),
    about.direction
  );
  // Places are the service's: to find them anew takes a look at each pair of groups, which many groups have too many of.
  const entries = ordered.map((estimate, index): RankEntry => {
    const row = own.get(estimate.id);
    return {
      ...estimate,
      position: index + 1,
      rankLow: row?.rankLow ?? 1,
      rankHigh: row?.rankHigh ?? ordered.length,
      tiedWith: [],
      pBest: row?.pBest ?? null,
      pTop: row?.pTop ?? null,
    };
  });
  const winner = metricWinner(about, entries, indexPairs(pairs), scope);
  return { ...about, entries, pairs, winner, bootstrap: null };
}

function displayOf({ metric }: MetricRanking, rows: readonly EstimateRow[], field: Field): MetricDisplay {
  const known = findMetric(metric);
  const origins = rows
    .filter((row) => row.metric === metric)
    .map(({ id, rowIndex }): [string, Origin] => [id, { field, rowIndex }]);
  return { field, origins: new Map(origins), ...(known ? { unit: GRAFANA_UNITS[known.unit] } : {}) };
}

function readEstimates(
  frame: DataFrame,
  { metric, id, estimate }: Record<'metric' | 'id' | 'estimate', Field>
): EstimateRow[] {
  const number = numberReader(frame);
  const rows: EstimateRow[] = [];
  for (let rowIndex = 0; rowIndex < frame.length; rowIndex++) {
    const value = numberAt(estimate, rowIndex);
    const name = textAt(metric, rowIndex);
    const n = number('n', rowIndex);
    if (value !== null && name !== null && n !== null) {
      const group = textAt(id, rowIndex) ?? '';
      rows.push({
        id: group,
        metric: name,
        estimate: {
          id: group,
          n,
          nEffective: number('n_effective', rowIndex) ?? n,
          estimate: value,
          low: number('low', rowIndex),
          high: number('high', rowIndex),
        },
        rankLow: number('rank_low', rowIndex),
        rankHigh: number('rank_high', rowIndex),
        pBest: number('p_best', rowIndex),
        pTop: number('p_top', rowIndex),
        rowIndex,
      });
    }
  }
  return rows;
}

/** Rows without the names of both groups, their sizes, a p or a verdict that we know tell nothing and are left out. */
function readPairs(frame: DataFrame): { pairs: PairResult[]; within: WithinNotes } {
  const number = numberReader(frame);
  const text = (name: string, rowIndex: number) => {
    const field = fieldNamed(frame, name, FieldType.string);
    return field ? textAt(field, rowIndex) : null;
  };
  const pairs: PairResult[] = [];
  const within = new Map<PairResult, { types: number; pooled: Verdict | null }>();
  for (let row = 0; row < frame.length; row++) {
    const [metric, candidate, reference] = [text('metric', row), text('candidate', row), text('reference', row)];
    const verdict = VERDICTS.find((one) => one === text('verdict', row));
    const [p, nCandidate, nReference] = [number('p', row), number('n_candidate', row), number('n_reference', row)];
    if (metric === null || candidate === null || reference === null || verdict === undefined) {
      continue;
    }
    if (p === null || nCandidate === null || nReference === null) {
      continue;
    }
    const pair: PairResult = {
      metric,
      candidate,
      reference,
      nCandidate,
      nReference,
      nEffectiveCandidate: number('n_effective_candidate', row) ?? nCandidate,
      nEffectiveReference: number('n_effective_reference', row) ?? nReference,
      shift: number('shift', row),
      shiftLow: number('shift_low', row),
      shiftHigh: number('shift_high', row),
      ratio: number('ratio', row),
      cliffsDelta: number('cliffs_delta', row),
      magnitude: EFFECT_MAGNITUDES.find((one) => one === text('magnitude', row)) ?? null,
      test: 'none',
      withinTypes: null,
      p,
      pAdjusted: number('p_adjusted', row) ?? p,
      verdict,
    };
    pairs.push(pair);
    const types = number('types_compared', row);
    if (types !== null) {
      within.set(pair, { types, pooled: VERDICTS.find((one) => one === text('verdict_all_types', row)) ?? null });
    }
  }
  return { pairs, within };
}

function numberReader(frame: DataFrame) {
  const fields = new Map(
    frame.fields.filter(({ type }) => type === FieldType.number).map((field) => [field.name, field])
  );
  return (name: string, rowIndex: number): number | null => {
    const field = fields.get(name);
    return field ? numberAt(field, rowIndex) : null;
  };
}

function has(frame: DataFrame, names: readonly string[]): boolean {
  return names.every((name) => frame.fields.some((field) => field.name === name));
}
