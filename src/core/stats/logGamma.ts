const HALF_LOG_TWO_PI = 0.9189385332046727;

/**
 * Natural logarithm of the gamma function for x > 0, to about 14 digits: Stirling's series from 15 on, and the
 * recurrence below. Source: M. Abramowitz and I. Stegun, "Handbook of mathematical functions" (1964), 6.1.41. NaN for
 * x <= 0.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) {
    return NaN;
  }
  let shift = 1;
  let y = x;
  while (y < 15) {
    shift *= y;
    y++;
  }
  const square = y * y;
  const series =
    (1 / 12 -
      (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square) / square) / square) /
    y;
  return (y - 0.5) * Math.log(y) - y + HALF_LOG_TWO_PI + series - Math.log(shift);
}
