const TWO_PI = 2 * Math.PI;
/** A tail's terms fall faster and faster; below this share of the sum the rest cannot matter. */
export const NEGLIGIBLE = 1e-20;

/** log(n!) - log(sqrt(2πn)·(n/e)^n) for n = 0 to 15, where the series below is not accurate enough. */
const STIRLING_ERRORS = [
  0, 0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.020790672103765093, 0.016644691189821193,
  0.013876128823070748, 0.01189670994589177, 0.010411265261972096, 0.009255462182712733, 0.00833056343336287,
  0.007573675487951841, 0.00694284010720953, 0.006408994188004207, 0.0059513701127588475, 0.005554733551962801,
];

/**
 * Probability of exactly k successes in n trials of probability p, to about 13 digits for any n; 0 for k outside 0 to
 * n. Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), as R's `dbinom`.
 * @param q 1 - p, given on its own where the caller knows it without rounding
 */
export function binomialPmf(k: number, n: number, p: number, q = 1 - p): number {
  if (k < 0 || k > n) {
    return 0;
  }
  if (p === 0 || q === 0) {
    return k === (p === 0 ? 0 : n) ? 1 : 0;
  }
  if (k === 0 || k === n) {
    const [kept, left] = k === 0 ? [q, p] : [p, q];
    return Math.exp(n * (left < 0.5 ? Math.log1p(-left) : Math.log(kept)));
  }
  const exponent =
    stirlingError(n) - stirlingError(k) - stirlingError(n - k) - deviance(k, n * p) - deviance(n - k, n * q);
  return Math.exp(exponent) * Math.sqrt(n / (TWO_PI * k * (n - k)));
}

/**
 * Probability of at most k successes in n trials of probability p; 0 for k < 0, 1 for k >= n. The lower tail is
 * accurate relative to itself; n = 0 gives 1 for every k >= 0.
 * @throws RangeError when n is not a count or p is outside 0 to 1
 */
export function binomialCdf(k: number, n: number, p: number): number {
  if (!(Number.isInteger(n) && n >= 0 && p >= 0 && p <= 1) || Number.isNaN(k)) {
    throw new RangeError(`not a binomial distribution or count: k ${k}, n ${n}, p ${p}`);
  }
  const last = Math.floor(k);
  if (last < 0) {
    return 0;
  }
  if (last >= n) {
    return 1;
  }
  return last < n * p ? lowerTail(last, n, p, 1 - p) : 1 - lowerTail(n - last - 1, n, 1 - p, p);
}

/** Sum of the probabilities of 0 to k, from k downward; k must lie below the mean for the terms to fall. */
function lowerTail(k: number, n: number, p: number, q: number): number {
  let term = binomialPmf(k, n, p, q);
  let sum = term;
  for (let i = k; i > 0 && term > sum * NEGLIGIBLE; i--) {
    term *= (i * q) / ((n - i + 1) * p);
    sum += term;
  }
  return sum;
}

function stirlingError(n: number): number {
  if (n < STIRLING_ERRORS.length) {
    return STIRLING_ERRORS[n];
  }
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** k·log(k/mean) + mean - k without the cancellation near k = mean. */
function deviance(k: number, mean: number): number {
  const difference = k - mean;
  if (Math.abs(difference) >= 0.1 * (k + mean)) {
    return k * Math.log(k / mean) - difference;
  }
  const v = difference / (k + mean);
  let sum = difference * v;
  let power = 2 * k * v;
  for (let i = 3; ; i += 2) {
    power *= v * v;
    const next = sum + power / i;
    if (next === sum) {
      return sum;
    }
    sum = next;
  }
}
