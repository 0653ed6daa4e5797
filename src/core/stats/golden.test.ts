import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binomialCdf } from './binomial.ts';
import { cliffsDelta } from './cliffsDelta.ts';
import { describe as describeSample } from './describe.ts';
import { fisherExact } from './fisher.ts';
import { hodgesLehmann } from './hodgesLehmann.ts';
import { holm } from './holm.ts';
import { mannWhitney, mannWhitneyExactP, mannWhitneyNormalP } from './mannWhitney.ts';
import { medianInterval } from './medianInterval.ts';
import { normalCdf, normalSurvival } from './normal.ts';
import { normalQuantile } from './normalQuantile.ts';
import { quantileSorted, sortedCopy } from './order.ts';
import { newcombeInterval, wilsonInterval } from './proportion.ts';

type Table = [number, number, number, number];

interface Scipy {
  a: number[];
  b: number[];
  ties_a: number[];
  ties_b: number[];
  ts_y: number[];
  mw_exact: [number, number];
  mw_asym_cc: [number, number];
  mw_ties_asym_cc: [number, number];
  cliffs_delta: number;
  quantile7: number[];
  p: number[];
  holm: number[];
  median_ci_order: [number, number];
  normal_z: number[];
  normal_cdf: number[];
  normal_survival: number[];
  normal_quantile: Array<[number, number]>;
  binomial_cdf: Table[];
  fisher: Array<[...Table, number]>;
  wilson: Table[];
  newcombe: Array<[...Table, number, number]>;
  describe_a: [number, number, number, number, number];
}

interface R {
  Nile: number[];
  quantile7: number[];
  wilcox_ties_p: number;
  hodges_lehmann: number;
  hl_ci: [number, number];
  hl_exact: [number, number, number];
  wilcox_exact_p: number;
  hl_asym: [number, number, number];
  holm: number[];
  normal_z: number[];
  normal_log_cdf: number[];
  normal_p: number[];
  normal_quantile: number[];
  fisher_tables: number[];
  fisher_p: number[];
  wilson_7_50: [number, number];
}

function read(file: string): string {
  return readFileSync(join(__dirname, '../../../tests/golden', file), 'utf8');
}

const scipy: Scipy = JSON.parse(read('golden_scipy.json'));
const r: R = JSON.parse(read('golden_r.json'));

const CLOSED_FORM = 1e-12;
const P_VALUE = 1e-7;
/** R finds the shift and its interval with a root finder. */
const ROOT_FINDER = 1e-3;

function expectClose(actual: number | null, expected: number, relative: number): void {
  expect(actual).not.toBeNull();
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-300));
}

const a = sortedCopy(scipy.a);
const b = sortedCopy(scipy.b);
const tiesA = sortedCopy(scipy.ties_a);
const tiesB = sortedCopy(scipy.ties_b);

describe('golden values of scipy, statsmodels and R', () => {
  it('describes a sample', () => {
    const { n, mean, sd, min, max } = describeSample(new Float64Array(scipy.a));
    [n, mean, sd, min, max].forEach((value, i) => expectClose(value, scipy.describe_a[i], CLOSED_FORM));
  });

  it('takes type 7 quantiles', () => {
    const p = [0.05, 0.25, 0.5, 0.75, 0.95];
    p.forEach((share, i) => {
      expectClose(quantileSorted(sortedCopy(scipy.ts_y), share), scipy.quantile7[i], CLOSED_FORM);
      expectClose(quantileSorted(sortedCopy(r.Nile), share), r.quantile7[i], CLOSED_FORM);
    });
  });

  it('knows the normal distribution into its tails', () => {
    scipy.normal_z.forEach((z, i) => {
      expectClose(normalCdf(z), scipy.normal_cdf[i], CLOSED_FORM);
      expectClose(normalSurvival(z), scipy.normal_survival[i], CLOSED_FORM);
    });
    const lower = r.normal_z.filter((z) => z < 0);
    lower.forEach((z, i) => expectClose(Math.log(normalCdf(z)), r.normal_log_cdf[i], CLOSED_FORM));
    scipy.normal_quantile.forEach(([p, z]) => expectClose(normalQuantile(p), z, CLOSED_FORM));
    r.normal_p.forEach((p, i) => expectClose(normalQuantile(p), r.normal_quantile[i], CLOSED_FORM));
  });

  it('sums binomial probabilities', () => {
    scipy.binomial_cdf.forEach(([k, n, p, expected]) => expectClose(binomialCdf(k, n, p), expected, 1e-11));
  });

  it('bounds the median', () => {
    expect(medianInterval(a)).toEqual({ low: scipy.median_ci_order[0], high: scipy.median_ci_order[1] });
  });

  it('tests by ranks', () => {
    const [u, exactP] = scipy.mw_exact;
    expect(mannWhitney(a, b)).toMatchObject({ u, method: 'asymptotic' });
    expectClose(mannWhitney(a, b).p, scipy.mw_asym_cc[1], P_VALUE);
    expectClose(mannWhitneyExactP(u, a.length, b.length), exactP, P_VALUE);
    expectClose(mannWhitneyNormalP(u, a.length, b.length, 0), scipy.mw_asym_cc[1], P_VALUE);
    expect(mannWhitney(tiesA, tiesB).u).toBe(scipy.mw_ties_asym_cc[0]);
    expectClose(mannWhitney(tiesA, tiesB).p, scipy.mw_ties_asym_cc[1], P_VALUE);
    expectClose(mannWhitney(tiesA, tiesB).p, r.wilcox_ties_p, P_VALUE);
    const twenty = sortedCopy(scipy.a.slice(0, 20));
    expect(mannWhitney(twenty, b).method).toBe('exact');
    expectClose(mannWhitney(twenty, b).p, r.wilcox_exact_p, P_VALUE);
    expectClose(cliffsDelta(u, a.length, b.length), scipy.cliffs_delta, CLOSED_FORM);
  });

  it('estimates the shift', () => {
    const twenty = hodgesLehmann(sortedCopy(scipy.a.slice(0, 20)), b);
    [twenty?.shift, twenty?.low, twenty?.high].forEach((value, i) =>
      expectClose(value ?? null, r.hl_exact[i], CLOSED_FORM)
    );
    const all = hodgesLehmann(a, b);
    [all?.shift, all?.low, all?.high].forEach((value, i) =>
      expect(value).toBeCloseTo(r.hl_asym[i], -Math.log10(ROOT_FINDER))
    );
    const tied = hodgesLehmann(tiesA, tiesB);
    const expected = [r.hodges_lehmann, ...r.hl_ci];
    [tied?.shift, tied?.low, tied?.high].forEach((value, i) =>
      expect(value).toBeCloseTo(expected[i], -Math.log10(ROOT_FINDER))
    );
  });

  it('tests tables of outcomes', () => {
    scipy.fisher.forEach(([count1, total1, count2, total2, p]) =>
      expectClose(fisherExact({ count: count1, total: total1 }, { count: count2, total: total2 }), p, P_VALUE)
    );
    r.fisher_p.forEach((p, i) => {
      const [count1, total1, count2, total2] = r.fisher_tables.slice(4 * i);
      expectClose(fisherExact({ count: count1, total: total1 }, { count: count2, total: total2 }), p, P_VALUE);
    });
  });

  it('bounds shares and their differences', () => {
    scipy.wilson.forEach(([count, total, low, high]) => {
      const interval = wilsonInterval({ count, total });
      expectClose(interval.low, low, CLOSED_FORM);
      expectClose(interval.high, high, CLOSED_FORM);
    });
    expectClose(wilsonInterval({ count: 7, total: 50 }).low, r.wilson_7_50[0], CLOSED_FORM);
    scipy.newcombe.forEach(([count1, total1, count2, total2, low, high]) => {
      const interval = newcombeInterval({ count: count1, total: total1 }, { count: count2, total: total2 });
      expectClose(interval.low, low, 1e-9);
      expectClose(interval.high, high, 1e-9);
    });
  });

  it('adjusts for multiple tests', () => {
    holm(scipy.p).forEach((p, i) => expectClose(p, scipy.holm[i], CLOSED_FORM));
    holm(scipy.p).forEach((p, i) => expectClose(p, r.holm[i], CLOSED_FORM));
  });
});
