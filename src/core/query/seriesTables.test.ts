import type { Table } from '../frames/table.ts';
import { findMetric } from '../metrics/catalogue.ts';
import { planMetric } from './measure.ts';
import type { Aggregation, Dimension, SeriesFormat } from './model.ts';
import type { AggregateRow } from './plan.ts';
import { instantTable, seriesTables, type SeriesRequest } from './seriesTables.ts';

function requestOf(
  id: string,
  aggregation: Aggregation,
  groupBy: Dimension[] = ['swarm'],
  format: SeriesFormat = 'multi'
): SeriesRequest {
  const metric = findMetric(id);
  if (!metric) {
    throw new Error(id);
  }
  return { metric, plan: planMetric(metric, aggregation), groupBy, format, bucketMs: 10 };
}

const row = (swarm: string | null, bucket: number, values: Record<string, number | null>): AggregateRow => ({
  group: { swarm },
  bucket,
  values,
});

const valuesOf = (tables: Table[]) => tables.map(({ columns }) => columns.map(({ values }) => values));

describe('seriesTables', () => {
  it('makes a table a group, with labels, unit and the group as its name', () => {
    const rows = [row('a', 10, { v: 5 }), row('b', 10, { v: 7 }), row('a', 0, { v: 3 })];
    const tables = seriesTables(rows, requestOf('task_duration', 'median'));
    expect(tables).toMatchObject([
      {
        meta: { kind: 'timeseries-multi' },
        columns: [
          { name: 'time', type: 'time', values: [0, 10] },
          {
            name: 'task_duration',
            type: 'number',
            labels: { swarm_id: 'a' },
            config: { unit: 'ms', displayNameFromDS: 'a' },
            values: [3, 5],
          },
        ],
      },
      { columns: [{ values: [10] }, { labels: { swarm_id: 'b' }, values: [7] }] },
    ]);
  });

  it('fills gaps with 0 where nothing happening means 0, between first and last event only', () => {
    const rows = [row('a', 10, { n: 2 }), row('a', 40, { n: 1 }), row('b', 0, { n: 1 })];
    expect(valuesOf(seriesTables(rows, requestOf('task_count', 'count')))).toEqual([
      [
        [10, 20, 30, 40],
        [2, 0, 0, 1],
      ],
      [[0], [1]],
    ]);
    expect(valuesOf(seriesTables(rows, requestOf('throughput', 'rate')))[0]).toEqual([
      [10, 20, 30, 40],
      [200, 0, 0, 100],
    ]);
    const sums = [row('a', 10, { sum: 2 }), row('a', 30, { sum: 1 })];
    expect(valuesOf(seriesTables(sums, requestOf('cost_usd', 'sum')))).toEqual([
      [
        [10, 20, 30],
        [2, 0, 1],
      ],
    ]);
  });

  it('leaves gaps where nothing happening means not known', () => {
    const rows = [row('a', 10, { v: 2 }), row('a', 40, { v: 1 })];
    expect(valuesOf(seriesTables(rows, requestOf('task_duration', 'p95')))).toEqual([
      [
        [10, 40],
        [2, 1],
      ],
    ]);
    const rates = [row('a', 10, { n: 2, failed: 1 }), row('a', 40, { n: 1, failed: 0 })];
    expect(valuesOf(seriesTables(rates, requestOf('error_rate', 'avg')))).toEqual([
      [
        [10, 40],
        [0.5, 0],
      ],
    ]);
  });

  it('puts all groups into one table when asked for, with null where a group has nothing', () => {
    const rows = [row('a', 0, { v: 1 }), row('b', 10, { v: 2 })];
    const [wide] = seriesTables(rows, requestOf('task_duration', 'avg', ['swarm'], 'wide'));
    expect(wide).toMatchObject({ meta: { kind: 'timeseries-wide' } });
    expect(valuesOf(wide ? [wide] : [])).toEqual([
      [
        [0, 10],
        [1, null],
        [null, 2],
      ],
    ]);
    expect(wide?.columns.map(({ name, labels }) => [name, labels])).toEqual([
      ['time', undefined],
      ['task_duration', { swarm_id: 'a' }],
      ['task_duration', { swarm_id: 'b' }],
    ]);
  });

  it('is one typed table without rows when there is nothing', () => {
    for (const format of ['multi', 'wide'] as const) {
      const tables = seriesTables([], requestOf('error_rate', 'avg', ['swarm'], format));
      expect(
        tables.map(({ meta, columns }) => [meta.kind, columns.map(({ name, type, values }) => [name, type, values])])
      ).toEqual([
        [
          `timeseries-${format}`,
          [
            ['time', 'time', []],
            ['error_rate', 'number', []],
          ],
        ],
      ]);
    }
  });

  it('keeps groups apart that differ in a dimension only one of them has', () => {
    const rows: AggregateRow[] = [
      { group: { swarm: 'a', model: null }, bucket: 0, values: { v: 1 } },
      { group: { swarm: 'a', model: 'm' }, bucket: 0, values: { v: 2 } },
    ];
    const tables = seriesTables(rows, requestOf('task_duration', 'avg', ['swarm', 'model']));
    expect(tables.map(({ columns }) => columns[1]?.labels)).toEqual([{ swarm_id: 'a' }, { swarm_id: 'a', model: 'm' }]);
    expect(tables.map(({ columns }) => columns[1]?.config?.displayNameFromDS)).toEqual(['a', 'a m']);
  });

  it('is named by its metric without groups, and never holds what is no number', () => {
    const [only] = seriesTables([{ group: {}, bucket: 0, values: { v: NaN } }], requestOf('task_duration', 'avg', []));
    expect(only?.columns[1]).toMatchObject({
      labels: {},
      config: { displayNameFromDS: 'Task duration' },
      values: [null],
    });
  });
});

describe('instantTable', () => {
  const instant = (rows: AggregateRow[], { metric, plan, groupBy }: SeriesRequest, seconds = 60) =>
    instantTable(rows, { metric, plan, groupBy, seconds });

  it('has a text column for each label and the number', () => {
    const rows: AggregateRow[] = [
      { group: { swarm: 'a', model: 'm' }, values: { n: 6 } },
      { group: { swarm: 'b', model: null }, values: { n: 3 } },
    ];
    const { meta, columns } = instant(rows, requestOf('throughput', 'rate', ['swarm', 'model']));
    expect(meta.kind).toBe('numeric-long');
    expect(columns.map(({ name, type, values }) => [name, type, values])).toEqual([
      ['swarm_id', 'string', ['a', 'b']],
      ['model', 'string', ['m', '']],
      ['throughput', 'number', [0.1, 0.05]],
    ]);
    expect(columns[2]?.config).toEqual({ unit: 'ops', displayNameFromDS: 'Throughput' });
  });

  it('is typed without rows, and a share goes from 0 to 1', () => {
    const { columns } = instant([], requestOf('error_rate', 'avg'));
    expect(columns.map(({ type, values }) => [type, values])).toEqual([
      ['string', []],
      ['number', []],
    ]);
    expect(columns[1]?.config).toMatchObject({ unit: 'percentunit', min: 0, max: 1 });
  });
});
