import { binomialCdf } from './binomial.ts';
import { CONFIDENCE, tailProbability, UNBOUNDED, type Interval } from './interval.ts';
import { scaledOrder } from './order.ts';

/**
 * Order-statistic (sign test) confidence interval of the median, in the unit of the values: [x(k), x(n+1-k)] for the
 * largest k with P(Bin(n, 1/2) <= k - 1) <= (1 - confidence)/2, so it covers at least as often as it says for any
 * continuous distribution. Source: H. A. David and H. N. Nagaraja, "Order Statistics" (2003), section 7.1.
 * Unbounded (nulls) while no k qualifies: n < 6 at 95 %, n = 0 and 1 among them.
 * @param values finite, ascending (not checked; see `sortedCopy`)
 * @param size independent values that these are worth, where they are fewer: the interval then lies at the shares of a
 * sample of that size, as R. S. Woodruff, "Confidence intervals for medians and other position measures", JASA 47 (1952)
 * @throws RangeError unless 0 < confidence < 1
 */
export function medianInterval(values: Float64Array, confidence = CONFIDENCE, size = values.length): Interval {
  const k = scaledOrder(medianIntervalOrder(size, confidence), size, values.length);
  return k === 0 ? UNBOUNDED : { low: values[k - 1], high: values[values.length - k] };
}

/** The k of `medianInterval` for a sample of n values; 0 when there is none. */
export function medianIntervalOrder(n: number, confidence = CONFIDENCE): number {
  const tail = tailProbability(confidence);
  let k = 0;
  let tooLarge = Math.ceil(n / 2) + 1;
  while (tooLarge - k > 1) {
    const middle = Math.floor((k + tooLarge) / 2);
    if (binomialCdf(middle - 1, n, 0.5) <= tail) {
      k = middle;
    } else {
      tooLarge = middle;
    }
  }
  return k;
}
