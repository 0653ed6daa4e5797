import { withoutTypeLevels } from './typeLevels.ts';

const point = (time: number, type: string | null, value: number, n = 1) => ({ time, type, value, n });

describe('withoutTypeLevels', () => {
  it('leaves the values of one type as they are, in order of time', () => {
    expect(withoutTypeLevels([point(2, 'a', 0.3), point(1, 'a', 0.1)])).toEqual({ times: [1, 2], values: [0.1, 0.3] });
    expect(withoutTypeLevels([point(1, null, 7)])).toEqual({ times: [1], values: [7] });
    expect(withoutTypeLevels([])).toEqual({ times: [], values: [] });
  });

  it('shows no change where only the types change', () => {
    const points = [1, 2, 3, 4, 5, 6].map((time) => point(time, time < 4 ? 'easy' : 'hard', time < 4 ? 100 : 900));
    expect(withoutTypeLevels(points).values).toEqual(new Array(6).fill(500));
  });

  it('keeps a change within the types, each unit counting once', () => {
    const points = [1, 2, 3].flatMap((time) => [
      point(time, 'easy', 10 * time, 3),
      point(time, 'hard', 1000 + 20 * time),
    ]);
    const { values } = withoutTypeLevels(points);
    expect(values[1] - values[0]).toBeCloseTo((3 * 10 + 20) / 4, 10);
    expect(values[2] - values[1]).toBeCloseTo((3 * 10 + 20) / 4, 10);
  });

  it('understates a change where the types come one after the other, and does not turn it', () => {
    const points = Array.from({ length: 40 }, (_, time) => {
      const hard = (time * 7) % 40 < time;
      return point(time, hard ? 'hard' : 'easy', (hard ? 900 : 100) + 5 * time);
    });
    const { values } = withoutTypeLevels(points);
    const slope = (values[39] - values[0]) / 39;
    expect(slope).toBeGreaterThan(1);
    expect(slope).toBeLessThan(5);
  });
});
