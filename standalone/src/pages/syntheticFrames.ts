import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';
import { syntheticSeries } from './syntheticSeries.ts';

/** What a panel is shown with: made up, in the form in which the service answers. */
export type SyntheticKind = 'ranking' | 'comparison' | 'anomalies';

/** Groups that nobody measured, for tests and for measuring the panels. Another round has other values. */
export function syntheticFrames(kind: SyntheticKind, rows: number, round: number): DataFrame[] {
  if (kind === 'anomalies') {
    return [seriesFrame(rows, round)];
  }
  const values = Array.from({ length: rows }, (_, row) => 1000 + row * 10 + ((row * 7 + round * 13) % 9));
  return kind === 'ranking' ? [rankingFrame(values)] : comparisonFrames(values);
}

/** A series as other data sources answer with; another round is another second of it. */
function seriesFrame(rows: number, round: number): DataFrame {
  const { times, values } = syntheticSeries(rows);
  return createDataFrame({
    refId: 'A',
    fields: [
      { name: 'time', type: FieldType.time, values: Array.from(times, (time) => time + round * 1000) },
      number('duration', Array.from(values), 'ms'),
    ],
  });
}

const nameOf = (row: number) => `synthetic-${row + 1}`;
const text = (name: string, values: string[]) => ({ name, type: FieldType.string, values });
const number = (name: string, values: number[], unit?: string) => ({
  name,
  type: FieldType.number,
  values,
  config: unit === undefined ? {} : { unit },
});

function rankingFrame(values: readonly number[]): DataFrame {
  const columns = estimateColumns(values);
  return createDataFrame({
    name: 'ranking',
    refId: 'A',
    meta: {
      custom: {
        metric: 'task_duration',
        direction: 'lower',
        sampleUnit: 'task',
        winner: { id: null, reason: 'Synthetic data prove nothing' },
      },
    },
    fields: [
      text(
        'swarm_id',
        values.map((_, row) => nameOf(row))
      ),
      number('value', [...values], 'ms'),
      ...columns,
    ],
  });
}

/** As above 100 groups: each is held against the first one only. */
function comparisonFrames(values: readonly number[]): DataFrame[] {
  const rivals = values.slice(1);
  const meta = {
    custom: {
      alpha: 0.05,
      tests: (values.length * (values.length - 1)) / 2,
      baseline: null,
      overallWinner: { id: null, reason: 'Synthetic data prove nothing' },
      paretoFront: [nameOf(0)],
    },
  };
  return [
    createDataFrame({
      name: 'pairs',
      refId: 'A',
      meta,
      fields: [
        text(
          'metric',
          rivals.map(() => 'task_duration')
        ),
        text(
          'candidate',
          rivals.map((_, row) => nameOf(row + 1))
        ),
        text(
          'reference',
          rivals.map(() => nameOf(0))
        ),
        text(
          'verdict',
          rivals.map(() => 'no difference shown')
        ),
        number(
          'shift',
          rivals.map((value) => value - values[0])
        ),
        number(
          'shift_low',
          rivals.map((value) => value - values[0] - 50)
        ),
        number(
          'shift_high',
          rivals.map((value) => value - values[0] + 50)
        ),
        number(
          'ratio',
          rivals.map((value) => value / values[0])
        ),
        number(
          'cliffs_delta',
          rivals.map(() => 0.1)
        ),
        text(
          'magnitude',
          rivals.map(() => 'negligible')
        ),
        number(
          'p',
          rivals.map(() => 0.5)
        ),
        number(
          'p_adjusted',
          rivals.map(() => 1)
        ),
        number(
          'n_candidate',
          rivals.map(() => 30)
        ),
        number(
          'n_reference',
          rivals.map(() => 30)
        ),
      ],
    }),
    createDataFrame({
      name: 'estimates',
      refId: 'A',
      meta,
      fields: [
        text(
          'metric',
          values.map(() => 'task_duration')
        ),
        text(
          'swarm_id',
          values.map((_, row) => nameOf(row))
        ),
        number('estimate', [...values]),
        ...estimateColumns(values),
      ],
    }),
  ];
}

function estimateColumns(values: readonly number[]) {
  return [
    number(
      'low',
      values.map((value) => value - 40)
    ),
    number(
      'high',
      values.map((value) => value + 40)
    ),
    number(
      'n',
      values.map(() => 30)
    ),
    number(
      'rank_low',
      values.map((_, row) => Math.max(1, row - 3))
    ),
    number(
      'rank_high',
      values.map((_, row) => Math.min(values.length, row + 5))
    ),
    number(
      'p_best',
      values.map(() => 1 / values.length)
    ),
  ];
}
