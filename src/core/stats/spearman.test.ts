import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalDraw, seededRandom } from './random.ts';
import { spearman } from './spearman.ts';

const golden: { spearman_x: number[]; spearman_y: number[]; spearman_rho: number; spearman_p: number } = JSON.parse(
  readFileSync(join(__dirname, '../../../tests/golden/golden_r.json'), 'utf8')
);
const of = (x: number[], y: number[]) => spearman(Float64Array.from(x), Float64Array.from(y));
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index);

describe('spearman', () => {
  it('agrees with R, ties among the values', () => {
    const found = of(golden.spearman_x, golden.spearman_y);
    expect(Math.abs((found?.rho ?? NaN) - golden.spearman_rho)).toBeLessThan(1e-9);
    expect(Math.abs((found?.p ?? NaN) - golden.spearman_p)).toBeLessThan(1e-7);
    expect(found).toMatchObject({ n: 14, effectiveN: 14 });
  });

  it('of the same order and of the opposite one is 1 and -1', () => {
    const mixed = [5, 1, 9, 2, 8, 3, 7, 4, 6, 0, 11, 10];
    expect(of(mixed, mixed.map(Math.exp))).toMatchObject({ rho: 1, p: 0 });
    expect(
      of(
        mixed,
        mixed.map((value) => -value)
      )
    ).toMatchObject({ rho: -1, p: 0 });
  });

  it('says nothing of too few, of no spread, and of two lines', () => {
    expect(of(upTo(9), upTo(9))).toBeNull();
    expect(of([], [])).toBeNull();
    expect(of(upTo(20), new Array<number>(20).fill(3))).toBeNull();
    // Each value follows from the one before: twenty points are worth none.
    expect(of(upTo(20), upTo(20))).toBeNull();
    expect(() => of([1], [])).toThrow(RangeError);
  });

  it.each([0, 0.7])('claims little between series that have nothing to do with each other, autocorrelation %d', (r) => {
    const random = seededRandom(7, `spearman ${r}`);
    const series = () => {
      const values = new Float64Array(100);
      for (let i = 0; i < values.length; i++) {
        values[i] = (i > 0 ? r * values[i - 1] : 0) + normalDraw(random);
      }
      return values;
    };
    const runs = 1000;
    let claims = 0;
    for (let run = 0; run < runs; run++) {
      claims += (spearman(series(), series())?.p ?? 1) < 0.05 ? 1 : 0;
    }
    // 5 % and three standard errors; without the correction it is above 20 % at .7.
    expect(claims / runs).toBeLessThan(0.071);
    expect(claims).toBeGreaterThan(0);
  });
});
