import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';
import { rankingFrame, TIED_ROWS } from '../testing/rankingFrame.ts';
import { buildRanking } from './buildRanking.ts';
import { DEFAULT_RANKING_OPTIONS, type Ranking, type RankingOptions } from './model.ts';

const ranked = (frames: DataFrame[], options: Partial<RankingOptions> = {}): Ranking => {
  const result = buildRanking(frames, { ...DEFAULT_RANKING_OPTIONS, ...options });
  if (!result.ok) {
    throw new Error(JSON.stringify(result.problem));
  }
  return result.value;
};
const problemOf = (frames: DataFrame[]) => {
  const result = buildRanking(frames, DEFAULT_RANKING_OPTIONS);
  return result.ok ? undefined : result.problem;
};
const names = ({ rows }: Ranking) => rows.map(({ name }) => name);
const places = ({ rows }: Ranking) => rows.map(({ rank }) => rank && [rank.low, rank.high]);

const text = (name: string, values: unknown[]) => ({ name, type: FieldType.string, values, config: {} });
const number = (name: string, values: unknown[], labels?: Record<string, string>) => ({
  name,
  type: FieldType.number,
  values,
  labels,
  config: {},
});
const time = (values: number[]) => ({ name: 'time', type: FieldType.time, values, config: {} });

describe('a ranking frame', () => {
  it('keeps the places, intervals and sample sizes of the data', () => {
    const ranking = ranked([rankingFrame(TIED_ROWS)]);
    expect(names(ranking)).toEqual(['mesh-1', 'ring-1', 'star-1']);
    expect(places(ranking)).toEqual([
      [1, 2],
      [1, 2],
      [3, 3],
    ]);
    expect(ranking.rows[0]).toMatchObject({
      interval: { low: 900, high: 1100 },
      n: 40,
      topology: 'mesh',
      tiedWith: ['ring-1'],
    });
    expect(ranking).toMatchObject({ tested: true, direction: 'lower', sampleUnit: 'task', omitted: 0 });
  });

  it('sorts by value when told to, and leaves the places alone', () => {
    const ranking = ranked([rankingFrame(TIED_ROWS)], { sort: 'desc' });
    expect(names(ranking)).toEqual(['star-1', 'ring-1', 'mesh-1']);
    expect(places(ranking)[0]).toEqual([3, 3]);
    expect(ranking.sorted).toBe('descending');
  });

  it('says how many rows the limit left out', () => {
    const ranking = ranked([rankingFrame(TIED_ROWS)], { limit: 1 });
    expect(names(ranking)).toEqual(['mesh-1']);
    expect(ranking.omitted).toBe(2);
    expect(ranked([rankingFrame(TIED_ROWS)], { limit: 0 }).rows).toHaveLength(3);
  });

  it('leaves an end of an interval open that the sample does not bound', () => {
    const [row] = ranked([rankingFrame([{ id: 'a', value: 5, low: null, high: 9 }])]).rows;
    expect(row.interval).toEqual({ low: null, high: 9 });
  });

  it.each([null, NaN, Infinity, -Infinity])('gives a value of %p no interval, no number and the last line', (value) => {
    const ranking = ranked([
      rankingFrame([
        { id: 'unknown', value, low: 1, high: 2, rankLow: null },
        { id: 'known', value: 5 },
      ]),
    ]);
    expect(names(ranking)).toEqual(['known', 'unknown']);
    expect(ranking.rows[1]).toMatchObject({ value: null, rank: null });
    expect(ranking.rows[1].interval).toBeUndefined();
  });

  it('bears columns that only add detail being away', () => {
    const ranking = ranked([
      rankingFrame(TIED_ROWS, { without: ['low', 'high', 'n', 'topology', 'tied_with', 'position', 'rank_high'] }),
    ]);
    expect(ranking.rows[0]).toMatchObject({ name: 'mesh-1', tiedWith: [], rank: { low: 1, high: 1 } });
    expect(ranking.rows[0].interval).toBeUndefined();
  });

  it.each([
    ['value', 'number'],
    ['rank_low', 'number'],
  ])('names the field %s when it is missing', (field, type) => {
    expect(problemOf([rankingFrame(TIED_ROWS, { without: [field] })])).toEqual({ kind: 'missing-field', field, type });
  });

  it('names the text field when there is none', () => {
    const frame = rankingFrame(TIED_ROWS, { without: ['swarm_id', 'topology', 'tied_with'] });
    expect(problemOf([frame])).toEqual({ kind: 'missing-field', field: 'swarm_id', type: 'string' });
  });

  it('does not take a value of the wrong type for a number', () => {
    const frame = createDataFrame({
      name: 'ranking',
      fields: [text('swarm_id', ['a']), text('value', ['fast']), number('rank_low', [1])],
    });
    expect(problemOf([frame])).toEqual({ kind: 'missing-field', field: 'value', type: 'number' });
  });

  it('is no ranking without rows', () => {
    expect(problemOf([rankingFrame([])])).toEqual({ kind: 'no-data' });
  });

  it('bears metadata that is not ours', () => {
    for (const custom of [undefined, null, 'x', 7, [], { winner: 'me', direction: 5, sampleUnit: {}, demo: 'yes' }]) {
      const frame = { ...rankingFrame(TIED_ROWS), meta: { custom: custom as Record<string, unknown> | undefined } };
      expect(ranked([frame])).toMatchObject({ direction: 'none', demo: false });
      expect(ranked([frame]).winner).toBeUndefined();
    }
  });

  it('ranks other things than swarms', () => {
    const frame = rankingFrame(TIED_ROWS);
    frame.fields[0].name = 'topology';
    frame.fields = frame.fields.filter((field, index) => index === 0 || field.name !== 'topology');
    expect(ranked([frame])).toMatchObject({ ofSwarms: false });
    expect(ranked([frame]).rows[0].topology).toBeUndefined();
  });
});

describe('frames of other data sources', () => {
  it('takes the first text as the name and the first number as the value, largest first', () => {
    const ranking = ranked([
      createDataFrame({
        fields: [text('host', ['a', 'b', 'c']), number('load', [1, 3, 2]), number('other', [9, 9, 9])],
      }),
    ]);
    expect(names(ranking)).toEqual(['b', 'c', 'a']);
    expect(places(ranking)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(ranking).toMatchObject({ tested: false, ofSwarms: false });
    expect(ranking.rows.every((row) => row.interval === undefined)).toBe(true);
  });

  it('puts the smallest first when the number is a metric of ours that should be low', () => {
    expect(
      names(ranked([createDataFrame({ fields: [text('swarm_id', ['a', 'b']), number('error_rate', [0.4, 0.1])] })]))
    ).toEqual(['b', 'a']);
  });

  it('lets equal values share their places, in an order that never changes', () => {
    const frame = () =>
      createDataFrame({ fields: [text('name', ['c', 'a', 'b', 'd']), number('value', [5, 5, 9, 1])] });
    const ranking = ranked([frame()]);
    expect(names(ranking)).toEqual(['b', 'a', 'c', 'd']);
    expect(places(ranking)).toEqual([
      [1, 1],
      [2, 3],
      [2, 3],
      [4, 4],
    ]);
    expect(names(ranked([frame()]))).toEqual(names(ranking));
  });

  it('names rows of a numeric-long frame by all their labels', () => {
    const frame = createDataFrame({
      meta: { type: 'numeric-long' as NonNullable<DataFrame['meta']>['type'] },
      fields: [text('swarm_id', ['s', 's']), text('model', ['x', 'y']), number('value', [1, 2])],
    });
    expect(names(ranked([frame]))).toEqual(['s · y', 's · x']);
  });

  it('takes the last value of every series that is one', () => {
    const frames = [
      createDataFrame({ fields: [time([1, 2, 3]), number('task_duration', [10, 30, null], { swarm_id: 'a' })] }),
      createDataFrame({ fields: [time([1, 2]), number('task_duration', [5, 20], { swarm_id: 'b' })] }),
    ];
    const ranking = ranked(frames);
    expect(ranking.rows.map(({ value }) => value)).toEqual([20, 30]);
    expect(names(ranking).join()).toContain('b');
  });

  it('takes every number column of a wide frame', () => {
    const frame = createDataFrame({ fields: [time([1, 2]), number('cpu', [1, 2]), number('memory', [4, 7])] });
    expect(ranked([frame]).rows.map(({ name, value }) => [name, value])).toEqual([
      ['memory', 7],
      ['cpu', 2],
    ]);
  });

  it('takes the latest row of a name when there is a time', () => {
    const frame = createDataFrame({ fields: [time([1, 2, 3]), text('name', ['a', 'b', 'a']), number('v', [1, 5, 9])] });
    expect(ranked([frame]).rows.map(({ name, value }) => [name, value])).toEqual([
      ['a', 9],
      ['b', 5],
    ]);
  });

  it('keeps rows without a value, without a place', () => {
    const ranking = ranked([createDataFrame({ fields: [text('name', ['a', 'b', 'c']), number('v', [null, NaN, 4])] })]);
    expect(places(ranking)).toEqual([[1, 1], null, null]);
  });

  it('shows a frame of nothing but unknown values as such', () => {
    expect(
      places(ranked([createDataFrame({ fields: [text('name', ['a', 'b']), number('v', [null, null])] })]))
    ).toEqual([null, null]);
  });

  it('treats names as names', () => {
    const hostile = ['__proto__', 'constructor', '<img src=x onerror=alert(1)>', 'x'.repeat(10_000), 'سرب', ''];
    const ranking = ranked([createDataFrame({ fields: [text('name', hostile), number('v', [6, 5, 4, 3, 2, 1])] })]);
    expect(names(ranking)).toEqual(hostile);
    expect(new Set(ranking.rows.map(({ key }) => key)).size).toBe(hostile.length);
  });

  it('says what is missing', () => {
    expect(problemOf([])).toEqual({ kind: 'no-data' });
    expect(problemOf([createDataFrame({ fields: [] })])).toEqual({ kind: 'no-data' });
    expect(problemOf([createDataFrame({ fields: [text('name', []), number('v', [])] })])).toEqual({ kind: 'no-data' });
    expect(problemOf([createDataFrame({ fields: [text('name', ['a'])] })])).toEqual({
      kind: 'missing-field',
      field: 'value',
      type: 'number',
    });
    expect(problemOf([createDataFrame({ fields: [time([1])] })])).toEqual({
      kind: 'missing-field',
      field: 'value',
      type: 'number',
    });
  });
});

it('gathers notices of all frames once, and says when demo data are among them', () => {
  const notice = { severity: 'warning', text: 'truncated at 100' } as const;
  const frames = [
    rankingFrame(TIED_ROWS, { notices: [notice], custom: { demo: true } }),
    rankingFrame(TIED_ROWS, { notices: [notice] }),
  ];
  expect(ranked(frames)).toMatchObject({ notices: [notice], demo: true });
});
