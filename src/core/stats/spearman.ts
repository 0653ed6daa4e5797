import { autocorrelations } from './autocorrelation.ts';
import { studentTwoSidedP } from './studentT.ts';

export interface RankCorrelation {
  n: number;
  /** Spearman's rho, -1 to 1. */
  rho: number;
  /** Pairs that count as independent. */
  effectiveN: number;
  /** Two-sided. */
  p: number;
}

/** Fewer independent pairs leave the t approximation too rough. */
const LEAST = 10;

/**
 * Spearman's rank correlation of pairs in the order of time, with mean ranks for ties; p from the t approximation with
 * n_e − 2 degrees of freedom, as in M. Kendall, "Rank correlation methods" (1948). Where both depend on their own past,
 * n_e = n (1 − r₁r₂)/(1 + r₁r₂) for their lag-1 correlations: G. Bayley and J. Hammersley, "The effective number of
 * independent observations in an autocorrelated time series", JRSS Supplement 8 (1946), for first-order processes. Null
 * without 10 independent pairs, or where either side has no spread.
 * @param x finite @param y finite, as long as x
 * @throws RangeError when the lengths differ
 */
export function spearman(x: Float64Array, y: Float64Array): RankCorrelation | null {
  const n = x.length;
  if (n !== y.length) {
    throw new RangeError(`${n} values against ${y.length}`);
  }
  if (n < LEAST) {
    return null;
  }
  const [first, second] = [centredRanks(x), centredRanks(y)];
  const [spread1, spread2] = [squares(first), squares(second)];
  if (spread1 === 0 || spread2 === 0) {
    return null;
  }
  const product = first.reduce((sum, rank, index) => sum + rank * second[index], 0);
  const rho = Math.max(-1, Math.min(1, product / Math.sqrt(spread1 * spread2)));
  const shared = Math.max(0, lagOne(first)) * Math.max(0, lagOne(second));
  const effectiveN = (n * (1 - shared)) / (1 + shared);
  if (effectiveN < LEAST) {
    return null;
  }
  const df = effectiveN - 2;
  const rest = 1 - rho * rho;
  return { n, rho, effectiveN, p: rest === 0 ? 0 : studentTwoSidedP(rho * Math.sqrt(df / rest), df) };
}

/** Less the mean rank, so that products are covariances. */
function centredRanks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, index) => index).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  const middle = (values.length - 1) / 2;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) {
      end++;
    }
    for (let place = start; place < end; place++) {
      ranks[order[place]] = (start + end - 1) / 2 - middle;
    }
    start = end;
  }
  return ranks;
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** With the bias of short series taken out, as in `autocorrelation` of the batches. */
function lagOne(values: Float64Array): number {
  const r = autocorrelations(values, 1)[1];
  return Math.min(0.99, r + (1 + 3 * r) / values.length);
}
