import { CONFIDENCE, tailProbability, UNBOUNDED, type Interval } from './interval.ts';
import { normalQuantile } from './normalQuantile.ts';

/** How many of `total` units showed the event; 0 <= count <= total, both integers. */
export interface Share {
  count: number;
  total: number;
}

/**
 * Wilson score interval of a share, as shares from 0 to 1, without continuity correction. Source: E. B. Wilson,
 * "Probable inference, the law of succession, and statistical inference", JASA 22 (1927). Unbounded (nulls) when
 * total = 0; with total = 1 it is wide but bounded.
 * @throws RangeError when the counts are not a share, or confidence is not between 0 and 1
 */
export function wilsonInterval(share: Share, confidence = CONFIDENCE): Interval {
  const bounds = wilsonBounds(share, confidence);
  return bounds === null ? UNBOUNDED : { low: bounds[0], high: bounds[1] };
}

/**
 * Confidence interval of the difference of two independent shares, first - second, from -1 to 1. Source: R. G.
 * Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
 * (1998), method 10 (hybrid score without continuity correction). Unbounded (nulls) when either total is 0.
 * @throws RangeError as `wilsonInterval`
 */
export function newcombeInterval(first: Share, second: Share, confidence = CONFIDENCE): Interval {
  const bounds1 = wilsonBounds(first, confidence);
  const bounds2 = wilsonBounds(second, confidence);
  if (bounds1 === null || bounds2 === null) {
    return UNBOUNDED;
  }
  const share1 = first.count / first.total;
  const share2 = second.count / second.total;
  const difference = share1 - share2;
  return {
    low: difference - Math.sqrt((share1 - bounds1[0]) ** 2 + (bounds2[1] - share2) ** 2),
    high: difference + Math.sqrt((share2 - bounds2[0]) ** 2 + (bounds1[1] - share1) ** 2),
  };
}

function wilsonBounds({ count, total }: Share, confidence: number): [number, number] | null {
  checkShare({ count, total });
  const z = -normalQuantile(tailProbability(confidence));
  if (total === 0) {
    return null;
  }
  const rate = count / total;
  const square = z * z;
  const centre = rate + square / (2 * total);
  const reach = z * Math.sqrt((rate * (1 - rate) + square / (4 * total)) / total);
  const width = 1 + square / total;
  // At either end the bound is the end itself; computed, it would miss it by a rounding error.
  return [count === 0 ? 0 : (centre - reach) / width, count === total ? 1 : (centre + reach) / width];
}

/** @throws RangeError unless the counts are integers with 0 <= count <= total */
export function checkShare({ count, total }: Share): void {
  if (!(Number.isInteger(count) && Number.isInteger(total) && count >= 0 && count <= total)) {
    throw new RangeError(`not a share: ${count} of ${total}`);
  }
}
