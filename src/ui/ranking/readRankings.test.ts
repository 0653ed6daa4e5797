import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';
import { comparisonFrames } from '../testing/comparisonFrames.ts';
import { rankingFrame, TIED_ROWS, type FrameRow } from '../testing/rankingFrame.ts';
import { arrange, type Wishes } from './arrange.ts';
import { rowsAsCsv, rowsAsJson } from './exportRows.ts';
import { DEFAULT_RANKING_OPTIONS, type RankingOptions, type RankingSet } from './model.ts';
import { readRankings } from './readRankings.ts';
import { groupsOf, scorable, score } from './score.ts';

function read(frames: DataFrame[], options: Partial<RankingOptions> = {}): RankingSet {
  const result = readRankings(frames, { ...DEFAULT_RANKING_OPTIONS, ...options });
  if (!result.ok) {
    throw new Error(JSON.stringify(result.problem));
  }
  return result.value;
}

const arranged = (set: RankingSet, wishes: Partial<Wishes> = {}, index = 0) =>
  arrange(set.metrics[index], set, { options: DEFAULT_RANKING_OPTIONS, ...wishes });
const names = (set: RankingSet, wishes: Partial<Wishes> = {}) => arranged(set, wishes).rows.map(({ name }) => name);

const series = (swarm: string, values: Array<number | null>) =>
  createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: values.map((_, index) => index) },
      { name: 'duration', type: FieldType.number, labels: { swarm_id: swarm }, values },
    ],
  });

describe('what rows can be ranked by', () => {
  it('is every metric of a comparison, in its own unit, with places and chances', () => {
    const set = read(comparisonFrames());
    expect(set.metrics.map(({ id, name }) => [id, name])).toEqual([
      ['task_duration', 'Task duration'],
      ['error_rate', 'Error rate'],
    ]);
    expect(arranged(set, {}, 1).valueField.config).toMatchObject({ unit: 'percentunit', displayName: 'Error rate' });
    expect(arranged(set).rows[0]).toMatchObject({ name: 'mesh-1', rank: { low: 1 }, chance: 1 });
  });

  it('is the metric of each ranking', () => {
    const cost = { ...rankingFrame(TIED_ROWS, { custom: { metric: 'cost_usd' } }), refId: 'B' };
    expect(
      read([rankingFrame(TIED_ROWS, { custom: { metric: 'task_duration' } }), cost]).metrics.map(({ id }) => id)
    ).toEqual(['task_duration', 'cost_usd']);
  });

  it('survives names of metrics and ties that are hostile', () => {
    const tiedWith = Array.from({ length: 5000 }, (_, index) => `swarm ${index}`).join(', ');
    const set = read([rankingFrame([{ id: '__proto__', value: 1, tiedWith }], { custom: { metric: '__proto__' } })]);
    expect(set.metrics[0].id).toBe('__proto__');
    const [{ tiedWith: ties }] = arranged(set).rows;
    expect(ties.length).toBeLessThan(60);
    expect(ties.every((tie) => /^swarm \d+$/.test(tie))).toBe(true);
  });
});

describe('the reader', () => {
  const set = read([rankingFrame(TIED_ROWS)]);

  it('searches names and topologies in any case, without moving places', () => {
    const found = arranged(set, { search: ' RING ' });
    expect(found.rows.map(({ name, rank }) => [name, rank])).toEqual([['ring-1', { low: 1, high: 2 }]]);
    expect(names(set, { search: 'star' })).toEqual(['star-1']);
    expect(names(set, { search: 'nothing' })).toEqual([]);
  });

  it('sorts by any column, with what is not known last either way', () => {
    const rows: FrameRow[] = [...TIED_ROWS, { id: 'idle', value: null, rankLow: null }];
    const all = read([rankingFrame(rows)]);
    expect(names(all, { sort: { column: 'value', descending: true } })).toEqual(['star-1', 'ring-1', 'mesh-1', 'idle']);
    expect(names(all, { sort: { column: 'n', descending: false } })).toEqual(['ring-1', 'mesh-1', 'star-1', 'idle']);
    expect(names(all, { sort: { column: 'name', descending: false } })).toEqual(['idle', 'mesh-1', 'ring-1', 'star-1']);
    expect(names(all, { sort: { column: 'chance', descending: true } })).toHaveLength(4);
  });
});

describe('movement', () => {
  const then: FrameRow[] = [
    { id: 'star-1', value: 1000, rankLow: 1, rankHigh: 1 },
    { id: 'ring-1', value: 2100, rankLow: 2, rankHigh: 3 },
  ];
  const earlier = { ...rankingFrame(then), refId: 'B' };

  it('is against the query that the options name, which is not shown itself', () => {
    const set = read([rankingFrame(TIED_ROWS), earlier], { previous: 'B' });
    expect(set.metrics).toHaveLength(1);
    const moved = Object.fromEntries(arranged(set).rows.map(({ name, moved: of }) => [name, of]));
    expect(moved['star-1']).toEqual({ places: -2, was: { low: 1, high: 1 }, change: 2, proven: true });
    expect(moved['ring-1']).toEqual({ places: 0, was: { low: 2, high: 3 }, change: -0.5, proven: false });
    expect(moved['mesh-1']).toEqual({ places: null, was: null, change: null, proven: false });
  });

  it('is against the time comparison of the panel by itself', () => {
    const shifted = { ...earlier, meta: { ...earlier.meta, timeCompare: { diffMs: 1, isTimeShiftQuery: true } } };
    expect(arranged(read([rankingFrame(TIED_ROWS), shifted])).rows[2].moved?.places).toBe(-2);
  });

  it('is not told of names that occur twice', () => {
    const twice = [...TIED_ROWS, { ...TIED_ROWS[0] }];
    const set = read([rankingFrame(twice), earlier], { previous: 'B' });
    expect(arranged(set).rows.find(({ name }) => name === 'mesh-1')?.moved).toBeUndefined();
  });
});

it('gives rows the series of their name, thinned out and without holes', () => {
  const long = Array.from({ length: 1000 }, (_, index) => index);
  const set = read([rankingFrame(TIED_ROWS), series('mesh-1', [1, null, 3]), series('ring-1', long)]);
  const [mesh, ring, star] = arranged(set).rows;
  expect(mesh.trend).toEqual([1, 3]);
  expect(ring.trend?.length).toBe(60);
  expect([ring.trend?.[0], ring.trend?.[59]]).toEqual([0, 999]);
  expect(star.trend).toBeUndefined();
});

describe('the weighted score', () => {
  const { metrics } = read(comparisonFrames());
  const parts = scorable(metrics);

  it('holds every group against a baseline, whose score is 1', () => {
    const scored = score(parts, {}, 'ring-1');
    const scores = Object.fromEntries(scored?.ranking.data.rows.map(({ name, value }) => [name, value]) ?? []);
    expect(scores['ring-1']).toBe(1);
    expect(scores['mesh-1']).toBeCloseTo(Math.sqrt(3 * 1.5));
    expect(scored?.shares).toEqual({ task_duration: 0.5, error_rate: 0.5 });
    expect(scored?.ranges.task_duration).toEqual({ low: 0, high: 1 });
    expect(scored?.first).toEqual([{ id: 'mesh-1', share: 1 }]);
  });

  it('leaves out what weighs nothing, and is none where nothing weighs anything', () => {
    expect(score(parts, { error_rate: 0 }, 'ring-1')?.shares).toEqual({ task_duration: 1 });
    expect(score(parts, { error_rate: 0, task_duration: 0 }, 'ring-1')).toBeUndefined();
    expect(score(parts, {}, 'nobody')).toBeUndefined();
  });

  it('needs two metrics of which a way is the better one', () => {
    expect(scorable(metrics.slice(0, 1))).toEqual([]);
    expect(groupsOf(parts)).toEqual(['mesh-1', 'ring-1', 'star-1']);
  });
});

describe('copies', () => {
  const rows: FrameRow[] = [
    { id: '=cmd()', value: 0.1 + 0.2 },
    { id: 'a "b", c\n', value: null, rankLow: null },
  ];
  const ranking = arranged(read([rankingFrame(rows)]));

  it('as CSV have full digits, empty cells for what is not known, and run no formula', () => {
    const [head, first, ...rest] = rowsAsCsv(ranking).split('\r\n');
    expect(head).toMatch(/^place_low,place_high,name,topology,value,low,high,n,/);
    expect(first).toBe("1,1,'=cmd(),,0.30000000000000004,,,,,,");
    expect(rest.join('\r\n')).toBe(',,"a ""b"", c\n",,,,,,,,\r\n');
  });

  it('as JSON have null for what is not known', () => {
    const [first, second]: Array<Record<string, unknown>> = JSON.parse(rowsAsJson(ranking));
    expect(first).toMatchObject({ name: '=cmd()', value: 0.1 + 0.2, place_low: 1, n: null });
    expect(second).toMatchObject({ value: null, place_low: null });
  });
});
