import fc from 'fast-check';
import { fromDataFrameJson, toDataFrameJson, toFrameMeta, type DataFrameJson } from './dataFrameJson.ts';
import { column, finiteOrNull, numbers, rowCount, strings, type Column, type Table, type TableKind } from './table.ts';

const KINDS: TableKind[] = [
  'table',
  'timeseries-multi',
  'timeseries-wide',
  'numeric-long',
  'numeric-wide',
  'numeric-multi',
];

/** Columns of one length; numbers without -0, which JSON does not have. */
function columns(rows: number): fc.Arbitrary<Column[]> {
  const head = {
    name: fc.string(),
    labels: fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined }),
    config: fc.option(fc.constant({ unit: 'ms', displayName: 'x' }), { nil: undefined }),
  };
  const list = <T>(value: fc.Arbitrary<T>) => fc.array(fc.option(value), { minLength: rows, maxLength: rows });
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  const one = fc.oneof(
    fc.record({ ...head, type: fc.constant('time' as const), values: list(fc.integer()) }),
    fc.record({ ...head, type: fc.constant('number' as const), values: list(number) }),
    fc.record({ ...head, type: fc.constant('string' as const), values: list(fc.string()) }),
    fc.record({ ...head, type: fc.constant('boolean' as const), values: list(fc.boolean()) }),
    fc.record({ ...head, type: fc.constant('json' as const), values: list(fc.constant({ a: [1] })) })
  );
  return fc.array(one, { maxLength: 5 });
}

const table: fc.Arbitrary<Table> = fc.nat({ max: 5 }).chain((rows) =>
  fc.record({
    name: fc.string(),
    refId: fc.string(),
    meta: fc.record({
      kind: fc.constantFrom(...KINDS),
      notices: fc.constant([{ severity: 'warning' as const, text: 'cut' }]),
      custom: fc.dictionary(fc.string(), fc.integer()),
      preferredVisualisationType: fc.constantFrom('graph' as const, 'table' as const),
    }),
    columns: columns(rows),
  })
);

describe('DataFrame JSON', () => {
  it('gives back every table that was written, through its text', () => {
    fc.assert(
      fc.property(table, (original) => {
        const wire: DataFrameJson = JSON.parse(JSON.stringify(toDataFrameJson(original)));
        expect(fromDataFrameJson(wire)).toEqual(JSON.parse(JSON.stringify(original)));
      })
    );
  });

  it('has Grafana’s names for types and kinds', () => {
    const frame = toDataFrameJson({
      refId: 'A',
      meta: { kind: 'timeseries-multi', custom: { demo: true } },
      columns: [
        { name: 'time', type: 'time', values: [1] },
        { name: 'v', type: 'number', labels: { swarm_id: 's' }, config: { unit: 'ms' }, values: [null] },
        { name: 'ok', type: 'boolean', values: [true] },
        { name: 'more', type: 'json', values: [{}] },
      ],
    });
    expect(frame).toEqual({
      schema: {
        refId: 'A',
        meta: { type: 'timeseries-multi', typeVersion: [0, 1], custom: { demo: true } },
        fields: [
          { name: 'time', type: 'time', typeInfo: { frame: 'time.Time', nullable: true } },
          {
            name: 'v',
            type: 'number',
            typeInfo: { frame: 'float64', nullable: true },
            labels: { swarm_id: 's' },
            config: { unit: 'ms' },
          },
          { name: 'ok', type: 'boolean', typeInfo: { frame: 'bool', nullable: true } },
          { name: 'more', type: 'other', typeInfo: { frame: 'json.RawMessage', nullable: true } },
        ],
      },
      data: { values: [[1], [null], [true], [{}]] },
    });
    expect(toFrameMeta({ kind: 'table' })).toEqual({});
  });

  it('reads what is not of a column’s type as unknown', () => {
    const field = (type: string) => ({ name: type, type, typeInfo: { frame: '', nullable: true } });
    const read = fromDataFrameJson({
      schema: { meta: { type: 'a new kind' }, fields: ['number', 'string', 'boolean', 'time', 'enum'].map(field) },
      data: {
        values: [
          [1, 'x', NaN],
          ['a', 5, null],
          [true, 0, null],
          [5, '5', undefined],
          [1, 'x', null],
        ],
      },
    });
    expect(read.meta).toEqual({ kind: 'table' });
    expect(read.columns.map(({ type, values }) => [type, values])).toEqual([
      ['number', [1, null, null]],
      ['string', ['a', null, null]],
      ['boolean', [true, null, null]],
      ['time', [5, null, null]],
      ['json', [1, 'x', null]],
    ]);
  });

  it('refuses fields and values that do not belong together', () => {
    expect(() => fromDataFrameJson({ schema: { fields: [] }, data: { values: [[1]] } })).toThrow(TypeError);
  });
});

describe('a table', () => {
  const example: Table = {
    meta: { kind: 'table' },
    columns: [
      { name: 't', type: 'time', values: [1, 2] },
      { name: 's', type: 'string', values: ['a', null] },
    ],
  };

  it('gives its columns by name and type', () => {
    expect(rowCount(example)).toBe(2);
    expect(rowCount({ meta: { kind: 'table' }, columns: [] })).toBe(0);
    expect(column(example, 's')?.type).toBe('string');
    expect([numbers(example, 't'), numbers(example, 's'), numbers(example, 'x')]).toEqual([
      [1, 2],
      undefined,
      undefined,
    ]);
    expect([strings(example, 's'), strings(example, 't')]).toEqual([['a', null], undefined]);
  });

  it('takes finite numbers only', () => {
    expect([0, -1.5, NaN, Infinity, null, undefined].map(finiteOrNull)).toEqual([0, -1.5, null, null, null, null]);
  });
});
