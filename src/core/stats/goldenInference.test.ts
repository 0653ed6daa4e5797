import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accelerationOf, bootstrapInterval } from './bootstrap.ts';
import { benjaminiHochberg } from './benjaminiHochberg.ts';
import { betaCdf } from './beta.ts';
import { chiSquareSurvival } from './gamma.ts';
import { mantelHaenszel } from './mantelHaenszel.ts';
import { mixDifferenceP } from './mixTest.ts';
import { medianSorted, sortedCopy } from './order.ts';
import { autocorrelation } from './batchMeans.ts';
import { studentCdf, studentQuantile, studentSurvival } from './studentT.ts';
import { vanElteren } from './vanElteren.ts';

type Triple = [number, number, number];

interface Scipy {
  a: number[];
  p: number[];
  bh: number[];
  t_survival: Triple[];
  t_quantile: Triple[];
  beta_cdf: Array<[...Triple, number]>;
  chi2_survival: Triple[];
  mix: [Array<[number, number]>, number];
  van_elteren: [Array<[number[], number[]]>, number, number];
  bca_mean: [number, number];
  bca_median: [number, number];
  acceleration_mean: number;
}

interface R {
  Nile: number[];
  bh: number[];
  t_t: number[];
  t_df: number[];
  t_log_survival: number[];
  t_quantile_975: number[];
  t_quantile_far: [number, number];
  beta_x: number[];
  beta_a: number[];
  beta_b: number[];
  beta_log_cdf: number[];
  chi2_x: number[];
  chi2_df: number[];
  chi2_log_survival: number[];
  mh_tables: number[];
  mh_p: number;
  acf1_nile: number;
  van_elteren_z: number;
  van_elteren_one_stratum_z: number;
}

const read = (file: string): string => readFileSync(join(__dirname, '../../../tests/golden', file), 'utf8');
const scipy: Scipy = JSON.parse(read('golden_scipy.json'));
const r: R = JSON.parse(read('golden_r.json'));

function expectClose(actual: number, expected: number, relative: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-300));
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('golden values of scipy and R', () => {
  it('knows the t distribution into its tails', () => {
    scipy.t_survival.forEach(([t, df, p]) => {
      expectClose(studentSurvival(t, df), p, 1e-9);
      expectClose(studentCdf(-t, df), p, 1e-9);
    });
    r.t_t.forEach((t, i) => expectClose(Math.log(studentSurvival(t, r.t_df[i])), r.t_log_survival[i], 1e-11));
    scipy.t_quantile.forEach(([p, df, t]) => expectClose(studentQuantile(p, df), t, 1e-9));
    expectClose(studentQuantile(1e-100, 5), r.t_quantile_far[0], 1e-9);
    expectClose(studentQuantile(1e-300, 30), r.t_quantile_far[1], 1e-9);
    r.t_df.forEach((df, i) => expectClose(studentQuantile(0.975, df), r.t_quantile_975[i], 1e-11));
  });

  it('knows the beta and the chi-square distribution', () => {
    scipy.beta_cdf.forEach(([x, a, b, p]) => expectClose(betaCdf(x, a, b), p, 1e-10));
    // R prints the logarithm of a share close to 1 as if it were 0.
    r.beta_x.forEach((x, i) => {
      expect(Math.log(betaCdf(x, r.beta_a[i], r.beta_b[i]))).toBeCloseTo(r.beta_log_cdf[i], 10);
    });
    scipy.chi2_survival.forEach(([x, df, p]) => expectClose(chiSquareSurvival(x, df), p, 1e-10));
    r.chi2_x.forEach((x, i) =>
      expectClose(Math.log(chiSquareSurvival(x, r.chi2_df[i])), r.chi2_log_survival[i], 1e-12)
    );
  });

  it('adjusts for false discoveries', () => {
    benjaminiHochberg(scipy.p).forEach((p, i) => {
      expectClose(p, scipy.bh[i], 1e-12);
      expectClose(p, r.bh[i], 1e-12);
    });
  });

  it('tells mixes apart', () => {
    expectClose(mixDifferenceP(scipy.mix[0]), scipy.mix[1], 1e-9);
  });

  it('tests within strata', () => {
    const [strata, z, p] = scipy.van_elteren;
    const found = vanElteren(strata.map(([a, b]) => ({ a: sortedCopy(a), b: sortedCopy(b) })));
    expectClose(found.z, z, 1e-12);
    expectClose(found.z, r.van_elteren_z, 1e-12);
    expectClose(found.p, p, 1e-7);
    const [[a, b]] = strata;
    expectClose(vanElteren([{ a: sortedCopy(a), b: sortedCopy(b) }]).z, r.van_elteren_one_stratum_z, 1e-12);
    const tables = [0, 1, 2].map((k) => r.mh_tables.slice(4 * k, 4 * k + 4));
    const shares = tables.map(([failedA, restA, failedB, restB]) => ({
      a: { count: failedA, total: failedA + restA },
      b: { count: failedB, total: failedB + restB },
    }));
    expectClose(mantelHaenszel(shares).p, r.mh_p, 1e-7);
  });

  it('finds the lag-1 correlation, corrected for its bias', () => {
    const [r1, n] = [r.acf1_nile, r.Nile.length];
    expectClose(autocorrelation([new Float64Array(r.Nile)]).r, r1 + (1 + 3 * r1) / n, 1e-12);
  });

  it('bootstraps as scipy does, as far as generators allow', () => {
    const a = sortedCopy(scipy.a);
    expectClose(accelerationOf(a, mean), scipy.acceleration_mean, 1e-9);
    const ofMean = bootstrapInterval(a, mean, { seed: 1, method: 'bca' });
    expectClose(ofMean.low ?? NaN, scipy.bca_mean[0], 0.01);
    expectClose(ofMean.high ?? NaN, scipy.bca_mean[1], 0.02);
    const ofMedian = bootstrapInterval(a, (values) => medianSorted(values) ?? NaN, { seed: 1, method: 'bca' });
    expectClose(ofMedian.low ?? NaN, scipy.bca_median[0], 0.03);
    expectClose(ofMedian.high ?? NaN, scipy.bca_median[1], 0.03);
  });
});
