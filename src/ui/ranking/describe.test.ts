import { headline, intervalDescription, intervalText, rankDescription, rankText } from './describe.ts';
import { buildRanking } from './buildRanking.ts';
import { DEFAULT_RANKING_OPTIONS } from './model.ts';
import { rankingFrame, TIED_ROWS } from '../testing/rankingFrame.ts';

const format = (value: number) => `${value} s`;

it('writes a place as a number and an interval of places as one', () => {
  expect(rankText({ low: 2, high: 2 })).toBe('2');
  expect(rankText({ low: 1, high: 3 })).toBe('1–3');
  expect(rankText(null)).toBe('–');
});

it('says in words whom a row is not separable from', () => {
  const result = buildRanking([rankingFrame(TIED_ROWS)], DEFAULT_RANKING_OPTIONS);
  const rows = result.ok ? result.value.rows : [];
  expect(rows.map(rankDescription)).toEqual([
    'anywhere from place 1 to 2, not separable from ring-1',
    'anywhere from place 1 to 2, not separable from mesh-1',
    'place 3',
  ]);
});

it('never invents an end of an interval', () => {
  expect(intervalDescription({ low: 1, high: 2 }, format)).toBe('95 % interval 1 s to 2 s');
  expect(intervalDescription({ low: 0, high: null }, format)).toBe('95 % interval from 0 s, upper end not bounded');
  expect(intervalDescription({ low: null, high: 2 }, format)).toBe('95 % interval up to 2 s, lower end not bounded');
  expect(intervalDescription({ low: null, high: null }, format)).toBe('95 % interval not bounded: too few samples');
  expect(intervalText({ low: null, high: 2 }, format)).toBe('… – 2 s');
});

describe('headline', () => {
  it('names the winner once', () => {
    const reason = 'a & b is better than every other group on task duration (p < 0.001)';
    expect(headline({ tested: true, winner: { id: 'a & b', reason } })).toBe(`Winner: ${reason}.`);
    expect(headline({ tested: true, winner: { id: 'x', reason: 'It is the fastest.' } })).toBe(
      'Winner: x. It is the fastest.'
    );
  });

  it('says that there is none, and why', () => {
    expect(headline({ tested: true, winner: { id: null, reason: 'a and b are not separable (p = 0.3)' } })).toBe(
      'No single winner: a and b are not separable (p = 0.3).'
    );
  });

  it('claims nothing for data without samples', () => {
    expect(headline({ tested: false })).toBe('Ranked by value only. No interval: the data have no samples.');
  });
});
