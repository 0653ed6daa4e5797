import { FieldType, type DataFrame } from '@grafana/data';
import { compareSamples } from '../../core/compare/compareSamples.ts';
import { comparisonFrames, GROUPS, SAMPLES } from '../testing/comparisonFrames.ts';
import { readTested } from './readTested.ts';

const without = (frames: DataFrame[], name: string): DataFrame[] =>
  frames.map((frame) => ({ ...frame, fields: frame.fields.filter((field) => field.name !== name) }));

function read(frames: DataFrame[]) {
  const result = readTested(frames);
  if (!result.ok) {
    throw new Error(JSON.stringify(result.problem));
  }
  return result.value.comparison;
}

describe('frames of a comparison', () => {
  it.each([undefined, 'ring-1'])('say what the service found, with the baseline %p', (baseline) => {
    const options = { groups: GROUPS, ...(baseline === undefined ? {} : { baseline }) };
    const original = compareSamples(SAMPLES, options);
    const back = read(comparisonFrames(options));
    expect(back.overallWinner).toEqual(original.overallWinner);
    expect(back.paretoFront).toEqual(original.paretoFront);
    expect(back.baseline).toBe(baseline);
    expect(back.tests).toBe(original.tests);
    back.metrics.forEach((metric, index) => {
      expect(metric.entries).toEqual(original.metrics[index].entries.map((entry) => ({ ...entry, tiedWith: [] })));
      expect(metric.winner).toEqual(original.metrics[index].winner);
    });
  });

  it.each([
    ['estimate', 'number'],
    ['swarm_id', 'string'],
    ['n', 'number'],
    ['metric', 'string'],
  ])('without "%s" name it as what is missing', (field, type) => {
    expect(readTested(without(comparisonFrames(), field))).toMatchObject({
      ok: false,
      problem: { kind: 'missing-field', field, type },
    });
  });

  it('without their pairs keep the places that the service found, and name no winner of a metric', () => {
    const [, estimates] = comparisonFrames();
    const { metrics } = read([estimates]);
    expect(metrics[0].pairs).toEqual([]);
    expect(metrics[0].entries.map(({ rankLow, rankHigh }) => [rankLow, rankHigh])).toEqual([
      [1, 1],
      [2, 3],
      [2, 3],
    ]);
    expect(metrics[0].winner.id).toBeNull();
  });

  it('leave out what tells nothing, and survive hostile rows', () => {
    const [pairs, estimates] = comparisonFrames();
    const hostile = {
      ...pairs,
      fields: pairs.fields.map((field) => ({
        ...field,
        values: field.values.map((value, row) =>
          row > 0 ? value : field.type === FieldType.number ? NaN : '__proto__'
        ),
      })),
    };
    expect(read([hostile, estimates]).metrics.flatMap((metric) => metric.pairs)).toHaveLength(5);
    const nothing = { ...estimates, meta: { custom: { alpha: 'x', tests: -1, overallWinner: 7, paretoFront: [1] } } };
    expect(read([pairs, nothing])).toMatchObject({ alpha: 0.05, tests: 6 });
  });
});
