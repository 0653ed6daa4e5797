import { rankingFrame } from '../testing/rankingFrame.ts';
import { buildRanking } from './buildRanking.ts';
import { DEFAULT_RANKING_OPTIONS, type RankingRow } from './model.ts';
import { barScale, percentOf } from './scale.ts';

function rows(...values: Array<{ value: number | null; low?: number; high?: number }>): RankingRow[] {
  const result = buildRanking(
    [rankingFrame(values.map((row, index) => ({ id: String(index), ...row })))],
    DEFAULT_RANKING_OPTIONS
  );
  return result.ok ? result.value.rows : [];
}

describe('barScale', () => {
  it('starts at 0 and ends at the largest interval end', () => {
    expect(barScale(rows({ value: 5, low: 4, high: 12 }, { value: 8, low: 7, high: 9 }), true, {})).toEqual({
      min: 0,
      max: 12,
    });
  });

  it('leaves intervals out when they are not shown', () => {
    expect(barScale(rows({ value: 5, low: 4, high: 12 }), false, {})).toEqual({ min: 0, max: 5 });
  });

  it('reaches below 0 for negative values', () => {
    expect(barScale(rows({ value: -5 }, { value: 3 }), true, {})).toEqual({ min: -5, max: 3 });
  });

  it('takes the limits of the field', () => {
    expect(barScale(rows({ value: 5 }), true, { min: 2, max: 50 })).toEqual({ min: 2, max: 50 });
  });

  it.each([[rows()], [rows({ value: null })], [rows({ value: 0 })]])('never has no width', (given) => {
    expect(barScale(given, true, {})).toEqual({ min: 0, max: 1 });
  });

  it('does not turn around when the limits are the wrong way round', () => {
    expect(barScale(rows({ value: 5 }), true, { min: 10, max: 2 })).toEqual({ min: 10, max: 11 });
  });
});

describe('percentOf', () => {
  it('maps onto the scale and clips to it', () => {
    const scale = { min: 10, max: 20 };
    expect([5, 10, 15, 20, 99].map((value) => percentOf(value, scale))).toEqual([0, 0, 50, 100, 100]);
  });
});
