import { quantileSorted } from '../../core/stats/order.ts';

/** Quantiles of a sample that a box is drawn of. */
export interface Box {
  p5: number;
  p25: number;
  p50: number;
  p75: number;
  p95: number;
}

/** Most points of a strip: more can't be told apart in a row. */
const MOST_POINTS = 120;

/** Null for an empty sample. @param values ascending */
export function boxOf(values: Float64Array): Box | null {
  const at = (p: number) => quantileSorted(values, p);
  const [p5, p25, p50, p75, p95] = [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)];
  return p5 === null || p25 === null || p50 === null || p75 === null || p95 === null
    ? null
    : { p5, p25, p50, p75, p95 };
}

/** The sample itself, or evenly chosen quantiles of a large one, with its smallest and largest value. @param values ascending */
export function stripOf(values: Float64Array): Float64Array {
  const { length } = values;
  return length <= MOST_POINTS
    ? values
    : Float64Array.from(
        { length: MOST_POINTS },
        (_, index) => values[Math.round((index / (MOST_POINTS - 1)) * (length - 1))]
      );
}
