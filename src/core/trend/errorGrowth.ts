const USUAL_GROWTH = 0.7;
const USUAL_WEIGHT = 6;
const GROWTH = { low: 0.1, high: 1.3 };
const LEAST_ERRORS = 3;

/** Collects errors of forecasts by how far ahead they looked. */
export class ErrorTally {
  private readonly squares: Float64Array;
  private readonly counts: Float64Array;

  constructor(horizon: number) {
    this.squares = new Float64Array(horizon);
    this.counts = new Float64Array(horizon);
  }

  /** @param step 0 for the first value after the origin */
  add(step: number, error: number): void {
    this.squares[step] += error * error;
    this.counts[step]++;
  }

  /**
   * `factor` root mean square errors at each step, from the power law a·h^b through the errors of all steps: in
   * logarithms, weighted by count/h, with b drawn towards .7 and held in [.1, 1.3]. 0 everywhere when no step has 3
   * errors, or none has any.
   */
  halfWidths(horizon: number, factor: number): Float64Array {
    const law = this.powerLaw();
    return Float64Array.from({ length: horizon }, (_, step) =>
      law === null ? 0 : factor * law.scale * (step + 1) ** law.growth
    );
  }

  private powerLaw(): { scale: number; growth: number } | null {
    const points: Array<{ x: number; y: number; weight: number }> = [];
    this.squares.forEach((squares, step) => {
      if (this.counts[step] >= LEAST_ERRORS && squares > 0) {
        const h = step + 1;
        points.push({ x: Math.log(h), y: 0.5 * Math.log(squares / this.counts[step]), weight: this.counts[step] / h });
      }
    });
    const total = points.reduce((sum, { weight }) => sum + weight, 0);
    if (!(total > 0)) {
      return null;
    }
    const meanX = points.reduce((sum, { x, weight }) => sum + weight * x, 0) / total;
    const meanY = points.reduce((sum, { y, weight }) => sum + weight * y, 0) / total;
    const products = points.reduce((sum, { x, y, weight }) => sum + weight * (x - meanX) * (y - meanY), 0);
    const squaresX = points.reduce((sum, { x, weight }) => sum + weight * (x - meanX) ** 2, 0);
    const free = (products + USUAL_WEIGHT * USUAL_GROWTH) / (squaresX + USUAL_WEIGHT);
    const growth = Math.min(GROWTH.high, Math.max(GROWTH.low, free));
    return { scale: Math.exp(meanY - growth * meanX), growth };
  }
}
