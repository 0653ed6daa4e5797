import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';
import { anomaliesFrames, forecastFrames, SPIKE, spiky } from '../testing/anomaliesFrames.ts';
import { columnsOf } from './analyse.ts';
import { MOST_SERIES, readSeries } from './readSeries.ts';

const SWARMS = ['mesh-1', 'ring-1'];

function read(frames: DataFrame[]) {
  const result = readSeries(frames);
  if (!result.ok) {
    throw new Error(JSON.stringify(result.problem));
  }
  return result.value;
}

function wide(fields: Array<{ name: string; values: unknown[]; type?: FieldType }>, times: unknown[] = [1, 2, 3]) {
  return createDataFrame({
    fields: [
      { name: 'when', type: FieldType.time, values: times },
      ...fields.map(({ name, values, type = FieldType.number }) => ({ name, type, values })),
    ],
  });
}

describe('frames of our own data source', () => {
  it('are taken as they were analysed, each series with the incidents of its labels', () => {
    const { analysed, raw } = read(anomaliesFrames(SWARMS));
    expect(raw).toEqual([]);
    expect(analysed.map(({ name }) => name)).toEqual(SWARMS);
    const { times } = spiky('x');
    for (const { incidents, points } of analysed) {
      expect(incidents).toMatchObject([{ start: times[SPIKE], direction: 'up', severity: 'critical' }]);
      expect(points?.anomalous[SPIKE]).toBe(1);
      expect(points?.score[SPIKE]).toBeGreaterThan(6);
    }
  });

  it('keep the incidents of two queries on the same labels apart', () => {
    const [a, b] = [anomaliesFrames(['mesh-1'], 'A'), anomaliesFrames(['mesh-1'], 'B')];
    const { analysed } = read([...a, ...b]);
    expect(analysed.map(({ incidents }) => incidents.length)).toEqual([1, 1]);
    expect(analysed.map(({ name }) => name)).toEqual(['mesh-1', 'mesh-1 (2)']);
  });

  it('join a forecast of another query by metric and labels, and keep one that has no series', () => {
    const { analysed } = read([...anomaliesFrames(SWARMS), ...forecastFrames(['ring-1', 'star-1'])]);
    expect(analysed.map(({ forecast }) => forecast?.times.length)).toEqual([undefined, 10, 10]);
    expect(analysed[1].crossings).toMatchObject([{ threshold: 50 }]);
    expect(analysed[2].points).toBeUndefined();
  });

  it('are not joined to a forecast of another metric', () => {
    const other = forecastFrames(['mesh-1']).map((frame) => ({
      ...frame,
      meta: { ...frame.meta, custom: { ...frame.meta?.custom, metric: 'cost_usd' } },
    }));
    expect(read([...anomaliesFrames(['mesh-1']), ...other]).analysed).toHaveLength(2);
  });

  it('may be incidents alone, even none', () => {
    const incidents = anomaliesFrames(SWARMS).slice(-1);
    expect(read(incidents).analysed).toMatchObject([
      { name: 'mesh-1', incidents: [{}] },
      { name: 'ring-1', incidents: [{}] },
    ]);
    const none = incidents.map((frame) => ({
      ...frame,
      length: 0,
      fields: frame.fields.map((field) => ({ ...field, values: [] })),
    }));
    expect(read(none).analysed).toEqual([]);
  });

  it('without any series are no data', () => {
    expect(readSeries(anomaliesFrames([]))).toEqual({ ok: false, problem: { kind: 'no-data' } });
  });

  it('come in order of time whatever the order of their rows, and no more of them than can be told apart', () => {
    const [frame, incidents] = anomaliesFrames(['mesh-1']);
    const turned = {
      ...frame,
      fields: frame.fields.map((field) => ({ ...field, values: [...field.values].reverse() })),
    };
    expect(read([turned, incidents]).analysed[0].points).toEqual(read([frame, incidents]).analysed[0].points);
    const many = Array.from({ length: MOST_SERIES + 3 }, (_, index) => `swarm-${index}`);
    const { analysed, notices } = read(anomaliesFrames(many));
    expect(analysed).toHaveLength(MOST_SERIES);
    expect(notices.map(({ text }) => text)).toContain('The first 50 of 53 series are shown.');
  });

  it('say why nothing can be said only once', () => {
    const [frame] = anomaliesFrames(['mesh-1']);
    const silent = (notices: boolean): DataFrame => ({
      ...frame,
      meta: {
        notices: notices ? [{ severity: 'info', text: 'too few' }] : [],
        custom: { status: 'insufficient_data', reason: 'too few' },
      },
    });
    expect(read([silent(true)]).analysed[0].silence).toBe('');
    expect(read([silent(false)]).analysed[0].silence).toBe('too few');
  });
});

describe('frames of other data sources', () => {
  it('are a series for each field of numbers', () => {
    const { raw } = read([
      wide([
        { name: 'p50', values: [1, 2, 3] },
        { name: 'p95', values: [4, 5, 6] },
      ]),
    ]);
    expect(raw.map(({ name }) => name)).toEqual(['p50', 'p95']);
  });

  it('are taken apart by their texts where times repeat', () => {
    const { raw } = read([
      wide(
        [
          { name: 'host', type: FieldType.string, values: ['a', 'b', 'a', 'b'] },
          { name: 'load', values: [1, 10, 2, 20] },
        ],
        [1, 1, 2, 2]
      ),
    ]);
    expect(raw.map((one) => [one.name, [...columnsOf(one).values]])).toEqual([
      ['a', [1, 2]],
      ['b', [10, 20]],
    ]);
  });

  it.each([
    ['a forecast without its bounds', ['forecast', 'lower80']],
    ['verdicts without the values that were judged', ['expected', 'lower', 'upper', 'score']],
    ['incidents without a severity', ['peak', 'baseline_n']],
  ])('that look like %s are plain series', (_, names) => {
    const { raw, analysed } = read([
      {
        ...wide(names.map((name) => ({ name, values: [1, 2, 3] }))),
        fields: [
          { name: 'time', type: FieldType.time, config: {}, values: [1, 2, 3] },
          ...wide(names.map((name) => ({ name, values: [1, 2, 3] }))).fields.slice(1),
          { name: 'is_anomaly', type: FieldType.boolean, config: {}, values: [false, false, true] },
        ],
      },
    ]);
    expect(analysed).toEqual([]);
    expect(raw).toHaveLength(names.length);
  });

  it('may hold anything in the place of numbers and times', () => {
    const { raw } = read([
      wide([{ name: '__proto__', values: [1, NaN, Infinity, null, 'x', undefined] }], [1, 2, 3, 4, 5, null]),
    ]);
    expect(raw.map(({ name }) => name)).toEqual(['__proto__']);
    expect([...columnsOf(raw[0]).times]).toEqual([1, 2, 3, 4, 5]);
    expect([...columnsOf(raw[0]).values]).toEqual([1, NaN, NaN, NaN, NaN]);
  });

  it('that are too long a name are told apart all the same', () => {
    const long = 'n'.repeat(10_000);
    const { raw } = read([wide([{ name: long, values: [1, 2, 3] }]), wide([{ name: long, values: [1, 2, 3] }])]);
    expect(new Set(raw.map(({ name }) => name)).size).toBe(2);
    expect(Math.max(...raw.map(({ name }) => name.length))).toBeLessThan(100);
  });

  it.each([
    ['no frame', [], 'no-data'],
    ['no row', [wide([{ name: 'x', values: [] }], [])], 'no-data'],
    ['no time', [createDataFrame({ fields: [{ name: 'x', type: FieldType.number, values: [1] }] })], 'no-time'],
    ['no number', [wide([{ name: 'x', type: FieldType.string, values: ['a', 'b', 'c'] }])], 'missing-field'],
  ])('with %s say what is missing', (_, frames, kind) => {
    expect(readSeries(frames)).toMatchObject({ ok: false, problem: { kind } });
  });
});
