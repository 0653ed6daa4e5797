import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { autocorrelations } from '../stats/autocorrelation.ts';
import { fitLine } from '../stats/line.ts';
import { mannKendall } from '../stats/mannKendall.ts';
import { studentTwoSidedP, studentTwoSidedT } from '../stats/studentT.ts';
import { theilSen } from '../stats/theilSen.ts';
import { analyseTrend } from './analyseTrend.ts';
import { dampedPath, fitDampedHolt } from './dampedHolt.ts';
import { forecast } from './forecast.ts';
import { centredAverage, decompose } from './season.ts';
import { smooth } from './theta.ts';
import { leastSquaresLine } from './trendLine.ts';

interface Scipy {
  ts_y: number[];
  theilslopes: [number, number, number, number];
  linregress: { slope: number; intercept: number; r: number; p: number; stderr: number };
  kendalltau: [number, number];
}

type Name =
  | 'AirPassengers'
  | 'Nile'
  | 'ses_nile_mean'
  | 'holt_damped_nile_mean'
  | 'theta_air_mean'
  | 'decompose_figure'
  | 'decompose_additive_figure'
  | 'air_trend'
  | 'acf_air'
  | 'lm_nile'
  | 'lm_nile_ci'
  | 'expm_air'
  | 't_two_sided_df'
  | 't_two_sided_t'
  | 't_two_sided_p'
  | 't_975'
  | 'kendall_ties';
type R = Record<Name, number[]> &
  Record<
    | 'lm_nile_adj_r2'
    | 'lm_nile_p'
    | 'kendall_ties_p'
    | 'kendall_nile_p'
    | 'kendall_exact_p'
    | 'ses_nile_alpha'
    | 'holt_damped_nile_sse',
    number
  >;

function read(file: string): string {
  return readFileSync(join(__dirname, '../../../tests/golden', file), 'utf8');
}

const scipy: Scipy = JSON.parse(read('golden_scipy.json'));
const r: R = JSON.parse(read('golden_r.json'));

const CLOSED_FORM = 1e-12;
/** R writes 15 digits; sums of products lose two of them. */
const WRITTEN = 1e-11;
const P_VALUE = 1e-7;
const OPTIMISED = 0.005;
const HOUR = 3_600_000;
/** Any month but the first of a year: the start of a year has no meaning to a test of arithmetic. */
const MONTHS = Array.from({ length: 144 }, (_, i) => Date.UTC(1949, i, 1));

function expectClose(actual: number | null | undefined, expected: number, relative: number): void {
  expect(actual ?? null).not.toBeNull();
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-300);
}

function expectAllClose(actual: ArrayLike<number | null>, expected: readonly number[], relative: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expectClose(actual[i], value, relative));
}

const nile = Float64Array.from(r.Nile);
const air = Float64Array.from(r.AirPassengers);
const index = (n: number, from = 0): Float64Array => Float64Array.from({ length: n }, (_, i) => i + from);

describe('golden values of scipy and R', () => {
  it('knows Student’s distribution', () => {
    r.t_two_sided_df.forEach((degrees, i) => {
      r.t_two_sided_t.forEach((t, j) =>
        expectClose(studentTwoSidedP(t, degrees), r.t_two_sided_p[i * r.t_two_sided_t.length + j], 1e-9)
      );
      expectClose(studentTwoSidedT(0.05, degrees), r.t_975[i], 1e-10);
    });
  });

  it('fits lines', () => {
    const y = Float64Array.from(scipy.ts_y);
    const fitted = fitLine(index(30), y);
    expectClose(fitted?.slope, scipy.linregress.slope, CLOSED_FORM);
    expectClose(fitted?.intercept, scipy.linregress.intercept, CLOSED_FORM);
    expectClose(leastSquaresLine(index(30), y)?.p, scipy.linregress.p, P_VALUE);
    const line = leastSquaresLine(index(100, 1), nile);
    expectClose(line?.slope, r.lm_nile[1], CLOSED_FORM);
    expectClose(line?.low, r.lm_nile_ci[0], WRITTEN);
    expectClose(line?.high, r.lm_nile_ci[1], WRITTEN);
    expectClose(line?.p, r.lm_nile_p, P_VALUE);
  });

  it('describes a trend end to end', () => {
    // Residuals of these values are not autocorrelated, so that the line is that of the values themselves.
    const trend = analyseTrend({ times: index(30).map((i) => i * HOUR), values: scipy.ts_y }, { method: 'linear' });
    expectClose(trend.slopePerHour, scipy.linregress.slope, WRITTEN);
    expectClose(trend.adjustedR2, 1 - (1 - scipy.linregress.r ** 2) * (29 / 28), WRITTEN);
    const grown = fitLine(index(144), air.map(Math.log));
    expectClose(grown?.slope, r.expm_air[1], WRITTEN);
  });

  it('takes the median of all slopes', () => {
    const line = theilSen(index(30), Float64Array.from(scipy.ts_y));
    const [slope, intercept, low, high] = scipy.theilslopes;
    expectAllClose(
      [line?.slope ?? null, line?.intercept ?? null, line?.low ?? null, line?.high ?? null],
      [slope, intercept, low, high],
      CLOSED_FORM
    );
  });

  it('tests for a trend by ranks', () => {
    const { tau, p } = mannKendall(Float64Array.from(scipy.ts_y));
    expectClose(tau, scipy.kendalltau[0], CLOSED_FORM);
    expectClose(p, scipy.kendalltau[1], P_VALUE);
    expectClose(mannKendall(Float64Array.of(3, 1, 2, 6, 5, 4, 8, 7, 9, 12, 10, 11)).p, r.kendall_exact_p, P_VALUE);
    expectClose(mannKendall(Float64Array.from(r.kendall_ties)).p, r.kendall_ties_p, P_VALUE);
    expectClose(mannKendall(nile).p, r.kendall_nile_p, P_VALUE);
  });

  it('finds autocorrelations and seasons', () => {
    expectAllClose(autocorrelations(air, 24), r.acf_air, WRITTEN);
    expectAllClose(decompose(air, 12, true).indices, r.decompose_figure, WRITTEN);
    expectAllClose(decompose(air, 12, false).indices, r.decompose_additive_figure, WRITTEN);
    expectAllClose(centredAverage(air, 12).subarray(6, 138), r.air_trend, WRITTEN);
  });

  it('smooths as R does', () => {
    const { levels, alpha } = smooth(nile);
    expectAllClose(new Array<number>(5).fill(levels[99]), r.ses_nile_mean, OPTIMISED);
    expectClose(alpha, r.ses_nile_alpha, 0.02);
    // R holds the damping at .8 or more and starts the level elsewhere: another optimum, which must not be a better one.
    const holt = fitDampedHolt(nile, 'squares');
    expectAllClose(dampedPath(holt, 5), r.holt_damped_nile_mean, 0.01);
    const errors = nile.map((value, i) => (value - holt.levels[i]) / (1 - holt.alpha));
    expect(errors.reduce((sum, error) => sum + error * error, 0)).toBeLessThan(1.0001 * r.holt_damped_nile_sse);
    const theta = forecast({ times: MONTHS, values: r.AirPassengers }, { method: 'theta', horizon: { points: 12 } });
    expect(theta.period).toBe(12);
    expectAllClose(theta.point, r.theta_air_mean, OPTIMISED);
  });
});
