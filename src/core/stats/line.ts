/** Least-squares line y = intercept + slope·x with what its errors need. */
export interface Line {
  n: number;
  /** In the unit of y per unit of x. */
  slope: number;
  /** Value at x = 0, in the unit of y. */
  intercept: number;
  meanX: number;
  meanY: number;
  /** Sum of the squared distances of x from its mean. */
  squaresX: number;
  /** Sum of the squared distances of y from its mean. */
  squaresY: number;
  /** Sum of the squared residuals. */
  residualSquares: number;
}

/**
 * Ordinary least squares of y on x. Both are centred first, so that large offsets (times in epoch ms) cost no digits.
 * Null when n < 2 or all x are equal.
 * @param x finite, as long as y (not checked)
 * @param y finite (not checked)
 */
export function fitLine(x: Float64Array, y: Float64Array): Line | null {
  const n = x.length;
  if (n < 2) {
    return null;
  }
  const meanX = shiftedMean(x);
  const meanY = shiftedMean(y);
  let squaresX = 0;
  let squaresY = 0;
  let products = 0;
  for (let i = 0; i < n; i++) {
    const dx = x[i] - meanX;
    const dy = y[i] - meanY;
    squaresX += dx * dx;
    squaresY += dy * dy;
    products += dx * dy;
  }
  if (!(squaresX > 0)) {
    return null;
  }
  const slope = products / squaresX;
  let residualSquares = 0;
  for (let i = 0; i < n; i++) {
    const residual = y[i] - meanY - slope * (x[i] - meanX);
    residualSquares += residual * residual;
  }
  return { n, slope, intercept: meanY - slope * meanX, meanX, meanY, squaresX, squaresY, residualSquares };
}

/** Least-squares line of equally spaced values on 0, 1, …, n - 1; the slope is 0 for a single value. */
export function fitIndexLine(y: Float64Array, from = 0, to = y.length): { slope: number; intercept: number } {
  const n = to - from;
  const middle = (n - 1) / 2;
  let sum = 0;
  let products = 0;
  for (let i = 0; i < n; i++) {
    sum += y[from + i];
    products += (i - middle) * y[from + i];
  }
  const slope = n < 2 ? 0 : (products * 12) / (n * (n * n - 1));
  return { slope, intercept: sum / n - slope * middle };
}

function shiftedMean(values: Float64Array): number {
  const first = values[0];
  let sum = 0;
  for (const value of values) {
    sum += value - first;
  }
  return first + sum / values.length;
}
