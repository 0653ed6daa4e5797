/** Largest n + m for which every count of arrangements is an exact integer in a double. */
const EXACT_TOTAL = 56;

/**
 * Number of arrangements of n and m untied values for every U from 0 to n·m: the exact null distribution of the
 * Mann-Whitney statistic, as coefficients of the Gaussian binomial coefficient. They sum to `choose(n + m, n)`.
 * Source: H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947). n = 0 or m = 0 gives [1].
 * @throws RangeError when n + m > 56
 */
export function rankSumCounts(n: number, m: number): Float64Array {
  if (!(n + m <= EXACT_TOTAL)) {
    throw new RangeError(`exact rank-sum distribution needs n + m <= ${EXACT_TOTAL}, got ${n} + ${m}`);
  }
  const counts = new Float64Array(n * m + 1);
  counts[0] = 1;
  for (let i = 1; i <= n; i++) {
    // Times (1 - q^(m+i)), divided by (1 - q^i).
    for (let u = i * m; u >= m + i; u--) {
      counts[u] -= counts[u - m - i];
    }
    for (let u = i; u <= i * m; u++) {
      counts[u] += counts[u - i];
    }
  }
  return counts;
}

/** Number of ways to choose k of n things, exact up to 2^53; Infinity beyond the range of a double. */
export function choose(n: number, k: number): number {
  const few = Math.min(k, n - k);
  let ways = 1;
  for (let i = 1; i <= few && ways < Infinity; i++) {
    ways = (ways * (n - few + i)) / i;
  }
  return ways;
}
