const LN_SQRT_2PI = 0.9189385332046728;
/** From here on the asymptotic series below has 15 digits. */
const LARGE = 10;
const MOST_TERMS = 100_000;

/** log Γ(x) for x > 0, to about 14 digits: recurrence up to 10, then Stirling's series. */
export function logGamma(x: number): number {
  let product = 1;
  let y = x;
  while (y < LARGE) {
    product *= y;
    y++;
  }
  return (y - 0.5) * Math.log(y) - y + LN_SQRT_2PI + stirlingCorrection(y) - Math.log(product);
}

/** log Γ(x) - [(x - ½)·log x - x + ½·log 2π] for x >= 10. */
export function stirlingCorrection(x: number): number {
  const square = x * x;
  return (
    (1 / 12 -
      (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square) / square) / square) /
    x
  );
}

/**
 * Share of the chi-square distribution above x, accurate in the upper tail too: the regularised upper incomplete gamma
 * function Q(df/2, x/2) by series or continued fraction. Source: W. H. Press and others, "Numerical Recipes" (2007),
 * section 6.2. 1 for x <= 0.
 * @param df degrees of freedom, above 0
 * @throws RangeError when df is not above 0 or x is NaN
 */
export function chiSquareSurvival(x: number, df: number): number {
  if (!(df > 0) || Number.isNaN(x)) {
    throw new RangeError(`no chi-square distribution of ${x} with ${df} degrees of freedom`);
  }
  if (x <= 0) {
    return 1;
  }
  if (x === Infinity) {
    return 0;
  }
  const [shape, at] = [df / 2, x / 2];
  const front = Math.exp(shape * Math.log(at) - at - logGamma(shape));
  return at < shape + 1 ? 1 - front * lowerSeries(shape, at) : front * upperFraction(shape, at);
}

function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let i = 1; i < MOST_TERMS && term > sum * 1e-17; i++) {
    term *= x / (shape + i);
    sum += term;
  }
  return sum;
}

/** Lentz's method for the continued fraction of Q. */
function upperFraction(shape: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - shape;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let i = 1; i < MOST_TERMS; i++) {
    const a = i * (shape - i);
    b += 2;
    d = a * d + b;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = b + a / c;
    c = Math.abs(c) < tiny ? tiny : c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-16) {
      break;
    }
  }
  return fraction;
}
