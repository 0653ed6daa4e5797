const TINY = 1e-300;
const PRECISION = 4e-16;
const MOST_TERMS = 10_000;

/**
 * Probability that |T| of Student's distribution exceeds |t|, accurate relative to itself far into the tails.
 * @param t an infinity gives 0
 * @param degrees of freedom, above 0
 * @throws RangeError when t is NaN or degrees is not above 0
 */
export function studentTwoSidedP(t: number, degrees: number): number {
  if (Number.isNaN(t) || !(degrees > 0)) {
    throw new RangeError(`not a t value or degrees of freedom: ${t}, ${degrees}`);
  }
  const square = t * t;
  if (square === Infinity) {
    return 0;
  }
  // Both shares are given, because 1 - x would lose the digits of a small one.
  const [x, y] = [degrees / (degrees + square), square / (degrees + square)];
  return incompleteBeta(x, y, degrees / 2, 0.5, logBetaHalf(degrees / 2));
}

/**
 * The t that |T| exceeds with probability `p`, for two-sided intervals (p = .05: 95 %).
 * @throws RangeError unless 0 < p < 1 and degrees is above 0
 */
export function studentTwoSidedT(p: number, degrees: number): number {
  if (!(p > 0 && p < 1 && degrees > 0)) {
    throw new RangeError(`not a probability or degrees of freedom: ${p}, ${degrees}`);
  }
  let low = 0;
  let high = 1;
  while (studentTwoSidedP(high, degrees) > p) {
    low = high;
    high *= 2;
  }
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (studentTwoSidedP(middle, degrees) > p) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high;
}

/** Logarithm of the beta function of a and ½, from the series of Γ(a + ½)/Γ(a), which loses no digits for large a. */
function logBetaHalf(a: number): number {
  let shift = 1;
  let z = a;
  while (z < 20) {
    shift *= z / (z + 0.5);
    z++;
  }
  const square = z * z;
  const series = (-1 / 8 + (1 / 192 - (1 / 640 - (17 / 14336 - 31 / 18432 / square) / square) / square) / square) / z;
  return 0.5 * Math.log(Math.PI / z) - series - Math.log(shift);
}

/**
 * Regularised incomplete beta function at x, y = 1 - x, by its continued fraction. Source: A. DiDonato and A. Morris,
 * "Significant digit computation of the incomplete beta function ratios", ACM TOMS 18 (1992).
 */
function incompleteBeta(x: number, y: number, a: number, b: number, logBeta: number): number {
  if (x <= 0 || y <= 0) {
    return x <= 0 ? 0 : 1;
  }
  if (x > (a + 1) / (a + b + 2)) {
    return 1 - incompleteBeta(y, x, b, a, logBeta);
  }
  const front = Math.exp(a * logOf(x, y) + b * logOf(y, x) - logBeta) / a;
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < PRECISION) {
      break;
    }
  }
  return front * fraction;
}

/** Logarithm of x = 1 - y from the one of the two that has the digits. */
function logOf(x: number, y: number): number {
  return x > 0.5 ? Math.log1p(-y) : Math.log(x);
}

function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
